use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::record::Scalar;
use wangge_protocol::{Envelope, EnvelopeId};

use super::working::{Author, Working};
use super::{ClientContext, EngineError};
use crate::actor_id;
use crate::gate;
use crate::store::{ClientCommit, Draft, DraftChange};

/// What a person wrote in an envelope of this device（被拒内容）, by key: to be shown beside the
/// record as it stands, field by field.
///
/// # Errors
/// This device made no such envelope, or the store failed.
pub fn refused_edits(
    ctx: &ClientContext<'_>,
    id: &EnvelopeId,
) -> Result<BTreeMap<String, Scalar>, EngineError> {
    let envelope = ctx
        .store
        .own_envelope(id)?
        .ok_or(EngineError::UnknownEnvelope)?;
    Ok(edits_of(&envelope))
}

fn edits_of(envelope: &Envelope) -> BTreeMap<String, Scalar> {
    envelope
        .changes()
        .filter_map(|change| gate::inspect(change).ok())
        .flat_map(|change| change.ops)
        .map(|op| (op.key, op.value))
        .collect()
}

/// Takes edits of a refused envelope up again（重新填报）: as a draft on the record as it stands
/// now, under a new incarnation of the actor. `keys` are those that the user chose; `None`: all.
/// What the user has drafted since stands before what was refused. Gives the keys taken up.
///
/// # Errors
/// This device made no such envelope, the record is of a later version, or the store failed.
pub fn reapply(
    ctx: &ClientContext<'_>,
    id: &EnvelopeId,
    keys: Option<&BTreeSet<String>>,
) -> Result<BTreeSet<String>, EngineError> {
    let author = Author::load(ctx)?;
    let envelope = ctx
        .store
        .own_envelope(id)?
        .ok_or(EngineError::UnknownEnvelope)?;
    let header = &envelope.header;
    let mut working = Working::load(ctx, header.record)?
        .unwrap_or_else(|| Working::begin(header.record, header.stream, header.kind.clone()));
    working.check_writable()?;
    let drafted = working
        .draft
        .as_ref()
        .map(|draft| draft.edits.clone())
        .unwrap_or_default();
    let edits: BTreeMap<String, Scalar> = edits_of(&envelope)
        .into_iter()
        .filter(|(key, _)| keys.is_none_or(|keys| keys.contains(key)))
        .filter(|(key, _)| !drafted.contains_key(key))
        .collect();
    let base_heads = working
        .draft
        .as_ref()
        .map_or_else(|| working.heads(), |it| it.base_heads.clone());
    let draft = working.draft.get_or_insert_with(|| Draft {
        record: header.record,
        stream: header.stream,
        kind: header.kind.clone(),
        base_heads: base_heads.clone(),
        edits: BTreeMap::new(),
    });
    draft.edits.extend(edits.clone());
    let identity = &author.identity;
    let present = actor_id(identity.device, identity.user, identity.incarnation);
    let wrote = |change: &[u8]| gate::inspect(change).is_ok_and(|it| it.actor == present);
    let incarnation = envelope
        .changes()
        .any(wrote)
        .then(|| identity.incarnation + 1);
    let taken = edits.keys().cloned().collect();
    ctx.store.commit(ClientCommit {
        records: vec![working.update(ctx, &author)],
        drafts: vec![DraftChange::Merge {
            record: header.record,
            stream: header.stream,
            kind: header.kind.clone(),
            base_heads,
            edits,
        }],
        incarnation,
        ..ClientCommit::default()
    })?;
    Ok(taken)
}
