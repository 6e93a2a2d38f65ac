use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use wangge_protocol::limits::MAX_BLOB_BYTES;

use super::tus::answer;

/// What the upload protocol can do here.
pub(crate) async fn describe() -> Response {
    let name = HeaderName::from_static;
    let headers = vec![
        (name("tus-version"), "1.0.0".to_owned()),
        (name("tus-max-size"), MAX_BLOB_BYTES.to_string()),
        (
            name("tus-extension"),
            "creation,creation-with-upload,checksum,expiration,termination".to_owned(),
        ),
        (name("tus-checksum-algorithm"), "sha256".to_owned()),
    ];
    std::future::ready(answer(StatusCode::NO_CONTENT, headers)).await
}
