use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use wangge_domain::Timestamp;

use super::prune::prune;
use super::shipper::Shipper;
use crate::jobs::Jobs;
use crate::keep_schedule::KeepSchedule;
use crate::tenant::Tenant;

/// A link is shipped whenever the relay's clock has moved on by this: with what shipping itself
/// takes, no more than a minute is at stake.
const SHIP_EVERY_MS: i64 = 45_000;
/// A whole restore is tried whenever the relay's clock has moved on by this since one went well.
const TRIAL_EVERY_MS: i64 = 24 * 3_600_000;
/// And by this since one failed: it reads everything back, which is not done with every link.
const TRIAL_AGAIN_MS: i64 = 15 * 60_000;

/// Ships backups, tries them and removes old ones（备份作业）.
#[derive(Clone, Default)]
pub(crate) struct BackupDuty {
    shipper: Option<Arc<Shipper>>,
    schedule: KeepSchedule,
    done: Arc<Mutex<Done>>,
}

#[derive(Clone, Copy, Default)]
struct Done {
    shipped: Option<Timestamp>,
    /// When a trial began that went well.
    tried: Option<Timestamp>,
    /// When one began that did not.
    failed: Option<Timestamp>,
}

impl BackupDuty {
    pub(crate) fn new(shipper: Option<Arc<Shipper>>, schedule: KeepSchedule) -> Self {
        Self {
            shipper,
            schedule,
            done: Arc::default(),
        }
    }

    /// Looks at the clock every second until told to stop.
    pub(crate) async fn run(
        self,
        tenant: Arc<Tenant>,
        jobs: Arc<Jobs>,
        mut stopping: watch::Receiver<bool>,
    ) {
        if self.shipper.is_none() {
            return;
        }
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stopping.wait_for(|stop| *stop) => return,
            }
            self.tick(&tenant, jobs.leads()).await;
        }
    }

    /// Does what is due. A link that failed is tried again with the next minute, a trial after a
    /// quarter of an hour; neither holds up anything else. Of several relays on the same data the
    /// one ships that leads the jobs.
    pub(crate) async fn tick(&self, tenant: &Arc<Tenant>, leads: bool) {
        let Some(shipper) = self.shipper.clone() else {
            return;
        };
        if shipper.is_shared() && !leads {
            return;
        }
        let now = tenant.now();
        let lock = || self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let since = |at: Option<Timestamp>| at.map_or(i64::MAX, |at| (now.0 - at.0).abs());
        let done = *lock();
        if since(done.shipped) < SHIP_EVERY_MS {
            return;
        }
        let trial = since(done.tried) >= TRIAL_EVERY_MS && since(done.failed) >= TRIAL_AGAIN_MS;
        *lock() = Done {
            shipped: Some(now),
            // Until it has gone well.
            failed: if trial { Some(now) } else { done.failed },
            ..done
        };
        let (tenant, schedule) = (Arc::clone(tenant), self.schedule);
        let worked = tokio::task::spawn_blocking(move || {
            if trial {
                try_all(&shipper, &tenant, &schedule)
            } else {
                ship(&shipper, &tenant);
                false
            }
        })
        .await;
        match worked {
            Ok(true) => {
                let mut done = lock();
                done.tried = Some(now);
                done.failed = None;
            }
            Ok(false) => {}
            Err(error) => tracing::error!(error = %error, "shipping a backup failed"),
        }
    }
}

fn silent(_: &str, _: u64, _: u64) {}

fn ship(shipper: &Shipper, tenant: &Tenant) {
    match shipper.ship(tenant, &silent) {
        Ok(report) => tracing::debug!(link = report.link, bytes = report.bytes, "shipped"),
        Err(error) => tracing::error!(error = %error, "a backup could not be shipped"),
    }
}

/// Restores everything on trial, and only if that went well removes what is no longer kept. True:
/// it went well.
fn try_all(shipper: &Shipper, tenant: &Tenant, schedule: &KeepSchedule) -> bool {
    match shipper.try_restore(tenant, &silent) {
        Ok(report) if report.good => {
            tracing::info!(
                link = report.link,
                rows = report.rows,
                "the backup was restored on trial"
            );
        }
        Ok(report) => {
            tracing::error!(error = report.problem, "the backup cannot be restored");
            return false;
        }
        Err(error) => {
            tracing::error!(error = %error, "the backup could not be tried");
            return false;
        }
    }
    match prune(&shipper.folder, &shipper.place, tenant, schedule, false) {
        Ok(report) => tracing::info!(
            links = report.removed_links,
            bytes = report.bytes,
            "old backups were removed"
        ),
        Err(error) => tracing::warn!(error = %error, "old backups were not removed"),
    }
    true
}
