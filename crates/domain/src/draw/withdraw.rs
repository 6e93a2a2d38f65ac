use super::{DrawAct, DrawError, DrawRecord, Withdrawal};
use crate::{Timestamp, UserId};

/// An announcement to be withdrawn（拟撤回公告）.
#[derive(Clone, Debug)]
pub struct Withdrawing {
    /// Why, in words.
    pub reason: String,
    /// Now, by the relay's clock.
    pub at: Timestamp,
    /// Who withdraws it.
    pub by: UserId,
}

/// Withdraws an announced draw: it stays published with the reason, and is never drawn. Whoever holds
/// the secret knows the outcome once the public value is known; from that day on it is drawn, whatever
/// comes out.
///
/// # Errors
/// [`DrawError`]: drawn or withdrawn before, no reason, the day of the public value has come.
pub fn withdraw(record: &DrawRecord, withdrawing: Withdrawing) -> Result<DrawRecord, DrawError> {
    let Withdrawing { reason, at, by } = withdrawing;
    let public_value_on = record.announcement()?.public_value_on;
    if record.withdrawal().is_some() {
        return Err(DrawError::AlreadyWithdrawn);
    }
    if !record.is_open() {
        return Err(DrawError::AlreadyDrawn);
    }
    if reason.trim().is_empty() {
        return Err(DrawError::WithdrawalNeedsReason);
    }
    if at.china_date() >= public_value_on {
        return Err(DrawError::TooLateToWithdraw { public_value_on });
    }
    record.with(at, by, DrawAct::Withdrawn(Withdrawal { reason }))
}
