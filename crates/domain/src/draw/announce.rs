use chrono::NaiveDate;

use super::{Announcement, DrawAct, DrawError, DrawInputs, DrawRecord, DrawRules};
use crate::accounting::NamedCode;
use crate::{Digest, Timestamp, UserId};

/// An announcement to be made（拟发公告）.
#[derive(Clone, Debug)]
pub struct Announcing {
    /// Targets, inspectors and numbers, in any order.
    pub inputs: DrawInputs,
    /// [`super::DrawSecret::commit`] of the secret that the office keeps.
    pub commit: Digest,
    /// Which public value will be used.
    pub public_source: String,
    /// The day on which it becomes known: after today.
    pub public_value_on: NaiveDate,
    /// Now, by the relay's clock.
    pub at: Timestamp,
    /// Who announces.
    pub by: UserId,
}

/// Announces a draw: fixes the inputs and the secret before the public value can be known.
///
/// # Errors
/// [`DrawError`]: lists that contradict themselves, reasons that the policy does not have, weights
/// out of limits, too few targets or inspectors, a public value that could be known already.
pub fn announce(announcing: Announcing, rules: &DrawRules) -> Result<DrawRecord, DrawError> {
    let inputs = &announcing.inputs;
    let least = rules.inspectors_per_target;
    if inputs.team_size < least {
        return Err(DrawError::TeamTooSmall {
            size: inputs.team_size,
            least,
        });
    }
    let limit = inputs.max_weight.min(rules.max_weight);
    if let Some(heavy) = inputs.targets.iter().find(|target| target.weight > limit) {
        let (target, weight) = (heavy.id, heavy.weight);
        return Err(DrawError::WeightTooLarge {
            target,
            weight,
            max: limit,
        });
    }
    if inputs.max_tickets > rules.max_tickets {
        return Err(DrawError::WeightOverflow {
            max: rules.max_tickets,
        });
    }
    for exclusion in &inputs.exclusions {
        reason(&exclusion.reason, &exclusion.note, &rules.exclusion_reasons)?;
    }
    for recusal in &inputs.recusals {
        reason(&recusal.reason, &recusal.note, &rules.recusal_reasons)?;
    }
    for out in &inputs.inspectors_out {
        if out.note.trim().is_empty() {
            return Err(DrawError::Reason {
                code: String::new(),
            });
        }
    }
    begin(announcing)
}

/// The part of an announcement that a re-run repeats.
pub(super) fn begin(announcing: Announcing) -> Result<DrawRecord, DrawError> {
    let Announcing {
        mut inputs,
        commit,
        public_source,
        public_value_on,
        at,
        by,
    } = announcing;
    inputs.sort();
    inputs.check()?;
    if public_source.trim().is_empty() {
        return Err(DrawError::PublicValueMissing);
    }
    if public_value_on <= at.china_date() {
        return Err(DrawError::PublicValueTooEarly { public_value_on });
    }
    let inputs_hash = inputs.hash();
    let announcement = Announcement {
        commit,
        inputs_hash,
        inputs,
        public_source,
        public_value_on,
    };
    let empty = DrawRecord {
        format: DrawRecord::FORMAT.to_owned(),
        entries: Vec::new(),
    };
    empty.with(at, by, DrawAct::Announced(announcement))
}

fn reason(code: &str, note: &str, known: &[NamedCode]) -> Result<(), DrawError> {
    let said = code != "other" || !note.trim().is_empty();
    if said && known.iter().any(|reason| reason.code == code) {
        Ok(())
    } else {
        Err(DrawError::Reason {
            code: code.to_owned(),
        })
    }
}
