use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use wangge_protocol::sha256;

use crate::http::{ApiError, App};
use crate::metrics::{gauges, open_metrics};

/// What the format is called.
const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The figures of the running relay（运行指标）, for whoever holds the token in `keys/metrics.token`. To all
/// others there is no such page.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    // Hashes are compared: how long it takes tells nothing of the token.
    if sha256(given.trim().as_bytes()) != app.metrics_token {
        return Err(ApiError::not_found());
    }
    let text = app
        .blocking(|app| Ok(open_metrics(&app.metrics, &gauges(app, &app.folder)?)))
        .await?;
    Ok(([(header::CONTENT_TYPE, TYPE)], text).into_response())
}
