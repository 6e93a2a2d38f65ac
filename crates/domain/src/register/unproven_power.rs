use chrono::NaiveDate;

use super::{PowerRefusal, compulsion_words, held_powers, may_issue};
use crate::GridId;
use crate::control::ControlState;
use crate::hazard::keys;
use crate::lifecycle::{Effect, EventWord, Guard, HistoryEntry, LifecycleTables, RecordState};
use crate::record::Content;

/// The last day of the delegation on which an act rests, where it is not proven that the act was done
/// by then（执法依据届满，办理时间未能证明）of S0-03: it lies between what is known of the time of the act. `None`:
/// the act rests on none, or is proven.
///
/// An act counts at the day that the phone said, as far as nothing contradicts it: a clock that was set
/// back carries it before that last day.
#[must_use]
pub fn unproven_power(
    control: &ControlState,
    grid: GridId,
    (state, content): (&RecordState, &Content),
    entry: &HistoryEntry,
) -> Option<NaiveDate> {
    let (day, last) = (
        entry.time.best().china_date(),
        entry.time.upper.china_date(),
    );
    if entry.effect != Effect::Applied || day >= last {
        return None;
    }
    if entry.event == "notice_issued" {
        let body = state.issuer.as_deref()?;
        return words_unproven(control, (body, grid), content, entry);
    }
    let table = LifecycleTables::standard().of(&state.kind)?;
    let mut rows = table.rows.iter().filter(|row| row.event == entry.event);
    let row = rows.find(|row| row.guards.contains(&Guard::PowerHeld))?;
    let power = row.number.as_deref()?;
    let mut taken = state.case.taken(&entry.event);
    let step = taken.find(|taken| taken.seq == entry.seq && taken.time == entry.time)?;
    let said = step.fields.get("issuer").map(|issuer| issuer.trim());
    let said = said.filter(|issuer| !issuer.is_empty());
    let body = said.or(row.issuer.as_deref())?;
    may_issue(control, power, body, grid, day).ok()?;
    match may_issue(control, power, body, grid, last) {
        Err(PowerRefusal::Ended { until, .. }) => Some(until),
        _ => None,
    }
}

/// The same of the words of compulsion on a notice.
fn words_unproven(
    control: &ControlState,
    (body, grid): (&str, GridId),
    content: &Content,
    entry: &HistoryEntry,
) -> Option<NaiveDate> {
    let written = [keys::DESCRIPTION, keys::PART, keys::RECTIFICATION];
    let texts = written.iter().filter_map(|key| content.text(key));
    let words: Vec<&'static str> = texts.flat_map(compulsion_words).collect();
    if words.is_empty() {
        return None;
    }
    let last = entry.time.upper.china_date();
    let on = |day| held_powers(control, entry.user, (body, grid), day);
    let (then, since) = (on(entry.time.best().china_date()), on(last));
    let mut ended = words
        .into_iter()
        .filter(|word| !since.iter().any(|held| held.power.opens(word)));
    ended.find_map(|word| {
        let mut opened = then.iter().filter(|held| held.power.opens(word));
        opened.find_map(|held| held.line.row.until.filter(|until| *until < last))
    })
}

/// Says of each act of a record of which it is so that its time is not proven（未能证明）, among what it said.
pub fn mark_unproven_power(
    control: &ControlState,
    grid: GridId,
    state: &mut RecordState,
    content: &Content,
) {
    let about = (&*state, content);
    let ends: Vec<Option<NaiveDate>> = about
        .0
        .history
        .iter()
        .map(|entry| unproven_power(control, grid, about, entry))
        .collect();
    for (entry, until) in state.history.iter_mut().zip(ends) {
        let word = until.and_then(|until| EventWord::power_time(until, &entry.time));
        entry.words.extend(word);
    }
}

#[cfg(test)]
mod tests;
