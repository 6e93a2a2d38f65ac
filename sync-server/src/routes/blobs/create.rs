use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use wangge_domain::{Digest, StreamId};
use wangge_protocol::limits::MAX_BLOB_BYTES;

use super::tus::{
    BYTES_TYPE, EXPIRES, LENGTH, OFFSET, answer, checksum, http_date, metadata, number, refusal,
    require_version,
};
use crate::blob::NewUpload;
use crate::http::{ApiError, App, DeviceCaller};
use crate::store::Reach;

/// Begins an upload, with its first bytes if the request brings some. A blob that the device can
/// read already needs no upload.
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    caller: DeviceCaller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    require_version(&headers)?;
    let new = read_creation(&headers, &caller)?;
    let reach = Reach {
        streams: caller.granted.clone(),
        ..Reach::default()
    };
    let digest = new.digest;
    let held = app
        .blocking(move |app| {
            Ok(app
                .tenant
                .database
                .readable_blob(app.tenant.id(), digest, &reach)?)
        })
        .await?;
    if held == Some(new.length) {
        let at = vec![
            (header::LOCATION, format!("/api/v1/blobs/{digest}")),
            (OFFSET, new.length.to_string()),
        ];
        return Ok(answer(StatusCode::CREATED, at));
    }
    let body = app.quotas.photo(caller.device, body)?;
    let upload = app
        .blobs
        .begin(&app.tenant, &caller, new)
        .await
        .map_err(refusal)?;
    let (mut offset, mut expires_at) = (0, upload.expires_at);
    if headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == BYTES_TYPE)
    {
        let sum = checksum(&headers)?;
        let appended = app
            .blobs
            .append(&app.tenant, &caller, upload.upload, 0, sum, body)
            .await
            .map_err(refusal)?;
        (offset, expires_at) = (appended.offset, appended.expires_at);
    }
    let at = vec![
        (
            header::LOCATION,
            format!("/api/v1/blobs/uploads/{}", upload.upload),
        ),
        (OFFSET, offset.to_string()),
        (EXPIRES, http_date(expires_at)),
    ];
    Ok(answer(StatusCode::CREATED, at))
}

fn read_creation(headers: &HeaderMap, caller: &DeviceCaller) -> Result<NewUpload, ApiError> {
    let length = number(headers, &LENGTH)?;
    if length == 0 {
        return Err(ApiError::bad_request("a photo has bytes"));
    }
    if length > MAX_BLOB_BYTES {
        return Err(ApiError::too_large());
    }
    let missing = |key: &str| ApiError::bad_request(&format!("Upload-Metadata lacks {key}"));
    let digest: Digest = metadata(headers, "sha256")
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| missing("sha256"))?;
    let stream: StreamId = metadata(headers, "stream")
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| missing("stream"))?;
    let role = metadata(headers, "role")
        .filter(|role| matches!(role.as_str(), "thumbnail" | "view" | "original"))
        .ok_or_else(|| missing("role"))?;
    // A stream that does not exist and one that is not granted look alike.
    if !caller.granted.contains(&stream) {
        return Err(ApiError::forbidden());
    }
    Ok(NewUpload {
        digest,
        stream,
        role,
        length,
    })
}
