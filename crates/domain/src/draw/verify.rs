use super::announce::begin;
use super::approve::step_in;
use super::{
    Announcing, Approving, Asking, DrawAct, DrawEntry, DrawError, DrawRecord, Replacing, Revealing,
    Withdrawing, ask_replacement, replace, reveal, withdraw,
};

/// Runs a published record again（复核）and compares the bytes.
///
/// # Errors
/// [`DrawError::Unreadable`] for what is no record, [`DrawError::NotRevealed`] for one that was
/// only announced and not withdrawn, the rule an entry breaks, or
/// [`DrawError::Differs`] with the first entry that is not what the rules give.
pub fn verify(bytes: &[u8]) -> Result<(), DrawError> {
    let published = DrawRecord::parse(bytes)?;
    let mut again: Option<DrawRecord> = None;
    for (index, entry) in published.entries.iter().enumerate() {
        let next = run(again.as_ref(), entry, index)?;
        if next.entries.last() != Some(entry) {
            return Err(DrawError::Differs { entry: index });
        }
        again = Some(next);
    }
    let again = again.ok_or(DrawError::Differs { entry: 0 })?;
    if again.to_bytes() != bytes {
        return Err(DrawError::Differs {
            entry: published.entries.len(),
        });
    }
    // An announcement is checked as far as it goes, and is no draw.
    if again.withdrawal().is_none() {
        again.drawing()?;
    }
    Ok(())
}

fn run(
    before: Option<&DrawRecord>,
    entry: &DrawEntry,
    index: usize,
) -> Result<DrawRecord, DrawError> {
    let (at, by) = (entry.at, entry.by);
    match (&entry.act, before) {
        (DrawAct::Announced(it), None) => begin(Announcing {
            inputs: it.inputs.clone(),
            commit: it.commit,
            public_source: it.public_source.clone(),
            public_value_on: it.public_value_on,
            at,
            by,
        }),
        (DrawAct::Drawn(it), Some(before)) => {
            let public_value = it.public_value.clone();
            reveal(
                before,
                Revealing {
                    secret: it.secret,
                    public_value,
                    at,
                    by,
                },
            )
        }
        (DrawAct::Withdrawn(it), Some(before)) => {
            let reason = it.reason.clone();
            withdraw(before, Withdrawing { reason, at, by })
        }
        (DrawAct::ReplacementAsked(it), Some(before)) => {
            let (out, reason) = (it.out, it.reason.clone());
            ask_replacement(
                before,
                Asking {
                    out,
                    reason,
                    at,
                    by,
                },
            )
        }
        (DrawAct::Replaced(it), Some(before)) if it.asked.is_some() => {
            let asked = it.asked.unwrap_or_default();
            step_in(before, Approving { asked, at, by })
        }
        (DrawAct::Replaced(it), Some(before)) => {
            let (reason, approver) = (it.reason.clone(), Some(it.approver));
            replace(
                before,
                Replacing {
                    out: it.out,
                    reason,
                    approver,
                    at,
                    by,
                },
            )
        }
        _ => Err(DrawError::Differs { entry: index }),
    }
}
