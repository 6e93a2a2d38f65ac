use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::choice::WebhookChoice;
use super::receiver::Receiver;
use crate::error::RelayStartError;
use crate::jobs::JobLease;
use crate::tenant::Tenant;

/// The lease of the work that one of several relays does for all.
const LEASE: &str = "webhooks";
/// How long it lasts: longer than a round with all its patience.
const LEASE_MS: i64 = 60_000;

/// Tells receivers of hazards and major cases（推送作业）.
#[derive(Clone)]
pub(crate) struct WebhookDuty {
    receivers: Vec<Arc<Receiver>>,
    lease: Arc<JobLease>,
}

impl WebhookDuty {
    /// Reads secrets and certificates; what is new is told of from now on.
    pub(crate) fn open(
        choices: &[WebhookChoice],
        tenant: &Tenant,
    ) -> Result<Self, RelayStartError> {
        let mut receivers = Vec::new();
        for choice in choices {
            let receiver = Receiver::open(choice)?;
            receiver.begin(tenant)?;
            receivers.push(Arc::new(receiver));
        }
        Ok(Self {
            receivers,
            lease: Arc::new(JobLease::new(LEASE, LEASE_MS)),
        })
    }

    /// Looks every second until told to stop.
    pub(crate) async fn run(self, tenant: Arc<Tenant>, mut stopping: watch::Receiver<bool>) {
        if self.receivers.is_empty() {
            return;
        }
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stopping.wait_for(|stop| *stop) => return,
            }
            self.tick(&tenant).await;
        }
    }

    /// Tells what is due. A receiver that fails holds up none of the others.
    pub(crate) async fn tick(&self, tenant: &Arc<Tenant>) {
        for receiver in &self.receivers {
            if !self.lease.leads(tenant).await {
                return;
            }
            if let Err(error) = receiver.tell(tenant).await {
                tracing::error!(error = %error, "webhooks cannot be sent; they are tried again");
            }
        }
    }

    /// Lets another relay do it from now on.
    pub(crate) async fn leave(&self, tenant: &Arc<Tenant>) {
        if self.receivers.is_empty() {
            return;
        }
        self.lease.leave(tenant).await;
    }
}
