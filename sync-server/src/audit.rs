//! The audit log（审计日志）: who looked at personal data, who administered what. Append-only lines, each
//! chained to the one before, with signed checkpoints that also lie in a second place.

mod checkpoint;
mod copy;
mod line;
mod log;
mod second_place;
mod verify;

pub use verify::{AuditReport, AuditVerifyError, verify_audit};

pub(crate) use checkpoint::{Checkpoint, message as checkpoint_message};
pub(crate) use copy::copy_to_second_place;
pub(crate) use line::{AuditEntry, AuditLine};
pub(crate) use log::{AuditLog, newest_checkpoints};
pub(crate) use second_place::noted_second_place;

#[cfg(test)]
mod copy_tests;
#[cfg(test)]
mod tests;
