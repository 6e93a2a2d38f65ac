use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::held::{AccessFailure, AccessRefusal, AccessRequest, pack, what_is_held};
use crate::http::{ApiError, App, GivenReason, SupervisorCaller, streams_below};

/// Whose data are asked for, and by which request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessBody {
    /// Number of the request in the register `personal_request`; it goes into the audit log.
    number: String,
    /// Name of the person, two characters at least.
    #[serde(default)]
    name: String,
    /// Telephone number, whole. With it, namesakes are told apart.
    #[serde(default)]
    phone: String,
}

/// What is held about a person（查阅个人信息）, as a ZIP of `held.json` and `held.txt`: in the directory, in
/// records, in registers, and as a reporter if the caller may open reporters. Only what is about the
/// person is told, and no other's telephone number whole. The audit log keeps the number of the
/// request, neither name nor telephone number; if it cannot be written, nothing is told.
#[utoipa::path(
    post, path = "/api/v1/personal-requests/access", tag = "registers",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = AccessBody,
    responses(
        (status = 200, content_type = "application/zip", body = Vec<u8>),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "nobody is named, or the number is not in the register"),
        (status = 503, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn look_up(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<AccessBody>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let number = body.number.trim().to_owned();
    let file = app.blocking(move |app| file(app, &caller, body)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"held.zip\"",
        ),
    ];
    let mut response = (headers, file).into_response();
    response.extensions_mut().insert(GivenReason(number));
    Ok(response)
}

fn file(app: &App, caller: &SupervisorCaller, body: AccessBody) -> Result<Vec<u8>, ApiError> {
    let reach = caller.require(app, "personal_data")?;
    let everywhere = streams_below(&caller.control, None);
    // Half an answer would pass for a whole one.
    if !everywhere.is_subset(&reach.streams) {
        return Err(ApiError::forbidden());
    }
    let opens = caller.reach(app, "reporter_identity").streams;
    let key = everywhere.is_subset(&opens).then_some(&app.reports.key);
    let request = AccessRequest {
        number: body.number,
        name: body.name,
        phone: body.phone,
        by: caller.user,
    };
    let (control, policy) = (&caller.control, &caller.policy);
    what_is_held(&app.tenant, control, policy, &request, key)
        .map(|held| pack(&held))
        .map_err(refused)
}

fn refused(failure: AccessFailure) -> ApiError {
    match failure {
        AccessFailure::Store(error) => error.into(),
        AccessFailure::Refused(why @ AccessRefusal::NobodyNamed) => ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "nobody_named",
            why.zh(),
            why.en(),
        ),
        AccessFailure::Refused(why @ AccessRefusal::RequestUnknown) => ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "request_unknown",
            why.zh(),
            why.en(),
        ),
    }
}
