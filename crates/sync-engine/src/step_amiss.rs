//! What the records around a case have against its step.

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Reason, Row, Status, Step};
use wangge_domain::policy::{OpenGround, PolicyPack};
use wangge_domain::record::says_nothing;

use crate::step_before::row_of;
use crate::step_facts::{Own, Surroundings};

/// Key of the content that names the record a case was opened for.
const PARENT: &str = "parent";

/// Why the step cannot be taken as the records around the case stand, if its row asks for that: it names
/// another record than the case was opened for (S0-27), or what the case rests on is still open
/// (S3-21).
pub(crate) fn step_amiss<S: Surroundings>(
    around: &mut S,
    policy: &PolicyPack,
    own: &Own<'_>,
    step: &Step,
) -> Result<Option<Reason>, S::Error> {
    let Some(row) = row_of(own.kind, step) else {
        return Ok(None);
    };
    let other = other_than_parent(around, own, row, step)?;
    if other.is_some() {
        return Ok(other);
    }
    open_ground(around, policy, own, (row, step))
}

fn other_than_parent<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    row: &Row,
    step: &Step,
) -> Result<Option<Reason>, S::Error> {
    let parent = own.content.text(PARENT);
    let Some(parent) = parent.and_then(|id| id.parse::<RecordId>().ok()) else {
        return Ok(None);
    };
    for rule in row.asks.fields.iter().filter(|rule| rule.parent) {
        let named = step.field(&rule.name).parse::<RecordId>();
        if named.is_ok_and(|named| named == parent) {
            continue;
        }
        // What was opened for something of another kind says nothing of this field.
        let kinds = rule.link.as_ref().map(|link| link.kinds.as_slice());
        let found = around.look(parent)?;
        let stands_here = found.is_some_and(|(state, _)| {
            kinds.is_none_or(|kinds| kinds.is_empty() || kinds.contains(&state.kind))
        });
        if stands_here {
            let reason = Reason::new("not_what_it_is_about", &row.rule);
            return Ok(Some(reason.about(&rule.zh)));
        }
    }
    Ok(None)
}

fn open_ground<S: Surroundings>(
    around: &mut S,
    policy: &PolicyPack,
    own: &Own<'_>,
    (row, step): (&Row, &Step),
) -> Result<Option<Reason>, S::Error> {
    let asked = policy.cases.open_ground;
    let Some(rule) = row.asks.settled.as_ref() else {
        return Ok(None);
    };
    let is_said = !says_nothing(step.field(&rule.reason));
    if asked == OpenGround::NotAsked || (asked == OpenGround::Reason && is_said) {
        return Ok(None);
    }
    let Ok(ground) = own.case.field(&rule.field).parse::<RecordId>() else {
        return Ok(None);
    };
    let found = around.look(ground)?;
    let is_open = found.is_some_and(|(state, _)| {
        !matches!(
            state.status,
            Status::Closed | Status::Voided | Status::Withdrawn
        )
    });
    Ok(is_open.then(|| Reason::new("ground_still_open", &row.rule)))
}

#[cfg(test)]
mod tests;
