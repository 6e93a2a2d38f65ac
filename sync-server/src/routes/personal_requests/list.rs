use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::held::{PersonalRequest, personal_requests};
use crate::http::{ApiError, App, SupervisorCaller};

/// A request about personal data（个人信息请求）. Whom it is about stands in no register.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonalRequestView {
    /// Number of the request.
    number: String,
    /// `access`, `correction` or `erasure`; further codes as the policy pack has them.
    kind: String,
    /// Day it was received, `YYYY-MM-DD`.
    received_on: String,
    /// Day by which it is to be answered, by the days of the policy pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// `received`, `answered` or `refused`.
    state: String,
    /// It waits, and its day has passed.
    overdue: bool,
    /// It waits, and its day is near.
    near: bool,
    /// Id of the record it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// Day of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_on: Option<String>,
    /// Id of who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<String>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<PersonalRequest> for PersonalRequestView {
    fn from(request: PersonalRequest) -> Self {
        Self {
            number: request.number,
            kind: request.kind,
            received_on: request.received_on,
            due: request.due.map(|day| day.to_string()),
            state: request.state,
            overdue: request.is_overdue,
            near: request.is_near,
            record: request.record,
            answered_on: request.answered_on,
            answered_by: request.answered_by,
            reason: request.reason,
        }
    }
}

/// Requests about personal data（个人信息请求清单）: those that wait first, by the day they are due. They are
/// entered in the register `personal_request`.
#[utoipa::path(
    get, path = "/api/v1/personal-requests", tag = "registers",
    responses(
        (status = 200, body = Vec<PersonalRequestView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list_requests(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<PersonalRequestView>>, ApiError> {
    caller.require(&app, "personal_data")?;
    let today = app.tenant.now().china_date();
    let requests = personal_requests(&caller.control, &caller.policy, today);
    let views: Vec<_> = requests
        .into_iter()
        .map(PersonalRequestView::from)
        .collect();
    std::future::ready(Ok(Json(views))).await
}
