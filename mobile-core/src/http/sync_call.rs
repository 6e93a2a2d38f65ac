use std::io::Read;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use wangge_protocol::limits::MAX_BODY_BYTES;
use wangge_protocol::{SyncRequest, SyncResponse, decode, encode};

use super::{HttpError, RelayClient};

/// The media type of the exchange: a 200 without it is not the relay.
const SYNC_TYPE: &str = "application/vnd.wangge.sync";
/// Level of zstd for what goes up. Higher levels cost battery and gain little on a day's work.
const LEVEL: i32 = 9;

impl RelayClient {
    /// One exchange.
    ///
    /// # Errors
    /// Transport errors, [`HttpError::CaptivePortal`], [`HttpError::Unauthorized`] and refusals.
    pub async fn sync(
        &self,
        token: &str,
        request: &SyncRequest,
        timeout: Duration,
    ) -> Result<SyncResponse, HttpError> {
        let body = zstd::encode_all(encode(request).as_slice(), LEVEL)
            .map_err(|error| HttpError::Malformed(error.to_string()))?;
        let call = self
            .request(Method::POST, "/api/v1/sync")
            .header(CONTENT_TYPE, SYNC_TYPE)
            .header(AUTHORIZATION, format!("Bearer {token}"));
        let reply = self.send(call, body.into(), timeout).await?;
        let is_sync = reply
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|it| it.to_str().ok())
            .is_some_and(|it| it.starts_with(SYNC_TYPE));
        if !reply.status().is_success() || !is_sync {
            return Err(self.refusal(reply).await);
        }
        let body = self.body(reply).await?;
        decode(&inflate(&body)?).map_err(|error| HttpError::Malformed(error.to_string()))
    }
}

/// Expands a body, never beyond the limit.
fn inflate(body: &[u8]) -> Result<Vec<u8>, HttpError> {
    let malformed = |error: std::io::Error| HttpError::Malformed(error.to_string());
    let decoder = zstd::Decoder::new(body).map_err(malformed)?;
    let limit = MAX_BODY_BYTES as u64;
    let mut out = Vec::new();
    decoder.take(limit + 1).read_to_end(&mut out).map_err(malformed)?;
    if out.len() as u64 > limit {
        return Err(HttpError::Malformed("the reply expands beyond the limit".to_owned()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_that_expands_without_end_is_refused() {
        let zeros = std::io::repeat(0).take(MAX_BODY_BYTES as u64 * 8);
        let bomb = zstd::encode_all(zeros, 3).unwrap();
        assert!(bomb.len() < 64 * 1024);
        assert!(matches!(inflate(&bomb), Err(HttpError::Malformed(_))));
    }

    #[test]
    fn damage_is_named() {
        assert!(matches!(inflate(b"not zstd"), Err(HttpError::Malformed(_))));
    }
}
