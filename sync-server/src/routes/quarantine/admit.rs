use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::Digest;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::quarantine::{Admission, Decider};

/// Why an envelope is admitted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdmitRequest {
    /// In the person's words; must not be empty.
    note: String,
}

/// Admits one envelope（准入）: it takes effect at the place it gets now.
#[utoipa::path(
    post, path = "/api/v1/quarantine/{envelope}/admit", tag = "quarantine",
    params(
        ("envelope" = String, Path, description = "id of the envelope"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = AdmitRequest,
    responses(
        (status = 200, body = Admission),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn admit(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(envelope): Path<String>,
    body: Result<Json<AdmitRequest>, JsonRejection>,
) -> Result<Json<Admission>, ApiError> {
    let reach = caller.require(&app, "quarantine_admit")?;
    let envelope: Digest = envelope.parse().map_err(|_| ApiError::not_found())?;
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let note = said(request.note)?;
    let admission = app
        .blocking(move |app| {
            let decider = Decider {
                user: caller.user,
                note: &note,
                reach: Some(&reach.streams),
            };
            Ok(app.tenant.admit_one(&decider, envelope)?)
        })
        .await?;
    if admission.reason.as_deref() == Some("unknown") {
        return Err(ApiError::not_found());
    }
    Ok(Json(admission))
}

/// A reason that says something.
pub(super) fn said(note: String) -> Result<String, ApiError> {
    let length = note.trim().chars().count();
    if (1..=500).contains(&length) {
        Ok(note.trim().to_owned())
    } else {
        Err(ApiError::bad_request("`note` must say why"))
    }
}
