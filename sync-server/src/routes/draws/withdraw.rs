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

/// Why an announcement is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    /// Why: it is published.
    reason: String,
}

/// Withdraws an announced draw（撤回公告）of S2-17 before the day of its public value: it stays published
/// with the reason, and is never drawn.
#[utoipa::path(
    post, path = "/api/v1/draws/{draw}/withdraw", tag = "plans",
    params(
        ("draw" = String, Path, description = "id of the draw"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = WithdrawBody,
    responses(
        (status = 200, body = DrawView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "drawn or withdrawn before"),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(draw): Path<String>,
    body: Result<Json<WithdrawBody>, JsonRejection>,
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
            let gone = office.withdraw(draw, &body.reason, caller.user)?;
            view(draw, &gone)
        })
        .await?;
    Ok(Json(view))
}
