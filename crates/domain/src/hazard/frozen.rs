use std::collections::BTreeMap;

use super::keys;
use crate::inspection::keys as inspection_keys;
use crate::lifecycle::{Effect, FrozenSince, Reason, RecordState, Status};
use crate::record::{Content, Scalar};

/// Refuses to rewrite what others go by（通知书内容冻结）: from when a notice is in force, what stands on
/// it and what the hazard counts as is not changed any more; where, when and by which channel it was
/// found is not from when it is registered; of a hazard that is closed or void nothing is but the
/// remark and photos; signatures by [`refuse_signing`]. Writing once more what stands there changes
/// nothing and is no rewriting.
///
/// # Errors
/// Why it may not be changed, by S4-06 or S0-17.
pub fn refuse_rewriting(
    state: &RecordState,
    content: &Content,
    edits: &BTreeMap<String, Scalar>,
) -> Result<(), Reason> {
    // Two values stand there: to write one of them is to decide between them.
    let is_new = |key: &str, value: &Scalar| match content.fields.get(key) {
        Some(known) => known != value || content.conflicts.contains_key(key),
        None => *value != Scalar::Null,
    };
    let rewritten = edits.iter().filter(|(key, value)| is_new(key, value));
    for (key, _) in rewritten {
        if key.starts_with(inspection_keys::SIGNATURE_PREFIX) {
            refuse_signing(state)?;
            continue;
        }
        // The time is the phone's own from the draft on.
        let is_stamped = key == keys::FOUND_AT_MS && content.fields.contains_key(key);
        let stamped = is_stamped.then_some(FrozenSince::Registration);
        match frozen_since(state, key).or(stamped) {
            None => {}
            Some(FrozenSince::Notice) => {
                return Err(Reason::new("notice_already_issued", "S4-06"));
            }
            Some(FrozenSince::End) if state.status == Status::Voided => {
                return Err(Reason::new("record_voided", "S4-06"));
            }
            Some(FrozenSince::End) => return Err(Reason::new("record_closed", "S4-06")),
            Some(FrozenSince::Registration) => {
                return Err(Reason::new("registered_already", "S0-17"));
            }
        }
    }
    Ok(())
}

/// Since when a field of a hazard stands fast（隐患字段固定时点）, other than photos and signatures: what a
/// notice goes by since that was issued, everything but the remark since the hazard is over; where,
/// in which visit and when it was found, and by which channel, since it was registered. `None`: it
/// may be mended.
#[must_use]
pub fn frozen_since(state: &RecordState, key: &str) -> Option<FrozenSince> {
    if state.noticed_at.is_some() && goes_by_notice(key) {
        return Some(FrozenSince::Notice);
    }
    if matches!(state.status, Status::Closed | Status::Voided) && !stays_open(key) {
        return Some(FrozenSince::End);
    }
    let is_registered = state.status != Status::Draft && keys::REGISTERED.contains(&key);
    is_registered.then_some(FrozenSince::Registration)
}

/// Refuses to sign anew what was served（送达后签名不动）: the service says who signed for the notice, and
/// the paper prints that signature. Of a hazard that is closed or void nobody signs anything either.
///
/// # Errors
/// Why it may not be signed, by S4-06.
pub fn refuse_signing(state: &RecordState) -> Result<(), Reason> {
    let is_over = matches!(state.status, Status::Closed | Status::Voided);
    if state.served || is_over {
        return Err(Reason::new("not_in_this_state", "S4-06"));
    }
    Ok(())
}

/// Refuses to take a signature out of a hazard（送达后签名不撤）: as [`refuse_signing`], and also while a
/// second notice is on its way, since the first one was served by what was signed then.
///
/// # Errors
/// Why it stays, by S4-06.
pub fn refuse_unsigning(state: &RecordState) -> Result<(), Reason> {
    let mut served = state.history.iter();
    if served.any(|entry| entry.event == "served" && entry.effect == Effect::Applied) {
        return Err(Reason::new("not_in_this_state", "S4-06"));
    }
    refuse_signing(state)
}

/// Refuses to decide between two values in a way that rewrites what others go by（冲突处理）: two
/// phones may have written before they knew of the notice, and then what it quotes is what stands.
/// Of a hazard that is over it is what shows. `quoted` is what the hazard said when the notice in
/// force was issued.
///
/// # Errors
/// Why it may not be decided so, by S4-06.
pub fn refuse_settling(
    state: &RecordState,
    content: &Content,
    quoted: Option<&Content>,
    (key, value): (&str, &Scalar),
) -> Result<(), Reason> {
    let quoted = quoted.filter(|_| state.noticed_at.is_some() && goes_by_notice(key));
    let stands = quoted.unwrap_or(content).fields.get(key);
    if stands.unwrap_or(&Scalar::Null) == value {
        return Ok(());
    }
    let edits = BTreeMap::from([(key.to_owned(), value.clone())]);
    refuse_rewriting(state, content, &edits)
}

/// What stands on a notice, or says what the hazard counts as（通知书所载及统计口径）: from when the
/// hazard is registered it is the finder's to mend, or a supervisor's.
#[must_use]
pub fn goes_by_notice(key: &str) -> bool {
    keys::ON_NOTICE.contains(&key) || keys::COUNTED_BY.contains(&key)
}

/// What may be added to a hazard that is over.
fn stays_open(key: &str) -> bool {
    key == keys::REMARK || key.starts_with(inspection_keys::PHOTO_PREFIX)
}
