use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use wangge_domain::Digest;
use wangge_protocol::limits::MAX_BODY_BYTES;

use super::pin::PinVerifier;
use super::{HttpError, Traffic};

/// A connection to one relay, by address and pinned key. Cheap to clone.
#[derive(Clone, Debug)]
pub struct RelayClient {
    http: reqwest::Client,
    base: Arc<str>,
    mismatch: Arc<AtomicBool>,
    traffic: Arc<Traffic>,
}

/// The body of every refusal of the relay.
#[derive(Deserialize)]
struct RefusalBody {
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    retry_after_ms: Option<u64>,
    #[serde(default)]
    challenge: Option<String>,
}

impl RelayClient {
    /// A client for `https://host:port` whose certificate must carry the pinned key.
    ///
    /// # Errors
    /// [`HttpError::BadAddress`].
    pub fn new(address: &str, pin: Digest) -> Result<Self, HttpError> {
        let base = address.trim_end_matches('/');
        if !base.starts_with("https://") {
            return Err(HttpError::BadAddress(base.to_owned()));
        }
        let (tls, mismatch) = PinVerifier::config(pin)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| HttpError::BadAddress(error.to_string()))?;
        let traffic = Arc::new(Traffic::default());
        Ok(Self { http, base: base.into(), mismatch, traffic })
    }

    /// What went over the wire so far.
    #[must_use]
    pub fn traffic(&self) -> Arc<Traffic> {
        Arc::clone(&self.traffic)
    }

    /// A request to a path of the relay.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url =
            if path.starts_with("https://") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.http.request(method, url)
    }

    /// Sends a request with a body; any status is an answer.
    pub(crate) async fn send(
        &self,
        request: RequestBuilder,
        body: Bytes,
        timeout: Duration,
    ) -> Result<Response, HttpError> {
        self.traffic.request(body.len());
        let request = if body.is_empty() { request } else { request.body(body) };
        request.timeout(timeout).send().await.map_err(|error| self.failure(&error))
    }

    /// Reads a reply's body up to the limit.
    pub(crate) async fn body(&self, mut reply: Response) -> Result<Vec<u8>, HttpError> {
        let mut body = Vec::new();
        while let Some(chunk) = reply.chunk().await.map_err(|error| self.failure(&error))? {
            self.traffic.reply(chunk.len());
            if body.len() + chunk.len() > MAX_BODY_BYTES * 4 {
                return Err(HttpError::Malformed("the reply is too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// Turns a refusal of the relay, or something that is not the relay, into an error.
    pub(crate) async fn refusal(&self, reply: Response) -> HttpError {
        let status = reply.status();
        let is_ours = reply.headers().contains_key("wangge-relay");
        let body = match self.body(reply).await {
            Ok(body) => body,
            Err(error) => return error,
        };
        let Ok(said) = serde_json::from_slice::<RefusalBody>(&body) else {
            let portal = !is_ours && (status.is_success() || status.is_redirection());
            return if portal {
                HttpError::CaptivePortal
            } else {
                HttpError::Refused {
                    status: status.as_u16(),
                    code: "unknown".to_owned(),
                    message: String::new(),
                    retry_after_ms: None,
                }
            };
        };
        if status == StatusCode::UNAUTHORIZED {
            return HttpError::Unauthorized { code: said.code, challenge: said.challenge };
        }
        HttpError::Refused {
            status: status.as_u16(),
            code: said.code,
            message: said.message,
            retry_after_ms: said.retry_after_ms,
        }
    }

    /// Names a transport failure.
    pub(crate) fn failure(&self, error: &reqwest::Error) -> HttpError {
        if self.mismatch.swap(false, Ordering::Relaxed) {
            HttpError::WrongPin
        } else if error.is_timeout() {
            HttpError::TimedOut
        } else {
            HttpError::Unreachable(root_cause(error))
        }
    }
}

fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
