use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use wangge_domain::Digest;

use crate::blob::ByteRange;
use crate::http::{ApiError, App, DeviceCaller, SupervisorCaller};
use crate::store::Reach;

/// The bytes of a photo, for a device or a signed-in person: only if an accepted row that the
/// caller may read names it. A hash that is known opens nothing, and a blob that is held
/// elsewhere looks like one that does not exist.
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    Path(digest): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (mut parts, _) = request.into_parts();
    let digest: Digest = digest.parse().map_err(|_| ApiError::not_found())?;
    let reach = if parts.headers.contains_key(header::AUTHORIZATION) {
        let caller = DeviceCaller::from_request_parts(&mut parts, &app).await?;
        Reach {
            streams: caller.granted,
            ..Reach::default()
        }
    } else {
        let caller = SupervisorCaller::from_request_parts(&mut parts, &app).await?;
        caller.require(&app, "record_read")?
    };
    let size = app
        .blocking(move |app| {
            Ok(app
                .tenant
                .database
                .readable_blob(app.tenant.id(), digest, &reach)?)
        })
        .await?
        .ok_or_else(ApiError::not_found)?;
    let asked = parts
        .headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok());
    let (status, range) = match ByteRange::parse(asked, size) {
        ByteRange::Whole => (StatusCode::OK, 0..size),
        ByteRange::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        ByteRange::Unsatisfiable => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            set(
                &mut response,
                header::CONTENT_RANGE,
                &format!("bytes */{size}"),
            );
            return Ok(response);
        }
    };
    let bytes = app
        .blobs
        .read(app.tenant.id(), digest, Some(range.clone()))
        .await;
    let bytes = bytes.map_err(|error| {
        tracing::error!(error = %error, "a blob that the index knows cannot be read");
        ApiError::internal()
    })?;
    let mut response = (status, Body::from_stream(bytes)).into_response();
    // The photo's own type is not trusted: it is shown as a picture or downloaded, never run.
    set(&mut response, header::CONTENT_TYPE, "image/jpeg");
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    set(&mut response, header::ETAG, &format!("\"{digest}\""));
    set(
        &mut response,
        header::CACHE_CONTROL,
        "private, max-age=86400, immutable",
    );
    set(
        &mut response,
        header::CONTENT_LENGTH,
        &(range.end - range.start).to_string(),
    );
    if status == StatusCode::PARTIAL_CONTENT {
        let text = format!(
            "bytes {}-{}/{size}",
            range.start,
            range.end.saturating_sub(1)
        );
        set(&mut response, header::CONTENT_RANGE, &text);
    }
    Ok(response)
}

fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
