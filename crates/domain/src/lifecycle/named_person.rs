use std::collections::BTreeSet;

use super::{Act, Event, EventWord, HistoryEntry, LifecycleTables, RecordState};
use crate::UserId;

/// Somebody whom an act names as acting with its author（同行人）: that is what its author says, until
/// whoever is named confirms it by an act of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedPerson {
    /// Who was named.
    pub user: UserId,
    /// The place of the act in the history.
    pub act: usize,
    /// The place of the step among those of the case, if the act is one.
    pub step: Option<usize>,
    /// That person has confirmed it.
    pub confirmed: bool,
}

impl RecordState {
    /// The name of somebody who took part in an act of the history, as it is to be read: that it is the
    /// author's word alone is said with it, until the person has confirmed it.
    #[must_use]
    pub fn as_named(&self, entry: &HistoryEntry, user: UserId, name: &str) -> String {
        let mut named = self.named_in(entry);
        with_mark(name, named.any(|it| it.user == user && !it.confirmed))
    }

    /// Those whom an act of the history names as having acted with its author, where they can confirm
    /// it（所注明的同行人）.
    pub fn named_in(&self, entry: &HistoryEntry) -> impl Iterator<Item = &NamedPerson> {
        self.named.iter().filter(move |named| {
            let act = self.history.get(named.act);
            act.is_some_and(|act| act.envelope == entry.envelope && act.event == entry.event)
        })
    }

    /// Who is named by an act and has not confirmed it（尚未确认的同行人）.
    #[must_use]
    pub fn unconfirmed(&self) -> BTreeSet<UserId> {
        let open = self.named.iter().filter(|it| !it.confirmed);
        open.map(|it| it.user).collect()
    }

    /// The first act that names this person and that they have not confirmed（待本人确认）, if there is one.
    #[must_use]
    pub fn waits_for(&self, user: UserId) -> Option<&HistoryEntry> {
        let mut named = self.named.iter();
        let open = named.find(|it| it.user == user && !it.confirmed)?;
        self.history.get(open.act)
    }
}

/// A name, with the mark that nobody but the author says so.
pub(super) fn with_mark(name: &str, unconfirmed: bool) -> String {
    let mark = if unconfirmed {
        "（未经本人确认）"
    } else {
        ""
    };
    format!("{name}{mark}")
}

/// Remembers whom an act that took effect names, or what it confirms; called before the act stands in
/// the history. Gives what is to be read with the act.
pub(super) fn note(state: &mut RecordState, act: &Act) -> Option<EventWord> {
    match &act.event {
        Event::Step(step) if step.is_countersign() => {
            confirm(state, act);
            None
        }
        event => name(state, act.actor.user, event),
    }
}

fn name(state: &mut RecordState, author: UserId, event: &Event) -> Option<EventWord> {
    let named = event.people_named().iter().copied();
    let others: BTreeSet<UserId> = named.filter(|one| *one != author).collect();
    // Where nobody can confirm anything nothing is said of it.
    let asked = format!("{}.countersign", state.kind);
    if others.is_empty() || !LifecycleTables::standard().is_step(&asked) {
        return None;
    }
    let act = state.history.len();
    let step = match event {
        Event::Step(_) => state.case.steps.len().checked_sub(1),
        _ => None,
    };
    if let Some(taken) = step.and_then(|place| state.case.steps.get_mut(place)) {
        taken.unconfirmed = others.iter().copied().collect();
    }
    let open = others.len();
    state
        .named
        .extend(others.into_iter().map(|user| NamedPerson {
            user,
            act,
            step,
            confirmed: false,
        }));
    EventWord::together(open)
}

/// What somebody confirms are the acts that name them and that they had seen: those up to their anchor,
/// and those of the same device.
fn confirm(state: &mut RecordState, act: &Act) {
    let mut told = BTreeSet::new();
    for named in &mut state.named {
        let Some(entry) = state.history.get(named.act) else {
            continue;
        };
        let seen = entry.seq.is_some_and(|seq| seq <= act.seen) || entry.device == act.actor.device;
        if named.confirmed || named.user != act.actor.user || !seen {
            continue;
        }
        named.confirmed = true;
        told.insert(named.act);
        let step = named.step;
        if let Some(taken) = step.and_then(|place| state.case.steps.get_mut(place)) {
            taken.unconfirmed.retain(|one| *one != act.actor.user);
        }
    }
    for place in told {
        let of_act = state.named.iter().filter(|it| it.act == place);
        let open = of_act.filter(|it| !it.confirmed).count();
        if let Some(entry) = state.history.get_mut(place) {
            entry.words.retain(|word| word.field != EventWord::WITH);
            entry.words.extend(EventWord::together(open));
        }
    }
}
