use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Method, Response, Url};
use tokio_util::sync::CancellationToken;
use wangge_domain::{DeviceId, Digest, UserId};
use wangge_protocol::limits::MAX_BODY_BYTES;
use wangge_protocol::{
    EnrollRequest, EnrollResponse, HealRequest, Page, PublicKey, SecretKey, SessionRequest,
    SessionResponse, Signature, SyncRequest, SyncResponse, decode, encode, sha256,
};

use super::body::{compress, decompress};
use super::pin::{AnsweredBy, TrustedKeys, client_config};
use super::{Counters, HttpFailure};

/// Type of both bodies of an exchange.
const SYNC_TYPE: &str = "application/vnd.wangge.sync";
/// Type of the other bodies.
const CBOR_TYPE: &str = "application/cbor";
/// Version of this core, said beside an exchange.
const VERSION_HEADER: &str = "wangge-version";
/// Sealed changes that the relay has not judged before this exchange, said beside it.
const WAITING_HEADER: &str = "wangge-waiting";
/// No count is known.
const UNKNOWN: u64 = u64::MAX;
/// Present on every answer of a relay.
const RELAY_HEADER: &str = "wangge-relay";

/// Time to reach the relay at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Time for one of the small calls.
const SMALL_TIMEOUT: Duration = Duration::from_secs(20);

/// Who renews the session: the key of this (device, user).
#[derive(Clone)]
pub(crate) struct SessionKey {
    /// The installation.
    pub(crate) device: DeviceId,
    /// The person.
    pub(crate) user: UserId,
    /// The private key.
    pub(crate) key: SecretKey,
}

/// What the device holds of the control stream, and the root's certificates of the service keys that
/// signed it.
pub(crate) type History = (Vec<Page>, Vec<(PublicKey, Signature)>);

/// The same, read when it is asked for.
pub(crate) type ControlHistory = Arc<dyn Fn() -> History + Send + Sync>;

/// A client of one relay（中继客户端）, trusting its keys.
pub(crate) struct RelayClient {
    http: reqwest::Client,
    /// Addresses of the relay; the one in use is `at`.
    bases: Vec<Url>,
    at: AtomicUsize,
    session: Option<SessionKey>,
    token: Mutex<Option<String>>,
    history: Option<ControlHistory>,
    counters: Arc<Counters>,
    waiting: AtomicU64,
    answered: Arc<Mutex<Option<AnsweredBy>>>,
}

impl RelayClient {
    /// A client of the relay at `base` whose key hashes to `pin`.
    ///
    /// # Errors
    /// [`HttpFailure::Malformed`] if the address is none.
    pub(crate) fn new(
        base: &str,
        pin: Digest,
        session: Option<SessionKey>,
        token: Option<String>,
    ) -> Result<Self, HttpFailure> {
        Self::trusting(base, TrustedKeys::pinned(pin), session, token)
    }

    /// A client of the relay at `base` that has one of these keys.
    ///
    /// # Errors
    /// As [`RelayClient::new`].
    pub(crate) fn trusting(
        base: &str,
        trusted: TrustedKeys,
        session: Option<SessionKey>,
        token: Option<String>,
    ) -> Result<Self, HttpFailure> {
        let malformed = |error: String| HttpFailure::Malformed(error);
        let base = Url::parse(base).map_err(|error| malformed(error.to_string()))?;
        if base.scheme() != "https" {
            return Err(malformed("the relay's address is not https".to_owned()));
        }
        let answered = Arc::new(Mutex::new(None));
        let tls = client_config(trusted, Arc::clone(&answered))
            .map_err(|error| malformed(error.to_string()))?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| malformed(error.to_string()))?;
        let counters = Arc::new(Counters::default());
        let token = Mutex::new(token);
        Ok(Self {
            http,
            bases: vec![base],
            at: AtomicUsize::new(0),
            session,
            token,
            history: None,
            counters,
            waiting: AtomicU64::new(UNKNOWN),
            answered,
        })
    }

    /// The key that answered last.
    pub(crate) fn answered(&self) -> Option<AnsweredBy> {
        self.answered.lock().ok().and_then(|answered| *answered)
    }

    /// What to show a relay that was restored and has forgotten this device.
    #[must_use]
    pub(crate) fn with_history(mut self, history: ControlHistory) -> Self {
        self.history = Some(history);
        self
    }

    /// Other addresses of the same relay, tried in turn when it is not reachable.
    #[must_use]
    pub(crate) fn with_other_addresses(mut self, others: &[String]) -> Self {
        let others = others.iter().filter_map(|other| Url::parse(other).ok());
        self.bases
            .extend(others.filter(|other| other.scheme() == "https"));
        self
    }

    fn base(&self) -> &Url {
        &self.bases[self.at.load(Ordering::Relaxed) % self.bases.len()]
    }

    /// The counters of this client.
    pub(crate) fn counters(&self) -> &Counters {
        &self.counters
    }

    /// The bearer token in use.
    pub(crate) fn token(&self) -> Option<String> {
        self.token.lock().ok().and_then(|token| token.clone())
    }

    /// Takes a newer token that came with an exchange.
    pub(crate) fn set_token(&self, newer: String) {
        if let Ok(mut token) = self.token.lock() {
            *token = Some(newer);
        }
    }

    /// How many sealed changes of this device the relay has not judged yet: said beside what is
    /// sent next, for the supervisor who looks after phones. The relay decides nothing by it.
    pub(crate) fn tell_waiting(&self, count: u64) {
        self.waiting.store(count, Ordering::Relaxed);
    }

    /// Enrolls this device.
    ///
    /// # Errors
    /// [`HttpFailure`].
    pub(crate) async fn enroll(
        &self,
        request: &EnrollRequest,
        cancel: &CancellationToken,
    ) -> Result<EnrollResponse, HttpFailure> {
        let body = self
            .cbor_call("api/v1/enroll", encode(request), cancel)
            .await?;
        decode(&body).map_err(|error| HttpFailure::Malformed(error.to_string()))
    }

    /// One exchange. An expired session is renewed and the request sent again.
    ///
    /// # Errors
    /// [`HttpFailure`].
    pub(crate) async fn sync(
        &self,
        request: &SyncRequest,
        timeout: Duration,
        cancel: &CancellationToken,
    ) -> Result<SyncResponse, HttpFailure> {
        let body = compress(&encode(request))?;
        let reply = self
            .with_session(cancel, || async {
                let mut call = self.request(Method::POST, "api/v1/sync")?;
                let waiting = self.waiting.load(Ordering::Relaxed);
                // Beside a push under way the count is not known: a pull says it only if nothing waits.
                if waiting != UNKNOWN && (request.push.is_some() || waiting == 0) {
                    call = call.header(WAITING_HEADER, waiting);
                }
                let call = call
                    .header(VERSION_HEADER, env!("CARGO_PKG_VERSION"))
                    .header(CONTENT_TYPE, SYNC_TYPE)
                    .header(ACCEPT, SYNC_TYPE)
                    .timeout(timeout)
                    .body(body.clone());
                let response = self.send(call, body.len(), cancel).await?;
                expect_type(response.headers(), SYNC_TYPE)?;
                self.read(response, MAX_BODY_BYTES, cancel).await
            })
            .await?;
        decode(&decompress(&reply)?).map_err(|error| HttpFailure::Malformed(error.to_string()))
    }

    /// A policy pack by the hash of its bytes, which is verified.
    ///
    /// # Errors
    /// [`HttpFailure`].
    pub(crate) async fn policy(
        &self,
        digest: Digest,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, HttpFailure> {
        let path = format!("api/v1/policy/{digest}");
        let bytes = self
            .with_session(cancel, || async {
                let call = self.request(Method::GET, &path)?.timeout(SMALL_TIMEOUT);
                let response = self.send(call, 0, cancel).await?;
                self.read(response, MAX_BODY_BYTES, cancel).await
            })
            .await?;
        if sha256(&bytes) == digest {
            Ok(bytes)
        } else {
            Err(HttpFailure::Malformed(
                "the policy pack is not the one asked for".to_owned(),
            ))
        }
    }

    /// Posts a small JSON body; only whether it was taken matters.
    ///
    /// # Errors
    /// [`HttpFailure`].
    pub(crate) async fn post_json(
        &self,
        path: &str,
        body: &[u8],
        cancel: &CancellationToken,
    ) -> Result<(), HttpFailure> {
        self.with_session(cancel, || async {
            let call = self
                .request(Method::POST, path)?
                .header(CONTENT_TYPE, "application/json")
                .timeout(SMALL_TIMEOUT)
                .body(body.to_vec());
            let response = self.send(call, body.len(), cancel).await?;
            expect_type(response.headers(), CBOR_TYPE)?;
            self.read(response, MAX_BODY_BYTES, cancel).await.map(drop)
        })
        .await
    }

    /// A blob's bytes by their hash, which is verified.
    ///
    /// # Errors
    /// [`HttpFailure`].
    pub(crate) async fn download(
        &self,
        digest: Digest,
        most: usize,
        timeout: Duration,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, HttpFailure> {
        let path = format!("api/v1/blobs/{digest}");
        let bytes = self
            .with_session(cancel, || async {
                let call = self.request(Method::GET, &path)?.timeout(timeout);
                let response = self.send(call, 0, cancel).await?;
                self.read(response, most, cancel).await
            })
            .await?;
        if sha256(&bytes) == digest {
            Ok(bytes)
        } else {
            Err(HttpFailure::Malformed(
                "the blob is not the one asked for".to_owned(),
            ))
        }
    }

    /// Runs a call; if the session has expired, renews it once and runs the call again.
    pub(super) async fn with_session<T, F>(
        &self,
        cancel: &CancellationToken,
        call: impl Fn() -> F,
    ) -> Result<T, HttpFailure>
    where
        F: Future<Output = Result<T, HttpFailure>>,
    {
        let failure = match call().await {
            Err(failure @ HttpFailure::Unauthorized { .. }) => failure,
            other => return other,
        };
        let Some(session) = &self.session else {
            return Err(failure);
        };
        let challenge = match failure {
            HttpFailure::Unauthorized {
                challenge: Some(challenge),
                ..
            } => challenge,
            // An answer to HEAD has no body to carry a challenge: ask for one.
            _ => self.challenge(cancel).await?,
        };
        let request = SessionRequest {
            device: session.device,
            user: session.user,
            proof: session.key.sign(&SessionRequest::proof_message(&challenge)),
            challenge,
        };
        let body = match self
            .cbor_call("api/v1/session", encode(&request), cancel)
            .await
        {
            Err(failure @ HttpFailure::Unauthorized { .. }) => {
                self.heal_session(request, failure, cancel).await?
            }
            other => other?,
        };
        let renewed: SessionResponse =
            decode(&body).map_err(|error| HttpFailure::Malformed(error.to_string()))?;
        self.set_token(renewed.token);
        call().await
    }

    /// The relay does not know this device: if it was restored, what it once signed about the
    /// device brings it back. To a relay that has revoked it this says nothing new.
    async fn heal_session(
        &self,
        request: SessionRequest,
        failure: HttpFailure,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, HttpFailure> {
        let held = self.history.as_ref().map(|history| history());
        let (Some((pages, certificates)), Some(session)) =
            (held.filter(|(pages, _)| !pages.is_empty()), &self.session)
        else {
            return Err(failure);
        };
        let challenge = match failure {
            HttpFailure::Unauthorized {
                challenge: Some(challenge),
                ..
            } => challenge,
            _ => request.challenge,
        };
        let request = HealRequest {
            device: request.device,
            user: request.user,
            proof: session.key.sign(&SessionRequest::proof_message(&challenge)),
            challenge,
            pages,
            certificates,
        };
        let body = compress(&encode(&request))?;
        self.cbor_call("api/v1/heal", body, cancel).await
    }

    async fn challenge(&self, cancel: &CancellationToken) -> Result<String, HttpFailure> {
        let path = format!("api/v1/policy/{}", Digest::ZERO);
        let call = self.request(Method::GET, &path)?.timeout(SMALL_TIMEOUT);
        match self.send(call, 0, cancel).await {
            Err(HttpFailure::Unauthorized {
                challenge: Some(challenge),
                ..
            }) => Ok(challenge),
            Err(failure) => Err(failure),
            Ok(_) => Err(HttpFailure::Malformed("no challenge".to_owned())),
        }
    }

    /// A request with the bearer token, if there is one.
    pub(super) fn request(
        &self,
        method: Method,
        path: &str,
    ) -> Result<reqwest::RequestBuilder, HttpFailure> {
        let url = self.url(path)?;
        let call = self.http.request(method, url);
        Ok(match self.token() {
            Some(token) => call.header(AUTHORIZATION, bearer(&token)?),
            None => call,
        })
    }

    /// An address on this relay; one that leads elsewhere is refused.
    pub(super) fn url(&self, path: &str) -> Result<Url, HttpFailure> {
        let base = self.base();
        let url = base
            .join(path)
            .map_err(|error| HttpFailure::Malformed(error.to_string()))?;
        let same = url.scheme() == base.scheme()
            && url.host_str() == base.host_str()
            && url.port_or_known_default() == base.port_or_known_default();
        if same {
            Ok(url)
        } else {
            Err(HttpFailure::Malformed(
                "the relay pointed to another address".to_owned(),
            ))
        }
    }

    /// Sends a request; an error status becomes a failure, with its body read.
    pub(super) async fn send(
        &self,
        call: reqwest::RequestBuilder,
        body_bytes: usize,
        cancel: &CancellationToken,
    ) -> Result<Response, HttpFailure> {
        self.counters.add_up(body_bytes);
        self.counters.add_round_trip();
        let response = tokio::select! {
            () = cancel.cancelled() => return Err(HttpFailure::Cancelled),
            response = call.send() => response,
        };
        let response = match response {
            Ok(response) => response,
            Err(error) => {
                let failure = HttpFailure::from(error);
                if matches!(failure, HttpFailure::Unreachable(_)) {
                    // The next call, if there is one, tries the next address.
                    self.at.fetch_add(1, Ordering::Relaxed);
                }
                return Err(failure);
            }
        };
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        if status.is_redirection() {
            // A relay never sends elsewhere: a portal does.
            return Err(HttpFailure::CaptivePortal);
        }
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|seconds| seconds.parse().ok());
        let body = self
            .read(response, 64 * 1024, cancel)
            .await
            .unwrap_or_default();
        Err(HttpFailure::of_status(status.as_u16(), &body, retry_after))
    }

    /// Reads a body up to a limit.
    pub(super) async fn read(
        &self,
        mut response: Response,
        most: usize,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, HttpFailure> {
        let mut body = Vec::new();
        loop {
            let chunk = tokio::select! {
                () = cancel.cancelled() => return Err(HttpFailure::Cancelled),
                chunk = response.chunk() => chunk?,
            };
            let Some(chunk) = chunk else { return Ok(body) };
            self.counters.add_down(chunk.len());
            if body.len() + chunk.len() > most {
                return Err(HttpFailure::Malformed("the body is too large".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
    }

    async fn cbor_call(
        &self,
        path: &str,
        body: Vec<u8>,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, HttpFailure> {
        let length = body.len();
        let call = self
            .http
            .post(self.url(path)?)
            .header(CONTENT_TYPE, CBOR_TYPE)
            .timeout(SMALL_TIMEOUT)
            .body(body);
        let response = self.send(call, length, cancel).await?;
        expect_type(response.headers(), CBOR_TYPE)?;
        self.read(response, MAX_BODY_BYTES, cancel).await
    }
}

/// A 200 of another type comes from a captive portal.
fn expect_type(headers: &HeaderMap, expected: &str) -> Result<(), HttpFailure> {
    let found = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let found = found.split(';').next().unwrap_or_default().trim();
    if found == expected || (found == CBOR_TYPE && headers.contains_key(RELAY_HEADER)) {
        Ok(())
    } else {
        Err(HttpFailure::CaptivePortal)
    }
}

fn bearer(token: &str) -> Result<HeaderValue, HttpFailure> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|error| HttpFailure::Malformed(error.to_string()))?;
    value.set_sensitive(true);
    Ok(value)
}
