//! How the generator speaks with the relays.

use std::time::Duration;

use anyhow::{Result, bail};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response};
use wangge_protocol::{SyncRequest, SyncResponse, decode, encode};

/// How long an exchange may take before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pause where the relay names none.
pub(crate) const PAUSE: Duration = Duration::from_secs(1);
/// How often a question outside the measurement is repeated.
const ATTEMPTS: usize = 60;

/// The relays, and a client that opens a connection for every request, as phones do that come by
/// now and then.
#[derive(Clone)]
pub(crate) struct Link {
    client: Client,
    addresses: Vec<String>,
}

/// What came of an exchange.
pub(crate) enum Answer {
    /// It was answered.
    Given(Box<SyncResponse>),
    /// It was turned away, and when to come again.
    TurnedAway {
        /// Status.
        status: u16,
        /// `Retry-After`, if it was there.
        after: Option<Duration>,
    },
    /// No answer came, or one that cannot be read.
    Lost(String),
}

impl Link {
    /// A link to relays that serve the same store.
    pub(crate) fn to(addresses: Vec<String>) -> Result<Self> {
        if addresses.is_empty() {
            bail!("no relay is running");
        }
        let provider = rustls::crypto::ring::default_provider();
        // Another part of this process may have installed it.
        let _installed = provider.install_default();
        let client = Client::builder()
            .tls_danger_accept_invalid_certs(true)
            .http1_only()
            .pool_max_idle_per_host(0)
            .no_proxy()
            .build()?;
        Ok(Self { client, addresses })
    }

    /// Address of a path at the relay whose turn it is.
    pub(crate) fn url(&self, turn: usize, path: &str) -> String {
        let address = &self.addresses[turn % self.addresses.len()];
        format!("{address}{path}")
    }

    /// A request at the relay whose turn it is.
    pub(crate) fn post(&self, turn: usize, path: &str) -> RequestBuilder {
        self.client.post(self.url(turn, path))
    }

    /// A question at the relay whose turn it is.
    pub(crate) fn get(&self, turn: usize, path: &str) -> RequestBuilder {
        self.client.get(self.url(turn, path))
    }

    /// One exchange, once.
    pub(crate) async fn exchange(&self, turn: usize, token: &str, body: Vec<u8>) -> Answer {
        let sent = self
            .post(turn, "/api/v1/sync")
            .bearer_auth(token)
            .header(CONTENT_TYPE, "application/vnd.wangge.sync")
            .timeout(PATIENCE)
            .body(body)
            .send()
            .await;
        let response = match sent {
            Ok(response) => response,
            Err(error) => return Answer::Lost(error.to_string()),
        };
        let status = response.status().as_u16();
        if status != 200 {
            let after = retry_after(&response);
            return Answer::TurnedAway { status, after };
        }
        match read(response).await {
            Ok(response) => Answer::Given(Box::new(response)),
            Err(error) => Answer::Lost(format!("{error:#}")),
        }
    }

    /// The same outside the measurement: repeated until it is answered.
    pub(crate) async fn ask(
        &self,
        turn: usize,
        token: &str,
        request: &SyncRequest,
    ) -> Result<SyncResponse> {
        let body = packed(request)?;
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            let wait = match self.exchange(turn, token, body.clone()).await {
                Answer::Given(response) => return Ok(*response),
                Answer::TurnedAway { status, after } => {
                    last = status.to_string();
                    after.unwrap_or(PAUSE)
                }
                Answer::Lost(error) => {
                    last = error;
                    PAUSE
                }
            };
            tokio::time::sleep(wait).await;
        }
        bail!("no answer in {ATTEMPTS} attempts: {last}");
    }
}

/// The body of an exchange.
pub(crate) fn packed(request: &SyncRequest) -> Result<Vec<u8>> {
    Ok(zstd::bulk::compress(&encode(request), 3)?)
}

/// When to come again, if the relay says so.
pub(crate) fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    value.parse().ok().map(Duration::from_secs)
}

async fn read(response: Response) -> Result<SyncResponse> {
    let body = response.bytes().await?;
    let plain = zstd::stream::decode_all(body.as_ref())?;
    Ok(decode(&plain)?)
}
