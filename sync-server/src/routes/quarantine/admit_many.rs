use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_protocol::Refusal;

use super::admit::said;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::quarantine::{Admission, Decider};

/// What to admit in bulk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdmitManyRequest {
    /// Only `lease_expired` can be admitted in bulk: all else is looked at one by one.
    reason: String,
    /// Why, in the person's words; must not be empty.
    note: String,
}

/// Admits everything that was made after a lease had run out（批量准入）, in the order it came.
#[utoipa::path(
    post, path = "/api/v1/quarantine/admit", tag = "quarantine",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = AdmitManyRequest,
    responses(
        (status = 200, body = Vec<Admission>),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn admit_many(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<AdmitManyRequest>, JsonRejection>,
) -> Result<Json<Vec<Admission>>, ApiError> {
    let reach = caller.require(&app, "quarantine_admit")?;
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    if request.reason != "lease_expired" {
        return Err(ApiError::bad_request(
            "only `lease_expired` can be admitted in bulk",
        ));
    }
    let note = said(request.note)?;
    let admissions = app
        .blocking(move |app| {
            let decider = Decider {
                user: caller.user,
                note: &note,
                reach: Some(&reach.streams),
            };
            Ok(app.tenant.admit_all(&decider, Refusal::LeaseExpired)?)
        })
        .await?;
    Ok(Json(admissions))
}
