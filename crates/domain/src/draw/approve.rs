use super::{DrawAct, DrawError, DrawRecord, Replacement, next_line};
use crate::{Timestamp, UserId};

/// A replacement to be approved（拟批准更换）.
#[derive(Clone, Copy, Debug)]
pub struct Approving {
    /// The place of the entry that asked for it, from 0.
    pub asked: usize,
    /// Now, by the relay's clock.
    pub at: Timestamp,
    /// Who approves.
    pub by: UserId,
}

/// Approves what somebody else asked for: the next one in the order of the keys steps in. There is no
/// way to name who it is.
///
/// # Errors
/// [`DrawError`]: nothing drawn yet, nothing asked there or approved before, by the asker himself or by
/// the inspector who is to go, not in the selection any more, nobody left.
pub fn approve_replacement(
    record: &DrawRecord,
    approving: Approving,
) -> Result<DrawRecord, DrawError> {
    let entry = record.entries.get(approving.asked);
    if let Some(DrawAct::ReplacementAsked(request)) = entry.map(|it| &it.act)
        && request.out.inspector == Some(approving.by)
    {
        return Err(DrawError::ReplacedApproves);
    }
    step_in(record, approving)
}

/// The part of an approval that a re-run repeats: records of before may hold one by whoever fell out.
pub(super) fn step_in(record: &DrawRecord, approving: Approving) -> Result<DrawRecord, DrawError> {
    let Approving { asked, at, by } = approving;
    record.drawing()?;
    let not_asked = DrawError::NotAsked { entry: asked };
    let entry = record.entries.get(asked).ok_or(not_asked.clone())?;
    let DrawAct::ReplacementAsked(request) = &entry.act else {
        return Err(not_asked);
    };
    if record.replacements().any(|it| it.asked == Some(asked)) {
        return Err(not_asked);
    }
    if entry.by == by {
        return Err(DrawError::ReplacementNeedsApprover);
    }
    let line = next_line(record, request.out)?;
    record.with(
        at,
        by,
        DrawAct::Replaced(Replacement {
            out: request.out,
            reason: request.reason.clone(),
            approver: by,
            line,
            asked: Some(asked),
        }),
    )
}
