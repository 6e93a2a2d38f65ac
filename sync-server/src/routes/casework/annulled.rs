use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::{RecordId, UserId};

use super::lines::state_of;
use crate::http::{ApiError, App, SupervisorCaller};

const DAY_MS: i64 = 86_400_000;

/// A case that was handed on to the caller and whose ground fell away.
#[derive(Serialize, ToSchema)]
pub(crate) struct AnnulledEscalation {
    /// Id of the hazard.
    hazard: String,
    /// Its words.
    title: String,
    /// Name of its premises.
    premises_name: String,
    /// Number of the notice.
    number: String,
    /// Codes of the departments to which it had been handed on.
    departments: Vec<String>,
    /// When the overdue mark was annulled, milliseconds since 1970.
    annulled_at: i64,
    /// The deadline whose passing had been marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<i64>,
    /// Why it was annulled: name of who did what was in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// When that was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    done_at: Option<i64>,
    /// When the relay received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<i64>,
    /// What was said of it.
    note: String,
    /// It was entered on behalf of the owner（代填）.
    on_behalf: bool,
}

/// The cases that the caller or their body received, and whose overdue mark was annulled since by an
/// act in time that arrived later（上报后撤销逾期告知）, the newest first; for the days of the policy.
#[utoipa::path(
    get, path = "/api/v1/annulled-escalations", tag = "cases",
    responses(
        (status = 200, body = [AnnulledEscalation]),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn annulled(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<AnnulledEscalation>>, ApiError> {
    let found = app.blocking(move |app| told(app, &caller)).await?;
    Ok(Json(found))
}

fn told(app: &App, caller: &SupervisorCaller) -> Result<Vec<AnnulledEscalation>, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let (now, policy, control) = (app.tenant.now(), &caller.policy, &caller.control);
    let name = |user: UserId| {
        let person = control.people.get(&user);
        person.map(|person| person.name.clone()).unwrap_or_default()
    };
    let store = app.tenant.database.turn(app.tenant.id())?;
    let mut found = Vec::new();
    for hazard in taken_back(app, caller)? {
        let listed = app.tenant.database.listed(app.tenant.id(), hazard)?;
        let Some(listed) = listed.filter(|it| reach.covers(it)) else {
            continue;
        };
        let state = state_of(store.as_ref(), control, &listed)?;
        let Some(annulment) = &state.annulled else {
            continue;
        };
        let grants = control.grants_of(caller.user, now);
        if !annulment.is_told(policy, caller.user, grants) || !annulment.is_news(policy, now) {
            continue;
        }
        let cause = annulment.cause(&state);
        found.push(AnnulledEscalation {
            hazard: listed.record.to_string(),
            title: listed.title,
            premises_name: listed.premises_name,
            number: listed.number,
            departments: annulment.told.iter().map(|one| one.to.clone()).collect(),
            annulled_at: annulment.at.0,
            due: annulment.due.map(|due| due.0),
            by: cause.as_ref().map(|cause| name(cause.by)),
            done_at: cause.as_ref().map(|cause| cause.done_at.0),
            received_at: cause.as_ref().map(|cause| cause.received_at.0),
            on_behalf: cause.as_ref().is_some_and(|cause| cause.on_behalf),
            note: cause.map(|cause| cause.note).unwrap_or_default(),
        });
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.annulled_at));
    Ok(found)
}

/// The hazards whose overdue mark was taken back lately. There are too many of those that were handed on
/// to read each.
fn taken_back(app: &App, caller: &SupervisorCaller) -> Result<Vec<RecordId>, ApiError> {
    let days = caller.policy.rectification.escalation.annulment_told_days;
    let since = app.tenant.now().plus_ms(-i64::from(days) * DAY_MS);
    let since = since.china_date();
    let standing = app.tenant.standing()?;
    let hazards = standing.measures.hazards.iter();
    let lately = hazards.filter(|(_, it)| it.annulled_on.is_some_and(|on| on >= since));
    Ok(lately.map(|(record, _)| *record).collect())
}
