use super::OwnerPageRefusal;
use super::code::{owner_code, rounds, typed};
use crate::lifecycle::{Case, Cell, Effect, LifecycleTables, RecordState, Status};
use crate::policy::{OwnerPageRules, PolicyPack};
use crate::{RecordId, Timestamp};

const DAY_MS: i64 = 86_400_000;

/// Whether a code lets its holder report on a hazard now（反馈码校验）. The lifecycle has the last word
/// when the feedback is entered.
///
/// # Errors
/// [`OwnerPageRefusal`].
pub fn check_owner_code<'a>(
    policy: &'a PolicyPack,
    hazard: RecordId,
    state: &RecordState,
    now: Timestamp,
    code: &str,
) -> Result<&'a OwnerPageRules, OwnerPageRefusal> {
    let rules = policy.rectification.owner_page.as_ref();
    let rules = rules.ok_or(OwnerPageRefusal::Unknown)?;
    let code = typed(code);
    let rounds = rounds(state);
    let mut of_it = rounds
        .iter()
        .enumerate()
        .filter(|(_, (_, round))| owner_code(hazard, round) == code);
    let (round, (begun, _)) = of_it.next().ok_or(OwnerPageRefusal::Unknown)?;
    let reported = state
        .history
        .iter()
        .skip(*begun)
        .any(|entry| entry.event == "feedback" && entry.effect == Effect::Applied);
    if round + 1 < rounds.len() || reported {
        return Err(OwnerPageRefusal::Used);
    }
    match state.status {
        Status::NoticeIssued => return Err(OwnerPageRefusal::NotServed),
        Status::UnderReview => return Err(OwnerPageRefusal::UnderReview),
        _ => {}
    }
    // What a form would be refused for is told before anybody fills it in.
    let case = if state.due.is_some_and(|due| now > due) {
        Case::Late
    } else {
        Case::InTime
    };
    let table = LifecycleTables::standard().of(&state.kind);
    let takes = table.is_some_and(|table| {
        let row = table.row(state, &state.status, "feedback", None);
        let cell = row.map(|row| table.cell(Some(row), &state.status, "feedback", case));
        matches!(cell, Some(Cell::To(_)))
    });
    if !takes || state.read_only {
        return Err(OwnerPageRefusal::Over);
    }
    let days = i64::from(rules.code_days_after_due);
    let until = state.due.or(state.original_due);
    let until = until.map(|due| due.plus_ms(days.saturating_mul(DAY_MS)));
    if until.is_some_and(|until| now > until) {
        return Err(OwnerPageRefusal::Expired);
    }
    Ok(rules)
}
