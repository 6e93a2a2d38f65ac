//! What the rules may know of the case before this one: that a step does not go back behind it, and
//! does not follow it too soon.

use wangge_domain::lifecycle::{FieldShape, LifecycleTables, Row, Step};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, Timestamp};

use crate::step_facts::{Own, Surroundings};

/// Whether the day of a step lies before that of the record which it names as the one before it, if
/// its row asks for that (S2-04).
pub(crate) fn is_before_previous<S: Surroundings>(
    around: &mut S,
    kind: &RecordKind,
    step: &Step,
) -> Result<bool, S::Error> {
    let Some(chain) = row_of(kind, step).and_then(|row| row.asks.chain.as_ref()) else {
        return Ok(false);
    };
    let previous = step.field(&chain.link).parse::<RecordId>();
    let (Some(name), Ok(previous)) = (&chain.day, previous) else {
        return Ok(false);
    };
    let day = step.field(name);
    // Days are written alike, so that their texts sort as they do; what is none says nothing.
    Ok(around.look(previous)?.is_some_and(|(state, _)| {
        let before = state.case.field(name);
        FieldShape::Day.fits(before) && FieldShape::Day.fits(day) && day < before
    }))
}

/// Another case of the kind at the premises about the same thing that ended as the row of the step
/// says, so short a time ago that the policy lets no next one follow yet (S2-30).
pub(crate) fn ended_lately<S: Surroundings>(
    around: &mut S,
    policy: &PolicyPack,
    own: &Own<'_>,
    (premises, now): (Option<RecordId>, Timestamp),
    step: &Step,
) -> Result<Option<RecordId>, S::Error> {
    let again = row_of(own.kind, step).and_then(|row| row.asks.again.as_ref());
    let (Some(again), Some(premises)) = (again, premises) else {
        return Ok(None);
    };
    let Some(wait) = policy.cases.deadlines.get(&again.wait).copied() else {
        return Ok(None);
    };
    let about = letters(step.field(&again.field));
    for record in around.on(premises, own.kind)? {
        let Some((state, _)) = around.look(record)?.filter(|_| record != own.record) else {
            continue;
        };
        let Some(ended) = state.case.taken(&again.after).last() else {
            continue;
        };
        let from = ended.time.best().china_date();
        let until = policy.working_calendar().due_timestamp(from, wait, false);
        if now <= until && letters(state.case.field(&again.field)) == about {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

/// The row of a step, of whatever state.
pub(crate) fn row_of(kind: &RecordKind, step: &Step) -> Option<&'static Row> {
    let table = LifecycleTables::standard().of(kind)?;
    table.rows.iter().find(|row| row.event == step.name())
}

/// A text by its letters alone: a blank or a mark makes no other matter of it.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}
