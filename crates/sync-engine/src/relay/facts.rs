use wangge_domain::lifecycle::Facts;

use super::RelayError;
use super::prepared::PreparedEnvelope;
use super::turn::{Live, Turn};
use crate::content_rules::premises_of;

/// What the relay knows about a record and its surroundings when it decides（事实）.
pub(super) fn base_facts(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    live: &Live,
) -> Result<Facts, RelayError> {
    let header = &prepared.envelope.header;
    let author = match live.first_actor {
        Some(actor) => turn.author_of(actor),
        None => None,
    };
    let premises = premises_of(&live.kind, header.record, &live.content);
    let mut facts = Facts { premises, author, ..Facts::default() };
    if !prepared.events.is_empty() {
        facts.conflicts_open = u32::try_from(live.content.conflicts.len()).unwrap_or(u32::MAX);
    }
    Ok(facts)
}
