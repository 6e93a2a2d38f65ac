use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::figures::FreezeProgress;
use crate::http::{ApiError, App, SupervisorCaller};

/// How far a freezing is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FreezingView {
    /// `2026年度`.
    period: String,
    /// When it began, milliseconds since 1970.
    started_at: i64,
    /// Grids done.
    done: u64,
    /// Of so many; 0 while the records are still being read.
    of: u64,
}

/// The freezing under way.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FreezingNow {
    /// Absent if nothing is being frozen.
    #[serde(skip_serializing_if = "Option::is_none")]
    running: Option<FreezingView>,
}

/// How far the freezing under way is（定稿进度）of S1-20, if there is one.
/// `POST /api/v1/snapshots` answers when all is done; this may be asked meanwhile.
#[utoipa::path(
    get, path = "/api/v1/snapshots/freezing", tag = "figures",
    responses(
        (status = 200, body = FreezingNow),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<FreezingNow>, ApiError> {
    caller.require(&app, "ledger_export")?;
    let running = app.tenant.figures.freezing.running().map(view);
    std::future::ready(Ok(Json(FreezingNow { running }))).await
}

fn view(progress: FreezeProgress) -> FreezingView {
    FreezingView {
        period: progress.period.to_string(),
        started_at: progress.started_at.0,
        done: progress.done,
        of: progress.of,
    }
}
