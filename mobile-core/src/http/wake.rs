use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use wangge_domain::StreamId;

use super::{HttpFailure, RelayClient};

const EVENT_STREAM: &str = "text/event-stream";
/// The longest line that makes sense; a longer one ends the connection.
const MAX_LINE_BYTES: usize = 4096;

#[derive(Deserialize)]
struct Head {
    stream: StreamId,
    head: u64,
}

/// Listens for news（唤醒）until the connection ends or the caller gives up: `on_head` is told
/// "stream S has head N", nothing more.
///
/// # Errors
/// [`HttpFailure`], [`HttpFailure::Cancelled`] when the caller gave up. `Ok` means that the relay
/// closed the connection: connect again.
pub(crate) async fn wake(
    client: &RelayClient,
    cancel: &CancellationToken,
    on_head: &(dyn Fn(StreamId, u64) + Sync),
) -> Result<(), HttpFailure> {
    let mut response = client
        .with_session(cancel, || async {
            let call = client
                .request(Method::GET, "api/v1/wake")?
                .header(ACCEPT, EVENT_STREAM);
            client.send(call, 0, cancel).await
        })
        .await?;
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|found| found.starts_with(EVENT_STREAM)) {
        return Err(HttpFailure::CaptivePortal);
    }
    let mut lines = Lines::default();
    loop {
        let chunk = tokio::select! {
            () = cancel.cancelled() => return Err(HttpFailure::Cancelled),
            chunk = response.chunk() => chunk?,
        };
        let Some(chunk) = chunk else { return Ok(()) };
        lines.push(&chunk)?;
        while let Some(line) = lines.next_line() {
            if let Some(data) = line.strip_prefix("data:")
                && let Ok(head) = serde_json::from_str::<Head>(data.trim())
            {
                on_head(head.stream, head.head);
            }
        }
    }
}

/// Cuts arriving bytes into lines.
#[derive(Default)]
struct Lines {
    buffer: Vec<u8>,
}

impl Lines {
    fn push(&mut self, bytes: &[u8]) -> Result<(), HttpFailure> {
        self.buffer.extend_from_slice(bytes);
        let unfinished = self
            .buffer
            .iter()
            .rev()
            .take_while(|byte| **byte != b'\n')
            .count();
        if unfinished > MAX_LINE_BYTES {
            return Err(HttpFailure::Malformed("an endless line".to_owned()));
        }
        Ok(())
    }

    fn next_line(&mut self) -> Option<String> {
        let end = self.buffer.iter().position(|byte| *byte == b'\n')?;
        let line: Vec<u8> = self.buffer.drain(..=end).collect();
        Some(String::from_utf8_lossy(&line).trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_across_chunks() {
        let mut lines = Lines::default();
        lines.push(b"event: he").unwrap();
        assert_eq!(lines.next_line(), None);
        lines.push(b"ad\r\ndata: {}\n").unwrap();
        assert_eq!(lines.next_line().as_deref(), Some("event: head"));
        assert_eq!(lines.next_line().as_deref(), Some("data: {}"));
        assert!(lines.push(&[b'x'; MAX_LINE_BYTES + 1]).is_err());
    }
}
