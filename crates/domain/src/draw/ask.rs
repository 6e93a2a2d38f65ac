use super::replace::seat_of;
use super::{DrawAct, DrawError, DrawRecord, Replaced, ReplacementRequest};
use crate::{Timestamp, UserId};

/// A replacement to be asked for（拟申请更换）.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The target, or the inspector at a target, that cannot stay.
    pub out: Replaced,
    /// Why, in words.
    pub reason: String,
    /// Now, by the relay's clock.
    pub at: Timestamp,
    /// Who asks.
    pub by: UserId,
}

/// Asks for a replacement: it stands in the record, and changes nothing before somebody else approves
/// it.
///
/// # Errors
/// [`DrawError`]: nothing drawn yet, no reason, not in the selection.
pub fn ask_replacement(record: &DrawRecord, asking: Asking) -> Result<DrawRecord, DrawError> {
    let Asking {
        out,
        reason,
        at,
        by,
    } = asking;
    let lines = record.selection()?;
    if reason.trim().is_empty() {
        return Err(DrawError::ReplacementNeedsReason);
    }
    seat_of(&lines, out)?;
    let request = ReplacementRequest { out, reason };
    record.with(at, by, DrawAct::ReplacementAsked(request))
}
