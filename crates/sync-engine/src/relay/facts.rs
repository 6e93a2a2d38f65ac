use wangge_domain::lifecycle::Facts;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{RecordId, Timestamp};

use super::RelayError;
use super::prepared::PreparedEnvelope;
use super::turn::{Live, Turn};
use crate::content_rules::{blocking, photos_wanted, premises_of};

/// What the relay knows about a record and its surroundings when it decides（事实）.
pub(super) fn base_facts(
    turn: &mut Turn<'_>,
    policy: &PolicyPack,
    prepared: &PreparedEnvelope,
    live: &Live,
    received_at: Timestamp,
) -> Result<Facts, RelayError> {
    let header = &prepared.envelope.header;
    let premises = premises_of(&live.kind, header.record, &live.content);
    let mut facts = Facts {
        premises,
        ..Facts::default()
    };
    if prepared.events.is_empty() {
        return Ok(facts);
    }
    facts.author = live.first_actor.and_then(|actor| turn.author_of(actor));
    facts.conflicts_open = u32::try_from(live.content.conflicts.len()).unwrap_or(u32::MAX);
    facts.blocking = blocking(&live.kind, &live.content, policy, received_at.china_date());
    for photo in photos_wanted(&live.content, &live.state) {
        if !is_shown(turn, photo)? {
            facts.photos_missing += 1;
        }
    }
    Ok(facts)
}

/// Whether the view copies of a photo record are here and verified.
fn is_shown(turn: &mut Turn<'_>, photo: RecordId) -> Result<bool, RelayError> {
    let views: Vec<_> = turn
        .blobs_of(photo)?
        .into_iter()
        .map(|blobs| blobs.view)
        .collect();
    if views.is_empty() {
        return Ok(false);
    }
    let held = turn.ctx.store.blobs_held(&views)?;
    Ok(views.iter().all(|view| held.get(view) == Some(&true)))
}
