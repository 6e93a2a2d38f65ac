use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use wangge_domain::GridId;
use wangge_domain::control::ControlState;

use super::rights::{OPERATION, office};
use super::view::{DrawView, view};
use crate::admin::grid_called;
use crate::draws::DrawRequest;
use crate::http::{ApiError, App, SupervisorCaller, streams_below};

/// Announces a draw（抽查公告）of S2-17: the census of this moment with its weights, and the hash of a
/// secret that stays sealed until the public value is known. Only by whoever may draw over all of
/// the grid named, or without one over the whole tenant. While another one is open that draws from some
/// of the same premises on the same day it is refused: that one is withdrawn first.
#[utoipa::path(
    post, path = "/api/v1/draws/announce", tag = "plans",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = DrawRequest,
    responses(
        (status = 200, body = DrawView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "another one is open for that day"),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<DrawRequest>, JsonRejection>,
) -> Result<Json<DrawView>, ApiError> {
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, OPERATION)?;
    let view = app
        .blocking(move |app| {
            let within = within(&caller.control, request.grid.as_deref())?;
            if !streams_below(&caller.control, within).is_subset(&reach.streams) {
                return Err(ApiError::forbidden());
            }
            let office = office(app);
            let draw = office.announce(&request, within, caller.user)?;
            view(draw, &office.draw(draw)?)
        })
        .await?;
    Ok(Json(view))
}

fn within(control: &ControlState, asked: Option<&str>) -> Result<Option<GridId>, ApiError> {
    let found = asked.map(|asked| grid_called(control, asked)).transpose();
    found.map_err(|error| {
        let zh = error.to_string();
        let en = "there is no such grid, or several have this name";
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "draw_grid", &zh, en)
    })
}
