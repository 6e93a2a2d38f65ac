use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::address::is_internal;
use super::message::Message;
use crate::error::RelayStartError;

/// A receiver that takes longer is as good as none.
const PATIENCE: Duration = Duration::from_secs(10);
/// Answers that speak of the message, not of the receiver: it would be refused again.
const REFUSALS: [u16; 5] = [400, 409, 413, 415, 422];

/// What came of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// It was taken.
    Taken,
    /// It was refused, and this one alone.
    Refused(String),
    /// Nothing takes messages there now.
    NotNow(String),
}

/// Sends messages to one receiver（推送）: by no proxy, since that would look up names itself; no
/// redirects, since they could lead anywhere; nothing of an answer is read but its status.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    client: reqwest::Client,
    url: reqwest::Url,
    allow_private: bool,
}

/// A name that leads inside.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an internal address")]
struct Inside;

/// Looks names up and gives no answer that leads inside: what was checked is what is connected to.
struct OutsideOnly;

impl reqwest::dns::Resolve for OutsideOnly {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(look_up(name.as_str().to_owned()))
    }
}

async fn look_up(name: String) -> Result<reqwest::dns::Addrs, Box<dyn Error + Send + Sync>> {
    let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
    if found.iter().any(|address| is_internal(address.ip())) {
        return Err(Box::new(Inside));
    }
    Ok(Box::new(found.into_iter()))
}

impl Transport {
    pub(super) fn new(
        url: &str,
        allow_private: bool,
        certificates: Option<&Path>,
    ) -> Result<Self, RelayStartError> {
        // Another part of the process may have chosen it already.
        let _chosen_already = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE);
        if !allow_private {
            let resolver: Arc<dyn reqwest::dns::Resolve> = Arc::new(OutsideOnly);
            builder = builder.dns_resolver(resolver);
        }
        if let Some(path) = certificates {
            let pem = std::fs::read(path)
                .map_err(|error| RelayStartError::file(path, error.to_string()))?;
            let more = reqwest::Certificate::from_pem_bundle(&pem)
                .map_err(|error| RelayStartError::file(path, error.to_string()))?;
            builder = builder.tls_certs_merge(more);
        }
        let client = builder
            .build()
            .map_err(|error| RelayStartError::invalid(error.to_string()))?;
        let url = reqwest::Url::parse(url)
            .map_err(|error| RelayStartError::invalid(format!("webhook.url: {error}")))?;
        Ok(Self {
            client,
            url,
            allow_private,
        })
    }

    /// Sends a message. What is told of a failure names no address.
    pub(super) async fn send(&self, message: &Message, signature: String) -> Sent {
        if !self.allow_private && self.is_inside() {
            return Sent::NotNow("internal_address".to_owned());
        }
        let request = self
            .client
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("wangge-delivery", &message.id)
            .header("wangge-signature", signature)
            .body(message.body.clone());
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Sent::Taken,
            Ok(answer) => {
                let status = answer.status().as_u16();
                let problem = format!("HTTP {status}");
                if REFUSALS.contains(&status) {
                    Sent::Refused(problem)
                } else {
                    Sent::NotNow(problem)
                }
            }
            Err(error) => {
                let error = error.without_url();
                let mut causes = vec![error.to_string()];
                let mut cause = error.source();
                while let Some(behind) = cause {
                    causes.push(behind.to_string());
                    cause = behind.source();
                }
                tracing::warn!(causes = ?causes, "a receiver of webhooks does not answer");
                let inside = causes.contains(&Inside.to_string());
                Sent::NotNow(
                    if inside {
                        "internal_address"
                    } else {
                        "no_answer"
                    }
                    .to_owned(),
                )
            }
        }
    }

    /// Whether the address itself, without any name, leads inside.
    fn is_inside(&self) -> bool {
        let host = self.url.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host.parse::<IpAddr>().is_ok_and(is_internal)
    }
}
