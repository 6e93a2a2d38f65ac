use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::DateTime;
use wangge_domain::{Digest, Timestamp};

use crate::blob::{BlobError, UploadError};
use crate::http::ApiError;

pub(super) const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(super) const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(super) const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
pub(super) const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
/// Content type of the bytes of an upload.
pub(super) const BYTES_TYPE: &str = "application/offset+octet-stream";
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");

/// Every request but `OPTIONS` must speak version 1.0.0.
pub(super) fn require_version(headers: &HeaderMap) -> Result<(), ApiError> {
    if headers
        .get(RESUMABLE)
        .is_some_and(|version| version == VERSION)
    {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::PRECONDITION_FAILED,
        "tus_version",
        "上传协议版本不支持",
        "the header Tus-Resumable must be 1.0.0",
    ))
}

/// A header that holds a whole number.
pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, ApiError> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse().ok())
        .ok_or_else(|| ApiError::bad_request(&format!("{name} must be a whole number")))
}

/// The value of a key of `Upload-Metadata`.
pub(super) fn metadata(headers: &HeaderMap, key: &str) -> Option<String> {
    let pairs = headers.get(METADATA)?.to_str().ok()?;
    let (_, value) = pairs
        .split(',')
        .filter_map(|pair| pair.trim().split_once(' '))
        .find(|(name, _)| *name == key)?;
    String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
}

/// The checksum over the body, if there is one. Only SHA-256 is spoken.
pub(super) fn checksum(headers: &HeaderMap) -> Result<Option<Digest>, ApiError> {
    let Some(value) = headers.get(CHECKSUM) else {
        return Ok(None);
    };
    let digest = value
        .to_str()
        .ok()
        .and_then(|value| value.trim().strip_prefix("sha256 "))
        .and_then(|encoded| STANDARD.decode(encoded.trim()).ok())
        .and_then(|bytes| bytes.try_into().ok())
        .map(Digest);
    digest
        .map(Some)
        .ok_or_else(|| ApiError::bad_request("Upload-Checksum must be sha256"))
}

/// An answer in the protocol's own words.
pub(super) fn answer(status: StatusCode, headers: Vec<(HeaderName, String)>) -> Response {
    let mut response = status.into_response();
    let into = response.headers_mut();
    into.insert(RESUMABLE, VERSION);
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            into.insert(name, value);
        }
    }
    response
}

/// A time as HTTP writes it.
pub(super) fn http_date(at: Timestamp) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map(|at| at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
        .unwrap_or_default()
}

/// Upload errors in HTTP's words.
pub(super) fn refusal(error: UploadError) -> ApiError {
    let checksum_mismatch = StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST);
    match error {
        UploadError::Unknown => ApiError::not_found(),
        UploadError::Offset(at) => ApiError::new(
            StatusCode::CONFLICT,
            "wrong_offset",
            "上传位置不一致",
            &format!("the upload stands at {at}"),
        ),
        UploadError::TooLong => ApiError::too_large(),
        UploadError::Checksum => ApiError::new(
            checksum_mismatch,
            "checksum_mismatch",
            "校验和不一致，本段未保存",
            "the checksum does not match: none of these bytes count",
        ),
        UploadError::WrongHash => ApiError::new(
            checksum_mismatch,
            "wrong_hash",
            "照片内容与登记的哈希不一致，上传已作废",
            "the finished bytes do not have the announced hash: the upload is gone",
        ),
        UploadError::TooMany => ApiError::too_many(60_000),
        UploadError::Locked => ApiError::new(
            StatusCode::LOCKED,
            "locked",
            "另一请求正在上传",
            "another request is at work on this upload",
        )
        .retry_after(2_000),
        UploadError::Store(error) => error.into(),
        // A moment later the sweep is done, and the last bytes are taken once more.
        UploadError::Blob(BlobError::Swept) => refusal(UploadError::Locked),
        UploadError::Blob(error) => {
            tracing::error!(error = %error, "a photo cannot be stored");
            match error {
                // A store that does not answer now may do so in a minute; the phone keeps the photo.
                BlobError::Store(_) => ApiError::busy(30_000),
                _ => ApiError::internal(),
            }
        }
    }
}
