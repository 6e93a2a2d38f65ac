use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;
use tokio::runtime::Handle;
use tokio_postgres::{AsyncMessage, Client, Error};
use wangge_domain::{StreamId, TenantId};

use super::target::Target;
use crate::store::HeadListener;

/// Where relays that share a database tell each other of new heads.
const CHANNEL: &str = "wangge_heads";
/// How long to wait before a lost connection is made again.
const AGAIN: Duration = Duration::from_millis(500);

/// What is told: tenant, process, stream, head, with spaces between.
pub(super) fn payload(
    tenant: TenantId,
    instance: &[u8; 16],
    stream: StreamId,
    head: u64,
) -> String {
    format!("{tenant} {} {stream} {head}", hex::encode(instance))
}

/// SQL that tells it. In a transaction of its own, after the commit that it speaks of: a
/// notification inside that one would make all commits of the database wait for each other.
pub(super) fn tell_sql(payloads: &[String]) -> String {
    let calls: Vec<String> = payloads
        .iter()
        .map(|payload| format!("pg_notify('{CHANNEL}', '{payload}')"))
        .collect();
    format!(
        "BEGIN; SET LOCAL synchronous_commit TO off; SELECT {}; COMMIT",
        calls.join(", ")
    )
}

/// Hears what other relays of the same database tell（跨实例唤醒）.
pub(super) struct Listener {
    pub(super) target: Target,
    pub(super) tenant: TenantId,
    pub(super) number: i64,
    pub(super) instance: [u8; 16],
    pub(super) tell: HeadListener,
}

impl Listener {
    /// Listens until the runtime ends.
    pub(super) fn start(self, runtime: &Handle) {
        runtime.spawn(async move {
            loop {
                if let Err(error) = self.hear().await {
                    tracing::warn!(error = %error, "news of other relays are not heard for now");
                }
                tokio::time::sleep(AGAIN).await;
            }
        });
    }

    /// One connection, from the first word to the last.
    async fn hear(&self) -> Result<(), Error> {
        let (client, mut connection) = self.target.connect().await?;
        let (send, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let mut messages = poll_fn(move |context| connection.poll_message(context));
        let carried = tokio::spawn(async move {
            while let Some(message) = messages.next().await {
                match message {
                    Ok(AsyncMessage::Notification(told)) => {
                        if send.send(told.payload().to_owned()).is_err() {
                            return Ok(());
                        }
                    }
                    Ok(_) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        });
        client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
        // What was told while nobody listened is read from the heads themselves.
        self.read_heads(&client).await?;
        while let Some(payload) = heard.recv().await {
            if let Some((stream, head)) = self.open(&payload) {
                (self.tell)(stream, head);
            }
        }
        carried.await.unwrap_or(Ok(()))
    }

    async fn read_heads(&self, client: &Client) -> Result<(), Error> {
        let own = format!("SET app.tenant = '{}'", self.number);
        client.batch_execute(&own).await?;
        let heads = client
            .query(
                "SELECT stream, seq FROM stream WHERE tenant = $1",
                &[&self.number],
            )
            .await?;
        for row in heads {
            let (stream, head): (&[u8], i64) = (row.try_get(0)?, row.try_get(1)?);
            if let (Ok(stream), Ok(head)) = (stream.try_into(), u64::try_from(head)) {
                (self.tell)(StreamId::from_bytes(stream), head);
            }
        }
        Ok(())
    }

    /// The stream and head of a payload of this tenant that another process told.
    fn open(&self, payload: &str) -> Option<(StreamId, u64)> {
        let mut parts = payload.split(' ');
        let (tenant, instance) = (parts.next()?, parts.next()?);
        if tenant != self.tenant.to_string() || instance == hex::encode(self.instance) {
            return None;
        }
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }
}
