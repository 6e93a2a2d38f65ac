use super::{Effect, EventWord, RecordState};

/// Whether the notice that bears this number, final or provisional, was never served（从未送达）: it took effect,
/// and up to the next one, or up to now, nobody served it. `false` also where there is no such notice.
#[must_use]
pub fn never_served(state: &RecordState, number: &str) -> bool {
    let mut taken = state
        .history
        .iter()
        .filter(|entry| entry.effect == Effect::Applied)
        .skip_while(|entry| {
            let is_notice = entry.event == "notice_issued";
            let provisional = entry.said(EventWord::PROVISIONAL);
            let bears = entry.number.as_deref() == Some(number) || provisional == Some(number);
            !(is_notice && bears)
        });
    taken.next().is_some()
        && !taken
            .take_while(|entry| entry.event != "notice_issued")
            .any(|entry| entry.event == "served")
}
