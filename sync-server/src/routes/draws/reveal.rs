use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;

use super::rights::{OPERATION, covers, office};
use super::view::{DrawView, view};
use crate::http::{ApiError, App, SupervisorCaller};

/// The public value of a draw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevealBody {
    /// Exactly as it was published.
    public_value: String,
}

/// Reveals the secret and draws（公开种子并抽取）of S2-17: once, and not before the day on which the
/// public value becomes known.
#[utoipa::path(
    post, path = "/api/v1/draws/{draw}/reveal", tag = "plans",
    params(
        ("draw" = String, Path, description = "id of the draw"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = RevealBody,
    responses(
        (status = 200, body = DrawView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "drawn before"),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(draw): Path<String>,
    body: Result<Json<RevealBody>, JsonRejection>,
) -> Result<Json<DrawView>, ApiError> {
    let Json(body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let draw: RecordId = draw.parse().map_err(|_| ApiError::not_found())?;
    let reach = caller.require(&app, OPERATION)?;
    let view = app
        .blocking(move |app| {
            let office = office(app);
            if !covers(app, &office.draw(draw)?, &reach)? {
                return Err(ApiError::forbidden());
            }
            let drawn = office.reveal(draw, &body.public_value, caller.user)?;
            view(draw, &drawn)
        })
        .await?;
    Ok(Json(view))
}
