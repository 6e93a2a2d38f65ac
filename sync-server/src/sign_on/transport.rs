use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use futures_util::future::BoxFuture;
use openidconnect::{HttpRequest, HttpResponse};

use crate::error::RelayStartError;
use crate::webhooks::is_internal;

/// A provider that takes longer is as good as none.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer at most: keys and tokens are small.
const MOST_BYTES: usize = 1 << 20;

/// Asks the provider（访问认证源）: no redirects, since they could lead anywhere; bounded in time and
/// size.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    client: reqwest::Client,
    /// The provider may lie inside, since the configuration says where it is; nothing else may.
    provider: String,
}

/// It did not answer, or not in bounds.
#[derive(Debug, thiserror::Error)]
pub(super) enum TransportError {
    /// The request failed.
    #[error("{0}")]
    Request(#[from] reqwest::Error),
    /// More than a provider has to say.
    #[error("the answer is longer than {MOST_BYTES} bytes")]
    TooLong,
    /// What the provider names leads into a network of somebody's own.
    #[error("an internal address beside the provider's own")]
    Inside,
    /// The answer cannot be put together.
    #[error("{0}")]
    Answer(#[from] axum::http::Error),
}

impl Transport {
    /// Trusts what the system trusts, and these certificates too.
    pub(super) fn new(
        provider: &str,
        certificates: Option<&Path>,
    ) -> Result<Self, RelayStartError> {
        // Another part of the process may have chosen it already.
        let _chosen_already = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE);
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
        Ok(Self {
            client,
            provider: provider.to_owned(),
        })
    }

    /// As the library wants it: a function of its own, whose answers hold on to nothing.
    pub(super) fn sender(
        &self,
    ) -> impl Fn(HttpRequest) -> BoxFuture<'static, Result<HttpResponse, TransportError>> + 'static
    {
        let transport = self.clone();
        move |request| {
            let transport = transport.clone();
            Box::pin(async move { transport.send(request).await })
        }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        // Keys are fetched from where the description says before anybody can look at it.
        let host = request.uri().host().unwrap_or_default();
        if host != self.provider && leads_inside(host) {
            return Err(TransportError::Inside);
        }
        let mut response = self.client.execute(request.try_into()?).await?;
        let mut answer = axum::http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            headers.clone_from(response.headers());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(TransportError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(answer.body(body)?)
    }
}

/// Whether a host is, without any name, an address of somebody's own network.
pub(super) fn leads_inside(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.parse::<IpAddr>().is_ok_and(is_internal)
}
