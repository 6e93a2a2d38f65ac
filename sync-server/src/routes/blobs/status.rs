use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use uuid::Uuid;

use super::tus::{EXPIRES, LENGTH, OFFSET, answer, http_date, refusal, require_version};
use crate::http::{ApiError, App, DeviceCaller};

/// Where an upload stands.
pub(crate) async fn status(
    State(app): State<Arc<App>>,
    caller: DeviceCaller,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    require_version(&headers)?;
    let upload = Uuid::parse_str(&upload).map_err(|_| ApiError::not_found())?;
    let found = app
        .blobs
        .status(&app.tenant, &caller, upload)
        .await
        .map_err(refusal)?;
    let at = vec![
        (OFFSET, found.offset.to_string()),
        (LENGTH, found.length.to_string()),
        (EXPIRES, http_date(found.expires_at)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok(answer(StatusCode::OK, at))
}
