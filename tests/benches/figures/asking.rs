//! A county officer at a browser, with a watch.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use reqwest::StatusCode;

/// A signed-in session.
pub(crate) struct Asking {
    client: reqwest::Client,
    address: String,
    cookie: String,
}

impl Asking {
    /// Signs in.
    pub(crate) async fn sign_in(address: &str, (account, password): (&str, &str)) -> Result<Self> {
        let provider = rustls::crypto::ring::default_provider();
        // Another part of this process may have installed it.
        let _installed = provider.install_default();
        let client = reqwest::Client::builder()
            .tls_danger_accept_invalid_certs(true)
            .build()?;
        let body = serde_json::json!({"user": account, "password": password});
        let reply = client
            .post(format!("{address}/api/v1/login"))
            .header("wangge-csrf", "1")
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await?;
        let cookie = reply.headers().get("set-cookie").context("no session")?;
        let cookie = cookie.to_str()?.split(';').next().unwrap_or_default();
        Ok(Self {
            cookie: cookie.to_owned(),
            address: address.to_owned(),
            client,
        })
    }

    /// Milliseconds of one request, answer read to its end. A session may ask for so much in a minute: what is
    /// turned away for that is asked again when the relay says, and not counted.
    pub(crate) async fn once(&self, path: &str) -> Result<f64> {
        loop {
            let begun = Instant::now();
            let reply = self
                .client
                .get(format!("{}{path}", self.address))
                .header("cookie", &self.cookie)
                .send()
                .await?;
            let status = reply.status();
            let body = reply.text().await?;
            let took = begun.elapsed().as_secs_f64() * 1000.0;
            if status == StatusCode::TOO_MANY_REQUESTS {
                let refusal: serde_json::Value = serde_json::from_str(&body)?;
                let after = refusal["retry_after_ms"].as_u64().context("until when")?;
                tokio::time::sleep(Duration::from_millis(after)).await;
                continue;
            }
            if !status.is_success() {
                bail!("{path}: {status}: {body}");
            }
            return Ok(took);
        }
    }

    /// The p50 and p95 of so many requests, one after the other, the first one not counted.
    pub(crate) async fn many(&self, path: &str, requests: usize) -> Result<(f64, f64)> {
        self.many_after(path, requests, || Ok(())).await
    }

    /// The same, with something done before each request.
    pub(crate) async fn many_after(
        &self,
        path: &str,
        requests: usize,
        before: impl Fn() -> Result<()>,
    ) -> Result<(f64, f64)> {
        self.once(path).await?;
        let mut times = Vec::with_capacity(requests);
        for _ in 0..requests {
            before()?;
            times.push(self.once(path).await?);
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = ((times.len().saturating_sub(1)) as f64 * share).round() as usize;
            times.get(place).copied().unwrap_or(f64::NAN)
        };
        Ok((at(0.5), at(0.95)))
    }
}
