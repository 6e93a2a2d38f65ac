use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};

use super::record::find;
use super::view::{DrawSummary, DrawView, summary, view};
use crate::http::{ApiError, App, SupervisorCaller};

/// All draws（双随机抽查）of S2-17, the newest first: what stands on the public page, for programs.
#[utoipa::path(
    get, path = "/api/v1/draws", tag = "plans",
    responses(
        (status = 200, body = Vec<DrawSummary>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<DrawSummary>>, ApiError> {
    caller.require(&app, "record_read")?;
    let draws = app
        .blocking(|app| Ok(app.tenant.database.draws(app.tenant.id())?))
        .await?;
    let lines = draws.iter().map(|(draw, record)| summary(*draw, record));
    Ok(Json(lines.collect::<Result<_, _>>()?))
}

/// One draw（双随机抽查）of S2-17: what was announced, what was drawn, who stepped in for whom.
#[utoipa::path(
    get, path = "/api/v1/draws/{draw}", tag = "plans",
    params(("draw" = String, Path, description = "id of the draw")),
    responses(
        (status = 200, body = DrawView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(draw): Path<String>,
) -> Result<Json<DrawView>, ApiError> {
    caller.require(&app, "record_read")?;
    let (draw, record) = find(&app, &draw).await?;
    Ok(Json(view(draw, &record)?))
}
