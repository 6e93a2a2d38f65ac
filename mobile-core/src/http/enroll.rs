use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use wangge_domain::Digest;
use wangge_protocol::{
    EnrollRequest, EnrollResponse, SessionRequest, SessionResponse, decode, encode, sha256,
};

use super::{HttpError, RelayClient};

const TIMEOUT: Duration = Duration::from_secs(60);
const CBOR: &str = "application/cbor";

impl RelayClient {
    /// Trades a one-time code and a fresh key for an identity.
    ///
    /// # Errors
    /// [`HttpError::Refused`] with `code_used`, `code_expired`, `code_unknown`; transport errors.
    pub async fn enroll(&self, request: &EnrollRequest) -> Result<EnrollResponse, HttpError> {
        let body = self.post_cbor("/api/v1/enroll", encode(request)).await?;
        decode(&body).map_err(|error| HttpError::Malformed(error.to_string()))
    }

    /// Signs the relay's challenge for a new token.
    ///
    /// # Errors
    /// [`HttpError::Unauthorized`] if the device was revoked; transport errors.
    pub async fn open_session(
        &self,
        request: &SessionRequest,
    ) -> Result<SessionResponse, HttpError> {
        let body = self.post_cbor("/api/v1/session", encode(request)).await?;
        decode(&body).map_err(|error| HttpError::Malformed(error.to_string()))
    }

    /// The bytes of a policy pack by their hash, verified.
    ///
    /// # Errors
    /// [`HttpError::Malformed`] if the bytes are not those of the hash; transport errors.
    pub async fn policy(&self, token: &str, digest: Digest) -> Result<Vec<u8>, HttpError> {
        let request = self
            .request(Method::GET, &format!("/api/v1/policy/{digest}"))
            .header(AUTHORIZATION, format!("Bearer {token}"));
        let reply = self.send(request, bytes::Bytes::new(), TIMEOUT).await?;
        if !reply.status().is_success() || !reply.headers().contains_key("wangge-relay") {
            return Err(self.refusal(reply).await);
        }
        let body = self.body(reply).await?;
        if sha256(&body) != digest {
            return Err(HttpError::Malformed("the policy pack is not the one asked for".into()));
        }
        Ok(body)
    }

    async fn post_cbor(&self, path: &str, body: Vec<u8>) -> Result<Vec<u8>, HttpError> {
        let request = self.request(Method::POST, path).header(CONTENT_TYPE, CBOR);
        let reply = self.send(request, body.into(), TIMEOUT).await?;
        let is_cbor = reply
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|it| it.to_str().ok())
            .is_some_and(|it| it.starts_with(CBOR));
        if reply.status().is_success() && is_cbor {
            self.body(reply).await
        } else {
            Err(self.refusal(reply).await)
        }
    }
}
