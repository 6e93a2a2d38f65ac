use super::{Act, Effect, Event, HistoryEntry, Reason, RecordState};

/// Refuses the service of another notice than the one in force（送达的须是生效的通知书）: what its owner
/// signed for, or was posted or mailed, was the notice that its author knew of. Of two that were
/// issued without knowing of each other it would prove the one that its owner never saw.
pub(super) fn refuse_other_notice(state: &RecordState, act: &Act) -> Result<(), Reason> {
    if !matches!(act.event, Event::Served(_)) {
        return Ok(());
    }
    let in_force = notices(state).rfind(|entry| entry.effect == Effect::Applied);
    // Whoever holds a record ahead of its log shows no notice: it is served as the log has it.
    match (in_force, notice_served(state, act)) {
        (Some(in_force), Some(served)) if in_force.envelope != served.envelope => {
            Err(Reason::new("served_other_notice", "S4-06"))
        }
        _ => Ok(()),
    }
}

/// The notice that a service is of: the newest that its author knew of. That is told by the anchor of
/// the service and by what the same device did before, so no service need name it.
fn notice_served<'a>(state: &'a RecordState, act: &Act) -> Option<&'a HistoryEntry> {
    let is_own =
        |entry: &HistoryEntry| entry.user == act.actor.user && entry.device == act.actor.device;
    let is_seen = |entry: &HistoryEntry| entry.seq.is_some_and(|seq| seq <= act.seen);
    let learned = notices(state).rfind(|entry| is_seen(entry) && entry.effect == Effect::Applied);
    let own = notices(state).rfind(|entry| is_own(entry) && !is_seen(entry));
    // An own one without effect was known to have none as soon as the other one had come.
    let outdone = own.is_some_and(|own| {
        let came_after = |seq: u64| seq > own.seen;
        own.effect != Effect::Applied
            && learned.is_some_and(|other| other.seq.is_some_and(came_after))
    });
    if outdone { learned } else { own.or(learned) }
}

fn notices(state: &RecordState) -> impl DoubleEndedIterator<Item = &HistoryEntry> {
    let history = state.history.iter();
    history.filter(|entry| entry.event == "notice_issued")
}
