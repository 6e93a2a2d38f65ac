use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::tenant::Tenant;

/// Times that a lease is renewed before it would end.
const RENEWALS: u32 = 3;

/// The right to do what one of several relays does for all（作业租约）, as this relay knows it.
pub(crate) struct JobLease {
    name: &'static str,
    lasts_ms: i64,
    leads_since: Mutex<Option<Instant>>,
}

impl JobLease {
    /// A lease that another relay takes over `lasts_ms` after this one fell silent.
    pub(crate) fn new(name: &'static str, lasts_ms: i64) -> Self {
        Self {
            name,
            lasts_ms,
            leads_since: Mutex::default(),
        }
    }

    /// Whether this relay does the work now: it takes the lease or renews it.
    pub(crate) async fn leads(&self, tenant: &Arc<Tenant>) -> bool {
        let lock = || {
            self.leads_since
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let renewed_every = Duration::from_millis(self.lasts_ms.unsigned_abs()) / RENEWALS;
        let asked_at = Instant::now();
        let since = *lock();
        if since.is_some_and(|since| asked_at.duration_since(since) < renewed_every) {
            return true;
        }
        let (tenant, name, lasts_ms) = (Arc::clone(tenant), self.name, self.lasts_ms);
        let taken = tokio::task::spawn_blocking(move || {
            tenant.database.take_job(tenant.id(), name, lasts_ms)
        });
        // The time before the question: the lease never ends before this relay thinks so.
        let leads = matches!(taken.await, Ok(Ok(true)));
        *lock() = leads.then_some(asked_at);
        leads
    }

    /// Whether this relay has the lease still, as far as it knows without asking.
    pub(crate) fn is_held(&self) -> bool {
        let lasts = Duration::from_millis(self.lasts_ms.unsigned_abs());
        let since = *self
            .leads_since
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        since.is_some_and(|since| since.elapsed() < lasts)
    }

    /// Lets another relay do it from now on.
    pub(crate) async fn leave(&self, tenant: &Arc<Tenant>) {
        *self
            .leads_since
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
        let (tenant, name) = (Arc::clone(tenant), self.name);
        let left =
            tokio::task::spawn_blocking(move || tenant.database.leave_job(tenant.id(), name));
        if let Ok(Err(error)) = left.await {
            tracing::warn!(error = %error, lease = self.name, "a lease runs out by itself");
        }
    }
}
