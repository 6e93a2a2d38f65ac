//! What the relay does by itself, by its clock.

mod audit_duty;
mod clock_guard;
mod deadlines;
mod dynamic;
mod job_lease;
mod runner;
mod settled;

pub(crate) use audit_duty::AuditDuty;
pub(crate) use deadlines::{DeadlineReport, STOPPED_KEY};
pub(crate) use job_lease::JobLease;
pub(crate) use runner::{JOBS_LEASE, Jobs, LEASE_MS, run};
