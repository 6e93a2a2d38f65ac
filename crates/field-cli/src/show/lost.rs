use wangge_domain::UserId;
use wangge_domain::lifecycle::{Effect, HistoryEntry, Reason, RecordState};

use crate::words;

/// The newest act on a record that was logged and changed nothing, with the reason; `by`: of this person
/// alone. `None`: there is none, or the same was done since.
pub(crate) fn lost(state: &RecordState, by: Option<UserId>) -> Option<(&HistoryEntry, &Reason)> {
    let mut history = state.history.iter().rev();
    let mut since = Vec::new();
    let (entry, reason) = history.find_map(|entry| match &entry.effect {
        Effect::NoEffect(reason) if by.is_none_or(|user| user == entry.user) => {
            Some((entry, reason))
        }
        Effect::NoEffect(_) => None,
        Effect::Applied => {
            since.push(entry.event.as_str());
            None
        }
    })?;
    let done = since.contains(&entry.event.as_str());
    (!done).then_some((entry, reason))
}

/// That an act changed nothing, and why, for people.
pub(crate) fn lost_text(entry: &HistoryEntry, reason: &Reason) -> String {
    let what = words::word("event", &entry.event);
    format!("{what}：{}（{}）", reason.text(), reason.rule_text())
}
