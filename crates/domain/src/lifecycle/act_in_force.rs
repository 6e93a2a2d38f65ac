use super::{Effect, Event, RecordState};

/// The newest act of these names that took effect（生效的办理）: of several notices that were issued
/// without knowing of each other only one is in force, wherever it stands in the log. `acts` are
/// the events of the log in order, as [`RecordState::history`] tells of them.
#[must_use]
pub fn act_in_force<'a>(
    state: &RecordState,
    acts: &'a [Event],
    names: &[&str],
) -> Option<&'a Event> {
    let is_one = |name: &str| names.contains(&name);
    let told: Vec<&Event> = acts.iter().filter(|act| is_one(act.name())).collect();
    let history = state.history.iter();
    let entries: Vec<_> = history.filter(|entry| is_one(&entry.event)).collect();
    let place = entries
        .iter()
        .rposition(|entry| entry.effect == Effect::Applied)?;
    // An event of a later version stands in the history and cannot be read: then no place can be
    // told, and the newest that can be read stands for it.
    if told.len() == entries.len() {
        told.get(place).copied()
    } else {
        told.last().copied()
    }
}
