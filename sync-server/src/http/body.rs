use std::io::Read as _;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wangge_protocol::limits::MAX_BODY_BYTES;
use wangge_protocol::{decode, encode};

use super::ApiError;

/// The exchange's own content type: a captive portal does not answer with it.
pub(crate) const SYNC_TYPE: &str = "application/vnd.wangge.sync";
/// CBOR, plain.
const CBOR_TYPE: &str = "application/cbor";
/// Largest window a compressed body may ask the relay to keep, as a power of two: 8 MiB.
const MAX_WINDOW_LOG: u32 = 23;
/// Fast enough for a phone's whole day, and small: documents of one grid are alike.
const LEVEL: i32 = 3;

/// A body must be here within this time: whoever is slower sends smaller batches.
const BODY_TIME: Duration = Duration::from_secs(60);

/// Reads a whole body up to a limit.
pub(crate) async fn read_limited(body: Body, limit: usize) -> Result<Bytes, ApiError> {
    let whole = tokio::time::timeout(BODY_TIME, Limited::new(body, limit).collect());
    let whole = whole
        .await
        .map_err(|_| ApiError::bad_request("the body took too long"))?;
    match whole {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(ApiError::too_large()),
        Err(_) => Err(ApiError::bad_request("the body ended early")),
    }
}

/// Decompresses a body, and stops as soon as it grows beyond its limit.
pub(crate) fn decompress(bytes: &[u8]) -> Result<Vec<u8>, ApiError> {
    unpack(bytes, MAX_BODY_BYTES)
}

/// The same for what did not come as a body, with a limit of its own.
pub(crate) fn unpack(bytes: &[u8], most: usize) -> Result<Vec<u8>, ApiError> {
    let malformed = |_| ApiError::bad_request("the body is not zstd");
    let mut decoder = zstd::stream::read::Decoder::new(bytes)
        .map_err(malformed)?
        .single_frame();
    decoder.window_log_max(MAX_WINDOW_LOG).map_err(malformed)?;
    let mut plain = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    (&mut decoder)
        .take(limit + 1)
        .read_to_end(&mut plain)
        .map_err(malformed)?;
    if plain.len() > most {
        return Err(ApiError::too_large());
    }
    Ok(plain)
}

/// Compresses a reply.
pub(crate) fn compress(plain: &[u8]) -> Result<Vec<u8>, ApiError> {
    zstd::bulk::compress(plain, LEVEL).map_err(|error| {
        tracing::error!(error = %error, "a reply cannot be compressed");
        ApiError::internal()
    })
}

/// Reads a small body as one CBOR value.
pub(crate) async fn read_cbor<T: DeserializeOwned>(
    body: Body,
    limit: usize,
) -> Result<T, ApiError> {
    let bytes = read_limited(body, limit).await?;
    decode(&bytes).map_err(|error| ApiError::bad_request(&error.to_string()))
}

/// A reply of one CBOR value.
pub(crate) fn cbor_reply<T: Serialize>(value: &T) -> Response {
    ([(header::CONTENT_TYPE, CBOR_TYPE)], encode(value)).into_response()
}

/// A reply of the exchange, compressed.
pub(crate) fn zstd_reply(compressed: Vec<u8>) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(SYNC_TYPE));
    headers.insert("wangge-relay", HeaderValue::from_static("1"));
    (headers, compressed).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_bomb_is_refused_before_it_fills_memory() {
        // 1 GiB of zeros in a few ten KB.
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 19).unwrap();
        let zeros = vec![0_u8; 1 << 20];
        for _ in 0..1024 {
            std::io::Write::write_all(&mut encoder, &zeros).unwrap();
        }
        let bomb = encoder.finish().unwrap();
        assert!(bomb.len() < 200_000, "{}", bomb.len());
        let refused = decompress(&bomb).unwrap_err().into_response();
        assert_eq!(refused.status(), axum::http::StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn neg_020_window_of_gigabytes() {
        // Frame header that asks for a window of 2 GiB.
        let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00];
        assert!(decompress(&frame).is_err());
    }

    #[test]
    fn what_was_compressed_comes_back() {
        let plain = "网格".repeat(1000);
        assert_eq!(
            decompress(&compress(plain.as_bytes()).unwrap()).unwrap(),
            plain.as_bytes()
        );
    }
}
