use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION};
use reqwest::{Method, Response};
use serde::Deserialize;
use wangge_domain::StreamId;

use super::{HttpError, RelayClient};

/// "This stream has grown to here": worth a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct WakeEvent {
    /// Which log.
    pub stream: StreamId,
    /// Its head.
    pub head: u64,
}

/// An open stream of wake events; dropping it closes the connection.
#[derive(Debug)]
pub struct WakeStream {
    client: RelayClient,
    reply: Response,
    buffer: Vec<u8>,
}

/// A line of the stream longer than this is not ours.
const MAX_LINE_BYTES: usize = 4096;
/// The relay sends a comment at least this often; silence means the connection is dead.
const SILENCE: Duration = Duration::from_secs(90);

impl RelayClient {
    /// Listens for news of the granted streams.
    ///
    /// # Errors
    /// Transport errors and refusals.
    pub async fn wake(&self, token: &str) -> Result<WakeStream, HttpError> {
        let request = self
            .request(Method::GET, "/api/v1/wake")
            .header(ACCEPT, "text/event-stream")
            .header(AUTHORIZATION, format!("Bearer {token}"));
        let reply = request.send().await.map_err(|error| self.failure(&error))?;
        if !reply.status().is_success() || !reply.headers().contains_key("wangge-relay") {
            return Err(self.refusal(reply).await);
        }
        Ok(WakeStream { client: self.clone(), reply, buffer: Vec::new() })
    }
}

impl WakeStream {
    /// Waits for the next event. `None`: the relay closed the stream.
    ///
    /// # Errors
    /// Transport errors; [`HttpError::TimedOut`] after long silence.
    pub async fn next(&mut self) -> Result<Option<WakeEvent>, HttpError> {
        loop {
            while let Some(end) = self.buffer.iter().position(|it| *it == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                if let Some(data) = line.strip_prefix(b"data:")
                    && let Ok(event) = serde_json::from_slice(data)
                {
                    return Ok(Some(event));
                }
            }
            if self.buffer.len() > MAX_LINE_BYTES {
                return Err(HttpError::Malformed("a line of the event stream is too long".into()));
            }
            let chunk = tokio::time::timeout(SILENCE, self.reply.chunk())
                .await
                .map_err(|_| HttpError::TimedOut)?
                .map_err(|error| self.client.failure(&error))?;
            match chunk {
                Some(chunk) => self.buffer.extend_from_slice(&chunk),
                None => return Ok(None),
            }
        }
    }
}
