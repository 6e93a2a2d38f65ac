use std::collections::BTreeSet;

use super::{Actor, Event, Facts, LifecycleTables, RecordState, permission};
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
/// the grid of the record. Where the act is one of the body that began the case, each of them is of
/// that body.
pub fn unqualified(
    policy: &PolicyPack,
    event: &Event,
    (state, facts): (&RecordState, &Facts),
    at: Timestamp,
    actor_of: impl Fn(UserId, Timestamp) -> Actor,
) -> Vec<UserId> {
    let named = event.people_named().iter().copied();
    named
        .filter(|user| {
            let actor = actor_of(*user, at);
            let permitted = permission(policy, &actor, facts, event.name()).is_ok();
            !permitted || !is_of_issuer(policy, event, (state, facts), &actor)
        })
        .collect()
}

/// Whether somebody who is named speaks for the body in whose name the case was begun, if the row of
/// the act asks for that（限原发文机关）.
fn is_of_issuer(
    policy: &PolicyPack,
    event: &Event,
    (state, facts): (&RecordState, &Facts),
    actor: &Actor,
) -> bool {
    let table = LifecycleTables::standard().of(&state.kind);
    let row = table.and_then(|table| table.row(state, &state.status, event.name(), Some(event)));
    let asked = row.is_some_and(|row| row.asks.same_issuer);
    let Some(issuer) = state.issuer.as_deref().filter(|_| asked) else {
        return true;
    };
    let here = actor.grants.iter();
    let here = here.filter(|grant| grant.covers(&actor.grid_path, facts.premises));
    let body = policy.numbering.issuers.get(issuer);
    body.is_none_or(|body| body.is_spoken_for_by(here.map(|grant| grant.role)))
}
