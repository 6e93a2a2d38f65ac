use super::{
    FOLD_REVISION, LifecycleTables, LoggedAct, Outcome, RecordState, Ruling, apply, judge,
};
use crate::Digest;
use crate::policy::PolicyPack;
use crate::record::RecordKind;

/// A row whose recorded outcome is not what the rules say（复核差异）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Place in the log.
    pub seq: Option<u64>,
    /// The envelope.
    pub envelope: Digest,
    /// What the relay recorded.
    pub recorded: Outcome,
    /// What the rules of this build say.
    pub recomputed: Ruling,
    /// True if the outcome was decided by another revision of the fold: then it may have been
    /// right at its time.
    pub other_revision: bool,
}

/// A log cannot be audited because a pack is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the policy pack of revision {revision} is not at hand")]
pub struct AuditError {
    /// Which revision.
    pub revision: u32,
}

/// Judges every row of a record again（复核）and reports where the record differs. Each row is
/// judged on the state that the recorded outcomes gave, so that one difference is not many.
/// `policy` finds the pack of a revision.
///
/// # Errors
/// A pack that is not at hand.
pub fn audit<'a>(
    kind: RecordKind,
    rows: &[LoggedAct],
    tables: &LifecycleTables,
    policy: impl Fn(u32) -> Option<&'a PolicyPack>,
) -> Result<Vec<Difference>, AuditError> {
    let mut state = RecordState::new(kind);
    let mut differences = Vec::new();
    for row in rows {
        let Some(recorded) = &row.outcome else {
            continue;
        };
        let revision = row.act.policy_revision;
        let pack = policy(revision).ok_or(AuditError { revision })?;
        let recomputed = judge(pack, tables, &state, &row.act, &row.facts);
        if !agrees(recorded, &recomputed) {
            differences.push(Difference {
                seq: row.seq,
                envelope: row.act.envelope,
                recorded: recorded.clone(),
                recomputed,
                other_revision: recorded.fold_revision != FOLD_REVISION,
            });
        }
        apply(&mut state, row.seq, &row.act, recorded);
    }
    Ok(differences)
}

fn agrees(recorded: &Outcome, recomputed: &Ruling) -> bool {
    recorded.effect == recomputed.effect
        && recorded.status == recomputed.status
        && recorded.due == recomputed.due
        && recorded.timing == recomputed.timing
        && recorded.role == recomputed.role
        && recorded.number.is_some() == recomputed.number_from.is_some()
}
