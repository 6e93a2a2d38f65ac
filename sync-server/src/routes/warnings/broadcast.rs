use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use wangge_domain::casework::broadcast_text;

use super::find::find;
use crate::http::{ApiError, App, SupervisorCaller};

/// The text of a warning for the village loudspeaker（应急广播文稿）of S1-10, as plain text. A warning that is over is
/// not given out again.
#[utoipa::path(
    get, path = "/api/v1/warnings/{number}/broadcast", tag = "cases",
    params(("number" = String, Path, description = "number of the warning")),
    responses(
        (status = 200, content_type = "text/plain", body = String),
        (status = 404, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "the warning is over"),
    )
)]
pub(crate) async fn broadcast(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(number): Path<String>,
) -> Result<Response, ApiError> {
    let (warning, _) = find(&app, &caller, &number)?;
    let today = app.tenant.now().china_date();
    if !warning.line.row.holds_on(today) {
        return Err(ApiError::conflict(
            "warning_over",
            "预警已解除，不得再播（S1-10）",
            "the warning is over",
        ));
    }
    let level = caller
        .policy
        .cases
        .entry("warning_levels", warning.text("level"));
    let level = level.map_or_else(String::new, |level| level.zh.clone());
    let area = caller.control.grids.get(&warning.area);
    let area = area.map(|grid| grid.name.clone()).unwrap_or_default();
    let (title, text) = (warning.text("title"), warning.text("text"));
    let script = broadcast_text(&level, title, text, &area, &number);
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"broadcast.txt\"",
        ),
    ];
    std::future::ready(Ok((StatusCode::OK, headers, script).into_response())).await
}
