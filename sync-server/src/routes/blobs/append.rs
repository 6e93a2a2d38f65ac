use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use uuid::Uuid;

use super::tus::{
    BYTES_TYPE, EXPIRES, OFFSET, answer, checksum, http_date, number, refusal, require_version,
};
use crate::http::{ApiError, App, DeviceCaller};

/// Appends bytes to an upload. 409: it stands elsewhere. 460: these bytes, or the finished whole,
/// are not what was announced.
pub(crate) async fn append(
    State(app): State<Arc<App>>,
    caller: DeviceCaller,
    Path(upload): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    require_version(&headers)?;
    let upload = Uuid::parse_str(&upload).map_err(|_| ApiError::not_found())?;
    if headers
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind != BYTES_TYPE)
    {
        return Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type",
            "内容类型不正确",
            "the content type must be application/offset+octet-stream",
        ));
    }
    let at = number(&headers, &OFFSET)?;
    let sum = checksum(&headers)?;
    let body = app.quotas.photo(caller.device, body)?;
    let appended = app
        .blobs
        .append(&app.tenant, &caller, upload, at, sum, body)
        .await
        .map_err(refusal)?;
    let mut at = vec![(OFFSET, appended.offset.to_string())];
    if !appended.is_complete {
        at.push((EXPIRES, http_date(appended.expires_at)));
    }
    Ok(answer(StatusCode::NO_CONTENT, at))
}
