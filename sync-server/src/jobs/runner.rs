use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use wangge_domain::Timestamp;
use wangge_sync_engine::RelayError;

use super::audit_duty::AuditDuty;
use super::clock_guard::ClockGuard;
use super::deadlines::{DeadlineReport, LAST_RUN_KEY, STOPPED_KEY, run_deadlines};
use super::dynamic::run_dynamic;
use super::job_lease::JobLease;
use super::settled::Settled;
use crate::blob::Blobs;
use crate::http::App;
use crate::public_reports::PublicReports;
use crate::tenant::Tenant;
use crate::witness_duty::WitnessDuty;

/// How often the clocks are looked at.
const TICK: Duration = Duration::from_secs(1);
/// Deadlines are looked at whenever the relay's clock has moved on by this.
const DEADLINES_EVERY_MS: i64 = 60_000;
/// Sweeps run whenever the relay's clock has moved on by this.
const SWEEPS_EVERY_MS: i64 = 10 * 60_000;

/// The lease of the work that one of several relays does for all.
pub(crate) const JOBS_LEASE: &str = "jobs";
/// How long it lasts: after this another relay takes over from one that fell silent.
pub(crate) const LEASE_MS: i64 = 15_000;

/// Failed attempts are remembered so long after their block ended.
const ATTEMPTS_KEPT_MS: i64 = 24 * 3_600_000;

/// The jobs of one tenant.
pub(crate) struct Jobs {
    tenant: Arc<Tenant>,
    blobs: Arc<Blobs>,
    reports: Arc<PublicReports>,
    audit: AuditDuty,
    witness: WitnessDuty,
    lease: JobLease,
    settled: Arc<Mutex<Settled>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    guard: ClockGuard,
    deadlines_at: Option<Timestamp>,
    sweeps_at: Option<Timestamp>,
}

impl Jobs {
    pub(crate) fn new(
        tenant: Arc<Tenant>,
        blobs: Arc<Blobs>,
        reports: Arc<PublicReports>,
        audit: AuditDuty,
        witness: WitnessDuty,
    ) -> Self {
        Self {
            tenant,
            blobs,
            reports,
            audit,
            witness,
            lease: JobLease::new(JOBS_LEASE, LEASE_MS),
            settled: Arc::default(),
            state: Mutex::new(State::default()),
        }
    }

    /// Does what is due now, if anything is. A control row that another process wrote is noticed
    /// here too, so that wake streams hear of it.
    pub(crate) async fn tick(&self) -> Result<DeadlineReport, RelayError> {
        let tenant = Arc::clone(&self.tenant);
        let looked = tokio::task::spawn_blocking(move || {
            tenant.look_for_healing()?;
            tenant.control().map(drop)
        })
        .await;
        if let Ok(looked) = looked {
            looked?;
        }
        // Every relay keeps a log of its own.
        self.audit.tick(&self.tenant).await;
        self.witness.tick(&self.tenant).await;
        if !self.lease.leads(&self.tenant).await {
            return Ok(DeadlineReport::default());
        }
        self.public_reports().await;
        let (deadlines, sweeps) = self.due();
        let mut report = DeadlineReport::default();
        if deadlines {
            report = self.deadlines().await?;
        }
        if sweeps {
            self.sweep().await;
            report.rows += self.dynamic().await?;
        }
        Ok(report)
    }

    /// Whether this relay does the jobs of all that serve the same data.
    pub(crate) fn leads(&self) -> bool {
        self.lease.is_held()
    }

    /// Lets another relay do it from now on.
    pub(crate) async fn leave(&self) {
        self.witness.write(&self.tenant).await;
        self.lease.leave(&self.tenant).await;
    }

    fn due(&self) -> (bool, bool) {
        let now = self.tenant.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let passed =
            |at: Option<Timestamp>, every: i64| at.is_none_or(|at| (now.0 - at.0).abs() >= every);
        let due = (
            passed(state.deadlines_at, DEADLINES_EVERY_MS),
            passed(state.sweeps_at, SWEEPS_EVERY_MS),
        );
        if due.0 {
            state.deadlines_at = Some(now);
        }
        if due.1 {
            state.sweeps_at = Some(now);
        }
        due
    }

    async fn deadlines(&self) -> Result<DeadlineReport, RelayError> {
        if let Some(jump) = self.jumped() {
            self.stop(&format!("the clock jumped by {} s", jump / 1000))?;
        }
        let (tenant, settled) = (Arc::clone(&self.tenant), Arc::clone(&self.settled));
        let done = tokio::task::spawn_blocking(move || {
            let mut settled = settled.lock().unwrap_or_else(PoisonError::into_inner);
            run_deadlines(&tenant, &mut settled)
        })
        .await;
        done.unwrap_or(Err(RelayError::Store(
            wangge_sync_engine::store::StoreError::Closed,
        )))
    }

    /// Collects what the public sent and tells what came of it. A failure holds up nothing else.
    async fn public_reports(&self) {
        let (tenant, reports) = (Arc::clone(&self.tenant), Arc::clone(&self.reports));
        let done = tokio::task::spawn_blocking(move || reports.exchange(&tenant)).await;
        if let Ok(Err(error)) = done {
            tracing::error!(error = %error, "reports by the public cannot be collected");
        }
    }

    /// The dynamic evaluation, as seldom as sweeps: it looks at every premises.
    async fn dynamic(&self) -> Result<u64, RelayError> {
        let tenant = Arc::clone(&self.tenant);
        let done = tokio::task::spawn_blocking(move || run_dynamic(&tenant)).await;
        done.unwrap_or(Err(RelayError::Store(
            wangge_sync_engine::store::StoreError::Closed,
        )))
    }

    fn jumped(&self) -> Option<i64> {
        let (wall, monotonic) = (self.tenant.now(), self.tenant.clock.monotonic_ms());
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.guard.look(wall, monotonic)
    }

    /// Stops deadline jobs until a person has looked at the clock.
    fn stop(&self, reason: &str) -> Result<(), RelayError> {
        tracing::error!(
            reason,
            "deadline jobs stop until `wangge-relay clock confirm`"
        );
        Ok(self
            .tenant
            .database
            .set_setting(self.tenant.id(), STOPPED_KEY, reason)?)
    }

    /// Asks once, when the process starts, whether the clock went back while it was not running.
    pub(crate) fn look_at_start(&self) -> Result<(), RelayError> {
        let (database, id) = (&self.tenant.database, self.tenant.id());
        let last: Option<i64> = database
            .setting(id, LAST_RUN_KEY)?
            .and_then(|text| text.parse().ok());
        let went_back =
            last.is_some_and(|last| ClockGuard::went_back(Timestamp(last), self.tenant.now()));
        if went_back && !self.tenant.clock.is_demo() {
            self.stop("the clock went back while the relay was not running")?;
        }
        let _first_look = self.jumped();
        Ok(())
    }

    async fn sweep(&self) {
        match self.blobs.sweep(&self.tenant).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "expired uploads were dropped"),
            Err(error) => tracing::error!(error = %error, "uploads cannot be swept"),
        }
        match self.blobs.sweep_orphans(&self.tenant).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "objects that no index knows were removed"),
            Err(error) => tracing::error!(error = %error, "orphans cannot be swept"),
        }
        let tenant = Arc::clone(&self.tenant);
        let overwritten =
            tokio::task::spawn_blocking(move || tenant.database.overwrite_blanked(tenant.id()));
        match overwritten.await {
            Ok(Ok(true)) => tracing::info!("what blanked rows left in the file was overwritten"),
            Ok(Err(error)) => tracing::error!(
                error = %error,
                "what blanked rows left in the file cannot be overwritten; it is tried again"
            ),
            Ok(Ok(false)) | Err(_) => {}
        }
        let tenant = Arc::clone(&self.tenant);
        let judged = tokio::task::spawn_blocking(move || tenant.judge_what_waited());
        if let Ok(Err(error)) = judged.await {
            tracing::error!(error = %error, "what waits for an admission cannot be judged");
        }
        let tenant = Arc::clone(&self.tenant);
        let swept = tokio::task::spawn_blocking(move || {
            let now = tenant.now();
            tenant
                .database
                .sweep_attempts(now.plus_ms(-ATTEMPTS_KEPT_MS))?;
            tenant.database.sweep_sessions(now, App::idle_since(now))
        });
        if let Ok(Err(error)) = swept.await {
            tracing::error!(error = %error, "sessions cannot be swept");
        }
    }
}

/// Looks at the clock every second until told to stop.
pub(crate) async fn run(jobs: Arc<Jobs>, mut stopping: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = jobs.tick().await {
            tracing::error!(error = %error, "jobs failed; they are tried again");
        }
    }
}
