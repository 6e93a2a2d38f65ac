use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use uuid::Uuid;

use super::tus::{answer, refusal, require_version};
use crate::http::{ApiError, App, DeviceCaller};

/// Gives an upload up.
pub(crate) async fn terminate(
    State(app): State<Arc<App>>,
    caller: DeviceCaller,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    require_version(&headers)?;
    let upload = Uuid::parse_str(&upload).map_err(|_| ApiError::not_found())?;
    app.blobs
        .terminate(&app.tenant, &caller, upload)
        .await
        .map_err(refusal)?;
    Ok(answer(StatusCode::NO_CONTENT, Vec::new()))
}
