use chrono::NaiveDate;

use crate::lifecycle::{Effect, HistoryEntry, RecordState};
use crate::people::Role;

/// The acts of a record that took effect, oldest first.
pub(super) fn applied(state: &RecordState) -> impl DoubleEndedIterator<Item = &HistoryEntry> {
    state
        .history
        .iter()
        .filter(|entry| entry.effect == Effect::Applied)
}

/// The last act of one of these names that took effect.
pub(super) fn last<'a>(state: &'a RecordState, names: &[&str]) -> Option<&'a HistoryEntry> {
    applied(state)
        .rev()
        .find(|entry| names.contains(&entry.event.as_str()))
}

/// The first act of one of these names that took effect.
pub(super) fn first<'a>(state: &'a RecordState, names: &[&str]) -> Option<&'a HistoryEntry> {
    applied(state).find(|entry| names.contains(&entry.event.as_str()))
}

/// The act with which the status that stands now began.
pub(super) fn began(state: &RecordState) -> Option<&HistoryEntry> {
    applied(state)
        .rev()
        .take_while(|entry| entry.status == state.status)
        .last()
}

/// The day of an act: what the phone claimed, moved into what is proven.
pub(super) fn day(entry: &HistoryEntry) -> NaiveDate {
    entry.time.best().china_date()
}

/// True for an act of a person, not of the relay's own jobs.
pub(super) fn by_a_person(entry: &HistoryEntry) -> bool {
    entry.role != Some(Role::System)
}
