use std::collections::BTreeSet;

use super::{Actor, Event, Facts, permission};
use crate::policy::PolicyPack;
use crate::{Timestamp, UserId};

impl Event {
    /// People whom the event names as acting together with its author（同行人员）.
    #[must_use]
    pub fn people_named(&self) -> &[UserId] {
        match self {
            Self::RecheckPassed { with, .. } | Self::RecheckFailed { with, .. } => with,
            Self::Step(step) => &step.with,
            _ => &[],
        }
    }
}

/// Whether an event names somebody twice（重复注明）: two names are to be two people.
pub(super) fn names_twice(event: &Event) -> bool {
    let mut seen = BTreeSet::new();
    !event.people_named().iter().all(|one| seen.insert(*one))
}

/// Those of the people whom an event names who may not do what it says they did: for
/// [`Facts::unqualified`]. `actor_of` gives each of them the rights that they hold at receipt in
/// the grid of the record.
pub fn unqualified(
    policy: &PolicyPack,
    event: &Event,
    facts: &Facts,
    at: Timestamp,
    actor_of: impl Fn(UserId, Timestamp) -> Actor,
) -> Vec<UserId> {
    event
        .people_named()
        .iter()
        .copied()
        .filter(|user| permission(policy, &actor_of(*user, at), facts, event.name()).is_err())
        .collect()
}
