use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::draw::Replaced;
use wangge_domain::{RecordId, UserId};

use super::rights::{OPERATION, covers, office};
use super::view::{DrawView, view};
use crate::http::{ApiError, App, SupervisorCaller};

/// What falls out of a draw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplaceBody {
    /// Id of the premises that falls out, or at which an inspector does.
    target: String,
    /// Id of the inspector who falls out; without it the premises does.
    #[serde(default)]
    inspector: Option<String>,
    /// Why.
    reason: String,
}

/// Asks that a premises, or an inspector at one, be replaced by the next in the order of the keys（申请更换）
/// of S2-17: nobody chooses who steps in. It is published, and changes nothing before somebody else who
/// may draw here approves it: `requests` of the answer names what waits.
#[utoipa::path(
    post, path = "/api/v1/draws/{draw}/replace", tag = "plans",
    params(
        ("draw" = String, Path, description = "id of the draw"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = ReplaceBody,
    responses(
        (status = 200, body = DrawView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "nothing was drawn yet"),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(draw): Path<String>,
    body: Result<Json<ReplaceBody>, JsonRejection>,
) -> Result<Json<DrawView>, ApiError> {
    let Json(body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let draw: RecordId = draw.parse().map_err(|_| ApiError::not_found())?;
    let target: RecordId = body
        .target
        .parse()
        .map_err(|_| ApiError::bad_request("`target` is not an id"))?;
    let inspector = person(body.inspector.as_deref(), "`inspector` is not an id")?;
    let out = Replaced { target, inspector };
    let reach = caller.require(&app, OPERATION)?;
    let view = app
        .blocking(move |app| {
            let office = office(app);
            let record = office.draw(draw)?;
            if !covers(app, &record, &reach)? {
                return Err(ApiError::forbidden());
            }
            let (longer, _) = office.ask(draw, out, &body.reason, caller.user)?;
            view(draw, &longer)
        })
        .await?;
    Ok(Json(view))
}

fn person(text: Option<&str>, problem: &str) -> Result<Option<UserId>, ApiError> {
    text.map(str::parse::<UserId>)
        .transpose()
        .map_err(|_| ApiError::bad_request(problem))
}
