use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::evaluation::LogCut;

use crate::http::{ApiError, App, SupervisorCaller};

/// Where the logs stand now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CutView {
    /// Epoch and seq of each log.
    #[schema(value_type = Object)]
    cut: LogCut,
    /// SHA-256 of its canonical JSON: what lists name in the header `Wangge-Cut`.
    hash: String,
}

/// Where the logs stand now（统计时点）: a list with the same hash in its header `Wangge-Cut` was computed at
/// just this point.
#[utoipa::path(
    get, path = "/api/v1/cut", tag = "figures",
    responses(
        (status = 200, body = CutView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<CutView>, ApiError> {
    caller.require(&app, "record_read")?;
    let cut = app
        .blocking(move |app| Ok(app.tenant.database.heads(app.tenant.id())?))
        .await?;
    let hash = cut.hash().to_string();
    Ok(Json(CutView { cut, hash }))
}
