use wangge_domain::RecordId;
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::run_jobs;

use super::settled::Settled;
use crate::store::{DueRecord, JobNote};
use crate::tenant::Tenant;

/// Records judged in one turn.
const PAGE: u32 = 64;
/// Setting that holds why deadline jobs stand still; empty: they run.
pub(crate) const STOPPED_KEY: &str = "deadline_jobs_stopped";
/// Setting that holds the relay's time at the last run.
pub(crate) const LAST_RUN_KEY: &str = "deadline_jobs_last_run";

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeadlineReport {
    /// Records looked at: closed ones that nothing touched since are not.
    pub(crate) looked_at: u64,
    /// Rows written: overdue marks, annulments, urges, escalations.
    pub(crate) rows: u64,
    /// Why nothing was done at all.
    pub(crate) stopped: Option<String>,
}

/// Overdue marks, annulments, and escalation when an urge has run out, on everything whose
/// deadline has passed by the relay's clock. Page by page: a record that fails stops no other.
pub(crate) fn run_deadlines(
    tenant: &Tenant,
    settled: &mut Settled,
) -> Result<DeadlineReport, RelayError> {
    let (database, id) = (&tenant.database, tenant.id());
    let stopped = database
        .setting(id, STOPPED_KEY)?
        .filter(|reason| !reason.is_empty());
    let healing = tenant
        .is_healing()?
        .then(|| "healing after a restore".to_owned());
    let stopped = stopped.or(healing);
    if stopped.is_some() {
        return Ok(DeadlineReport {
            stopped,
            ..DeadlineReport::default()
        });
    }
    let now = tenant.now();
    let control = tenant.control()?;
    settled.begin(tenant.policy(&control)?.revision, now.china_date());
    let mut report = DeadlineReport::default();
    let mut after = None;
    loop {
        let mut page = database.due_records(id, now, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some((last.due_key, last.record));
        page.retain(|due| !settled.knows(due));
        report.looked_at += page.len() as u64;
        report.rows += page_of(tenant, &page, settled)?;
    }
    database.set_setting(id, LAST_RUN_KEY, &now.0.to_string())?;
    if report.rows > 0 {
        let note = format!(
            "{} records looked at, {} rows",
            report.looked_at, report.rows
        );
        database.note_job(
            id,
            &JobNote {
                at: now,
                job: "deadlines".to_owned(),
                note,
            },
        )?;
    }
    Ok(report)
}

fn page_of(tenant: &Tenant, page: &[DueRecord], settled: &mut Settled) -> Result<u64, RelayError> {
    let records: Vec<RecordId> = page.iter().map(|due| due.record).collect();
    let whole = turn(tenant, &records);
    if whole.is_ok() {
        for due in page {
            settled.note(due);
        }
    }
    if whole.is_ok() || page.len() == 1 {
        return whole;
    }
    let mut rows = 0;
    for due in page {
        match turn(tenant, &[due.record]) {
            Ok(written) => {
                rows += written;
                settled.note(due);
            }
            Err(error) => {
                tracing::error!(record = %due.record, error = %error, "a deadline job failed");
            }
        }
    }
    Ok(rows)
}

fn turn(tenant: &Tenant, records: &[RecordId]) -> Result<u64, RelayError> {
    if records.is_empty() {
        return Ok(0);
    }
    tenant.turn(|context| {
        let commit = run_jobs(context, records)?;
        Ok((commit.rows.len() as u64, commit))
    })
}
