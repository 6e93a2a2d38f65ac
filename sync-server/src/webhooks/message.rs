use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::Sha256;
use wangge_domain::lifecycle::Effect;
use wangge_domain::resources::{Language, status_label};
use wangge_domain::{StreamId, TenantId, Timestamp};
use wangge_protocol::{Row, RowBody};

use super::choice::{WebhookChoice, WebhookEvent};

/// What is told of one row of a log（推送消息）: ids, kind, status and time. No names, no texts, no
/// numbers of papers: who may read more asks for the record.
#[derive(Debug, Serialize)]
struct Body<'a> {
    /// The same when it is sent again: `<log>-<epoch>-<place>`.
    id: &'a str,
    tenant: String,
    /// `rectification` or `major_case`.
    kind: &'a str,
    record: String,
    grid: String,
    /// What took effect, by the names of the lifecycle tables.
    events: Vec<String>,
    /// Where the record stood after it.
    status: &'a str,
    status_zh: &'a str,
    /// When the relay received it, milliseconds since 1970.
    at: i64,
}

/// One message, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// Tells one from another.
    pub(super) id: String,
    /// JSON.
    pub(super) body: String,
}

/// What tells one message from another. After a restore the log goes on in a new epoch, at places that
/// had been told of: what stands there now is another message, and must not pass for the first.
fn delivery(stream: StreamId, epoch: u32, seq: u64) -> String {
    format!("{stream}-{epoch}-{seq}")
}

impl Message {
    /// What a receiver is told of a row; `None`: nothing.
    pub(super) fn of(
        tenant: TenantId,
        stream: StreamId,
        row: &Row,
        choice: &WebhookChoice,
    ) -> Option<Self> {
        let RowBody::Accepted { envelope, decision } = &row.body else {
            return None;
        };
        let kind = &envelope.header.kind;
        if !choice.events.contains(&WebhookEvent::of_kind(kind)?) {
            return None;
        }
        // One outcome for each event, in their order.
        let events = envelope
            .ops
            .iter()
            .filter_map(|op| op.as_event())
            .zip(&decision.outcomes)
            .filter(|(_, outcome)| outcome.effect == Effect::Applied);
        let (mut names, mut last) = (Vec::new(), None);
        for (event, outcome) in events {
            names.extend(event.ok().map(|event| event.name().to_owned()));
            last = Some(&outcome.status);
        }
        let status = last?;
        let id = delivery(stream, row.epoch, row.seq);
        let body = Body {
            id: &id,
            tenant: tenant.to_string(),
            kind: kind.as_str(),
            record: envelope.header.record.to_string(),
            grid: stream.grid().to_string(),
            events: names,
            status: status.as_str(),
            status_zh: status_label(Language::Chinese, kind, status),
            at: row.received_at.0,
        };
        let body = serde_json::to_string(&body).ok()?;
        Some(Self { id, body })
    }

    /// What the header of the signature says: when it was sent, and HMAC-SHA256 over that time, a
    /// point and the body.
    pub(super) fn signature(&self, secret: &[u8], at: Timestamp) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
        mac.update(at.0.to_string().as_bytes());
        mac.update(b".");
        mac.update(self.body.as_bytes());
        format!("t={},v1={}", at.0, hex::encode(mac.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_a_place_after_a_restore_is_another_message() {
        let stream = StreamId::from_bytes([7; 16]);
        assert_eq!(delivery(stream, 1, 12), delivery(stream, 1, 12));
        assert_ne!(delivery(stream, 1, 12), delivery(stream, 2, 12));
        assert_ne!(delivery(stream, 1, 12), delivery(stream, 1, 13));
    }
}
