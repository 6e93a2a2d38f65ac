use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;

use super::ApiError;

/// One page of a list（分页）.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The entries.
    pub(crate) items: Vec<T>,
    /// Give this as `after` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// Writes a place in a list: the sort key and the record.
pub(crate) fn encode_cursor(key: i64, record: RecordId) -> String {
    let mut bytes = key.to_be_bytes().to_vec();
    bytes.extend_from_slice(record.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a place in a list.
pub(crate) fn decode_cursor(text: &str) -> Result<(i64, RecordId), ApiError> {
    let bad = || ApiError::bad_request("`after` is not a place of this list");
    if text.len() > 64 {
        return Err(bad());
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    let bytes: [u8; 24] = bytes.try_into().map_err(|_| bad())?;
    let (key, record) = bytes.split_at(8);
    let key = i64::from_be_bytes(key.try_into().map_err(|_| bad())?);
    Ok((
        key,
        RecordId::from_bytes(record.try_into().map_err(|_| bad())?),
    ))
}
