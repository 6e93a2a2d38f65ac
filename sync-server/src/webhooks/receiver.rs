use std::sync::Arc;

use tokio::time::{Duration, Instant};
use wangge_domain::StreamId;
use wangge_sync_engine::store::StoreError;

use super::choice::WebhookChoice;
use super::message::Message;
use super::state::{WebhookState, webhook_setting};
use super::transport::{Sent, Transport};
use crate::error::RelayStartError;
use crate::tenant::Tenant;

/// A secret shorter than this could be guessed.
const SECRET_BYTES: usize = 16;
/// Messages sent in one round.
const MESSAGES: usize = 50;
/// Rows looked at in one round.
const ROWS: usize = 2_000;
/// Bytes of a log read at once.
const PAGE_BYTES: usize = 64 * 1024;
/// A round takes no longer, but for the message under way: others hold the lease after it.
const ROUND: Duration = Duration::from_secs(20);
/// A message that was refused so often is passed over.
const REFUSED_MOST: u32 = 5;

/// A receiver（接收方） with all it takes to tell it.
pub(super) struct Receiver {
    choice: WebhookChoice,
    secret: Vec<u8>,
    transport: Transport,
}

/// A row that was looked at, with what is to be told of it.
struct Due {
    stream: StreamId,
    seq: u64,
    message: Option<Message>,
}

impl Receiver {
    pub(super) fn open(choice: &WebhookChoice) -> Result<Self, RelayStartError> {
        let path = &choice.secret_file;
        let text = std::fs::read_to_string(path)
            .map_err(|error| RelayStartError::file(path, error.to_string()))?;
        let secret = text.trim().as_bytes().to_vec();
        if secret.len() < SECRET_BYTES {
            let words = format!(
                "事件推送的密钥太短，须不少于 {SECRET_BYTES} 个字符（a secret of webhooks has at least {SECRET_BYTES} characters）"
            );
            return Err(RelayStartError::file(path, words));
        }
        let certificates = choice.certificate_file.as_deref();
        Ok(Self {
            transport: Transport::new(&choice.url, choice.allow_private, certificates)?,
            choice: choice.clone(),
            secret,
        })
    }

    /// A receiver that is new is told of what comes from now on.
    pub(super) fn begin(&self, tenant: &Tenant) -> Result<WebhookState, StoreError> {
        let (database, id) = (&tenant.database, tenant.id());
        let key = webhook_setting(&self.choice.url);
        let known = database.setting(id, &key)?;
        if let Some(state) = known.as_deref().and_then(WebhookState::read) {
            return Ok(state);
        }
        let state = WebhookState::from_now_on(&database.heads(id)?);
        database.set_setting(id, &key, &state.written())?;
        Ok(state)
    }

    /// Tells it what waits, in the order of each log, until it fails or enough was told.
    pub(super) async fn tell(self: &Arc<Self>, tenant: &Arc<Tenant>) -> Result<(), StoreError> {
        let began = Instant::now();
        let now = tenant.now();
        let found = {
            let (receiver, tenant) = (Arc::clone(self), Arc::clone(tenant));
            tokio::task::spawn_blocking(move || {
                let state = receiver.begin(&tenant)?;
                if state.is_waiting(now) {
                    return Ok((state, Vec::new()));
                }
                let due = receiver.due(&tenant, &state)?;
                Ok::<_, StoreError>((state, due))
            })
            .await
        };
        let (before, due) = found.unwrap_or(Err(StoreError::Closed))?;
        let mut state = before.clone();
        for one in due {
            if began.elapsed() > ROUND {
                break;
            }
            let stream = one.stream.to_string();
            let Some(message) = &one.message else {
                state.told(&stream, one.seq);
                continue;
            };
            let signature = message.signature(&self.secret, now);
            match self.transport.send(message, signature).await {
                Sent::Taken => {
                    state.worked();
                    state.told(&stream, one.seq);
                }
                Sent::Refused(problem) if state.refused(REFUSED_MOST) => {
                    tracing::error!(id = message.id, problem, "a webhook was refused for good");
                    state.worked();
                    state.undelivered += 1;
                    state.told(&stream, one.seq);
                }
                Sent::Refused(problem) | Sent::NotNow(problem) => {
                    tracing::warn!(id = message.id, problem, "a webhook is sent again later");
                    state.failed(now, problem);
                    break;
                }
            }
        }
        if state == before {
            return Ok(());
        }
        let (receiver, tenant) = (Arc::clone(self), Arc::clone(tenant));
        let kept = tokio::task::spawn_blocking(move || {
            let key = webhook_setting(&receiver.choice.url);
            tenant
                .database
                .set_setting(tenant.id(), &key, &state.written())
        });
        kept.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Rows that it was not told of yet, some of each log.
    fn due(&self, tenant: &Tenant, state: &WebhookState) -> Result<Vec<Due>, StoreError> {
        let id = tenant.id();
        let heads = tenant.database.heads(id)?;
        let mut found = Vec::new();
        let mut messages = 0;
        for (stream, head) in &heads.0 {
            let place = state.place(&stream.to_string(), head.seq);
            if place >= head.seq || *stream == tenant.control_stream() {
                continue;
            }
            let store = tenant.database.turn(id)?;
            for row in store.rows_after(*stream, place, PAGE_BYTES)? {
                let message = Message::of(id, *stream, &row, &self.choice);
                messages += usize::from(message.is_some());
                found.push(Due {
                    stream: *stream,
                    seq: row.seq,
                    message,
                });
                if messages >= MESSAGES || found.len() >= ROWS {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }
}
