use std::collections::BTreeMap;

use wangge_domain::lifecycle::{Effect, Event, Version};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{DeviceId, RecordId, StreamId, UserId};
use wangge_protocol::{BlobHashes, Op};

use super::act::{Acted, decide_service};
use super::service::ServiceAct;
use super::turn::Turn;
use super::{RelayContext, RelayError};
use crate::store::RelayCommit;
use crate::{Document, actor_id};

/// A record that somebody with a password session begins or goes on writing.
#[derive(Clone, Debug)]
pub struct ServiceEdit {
    /// In which log.
    pub stream: StreamId,
    /// Which record; one that is not there yet begins with this.
    pub record: RecordId,
    /// What it is.
    pub kind: RecordKind,
    /// What is written.
    pub fields: BTreeMap<String, Scalar>,
    /// Of a photo: its three blobs, held already.
    pub blobs: Vec<BlobHashes>,
}

/// Writes content for a person with a password session and acts on it, in one envelope（代为登记）. If
/// the act would have no effect on a record that is not there yet, nothing is written at all: no
/// empty file stays behind.
///
/// # Errors
/// The person has no rights there, the content breaks a limit, or the store failed.
pub fn write_and_act(
    ctx: &RelayContext<'_>,
    service: DeviceId,
    user: UserId,
    edit: &ServiceEdit,
    event: &dyn Fn(Version) -> Event,
) -> Result<(Acted, RelayCommit), RelayError> {
    let mut turn = Turn::new(ctx);
    let is_new = turn.record(edit.record)?.is_none();
    let acted = write_in(&mut turn, (service, user), edit, event)?;
    let commit = if is_new && acted.outcome.effect != Effect::Applied {
        RelayCommit::default()
    } else {
        turn.finish()
    };
    Ok((acted, commit))
}

/// Writes and acts within a turn.
pub(super) fn write_in(
    turn: &mut Turn<'_>,
    (service, user): (DeviceId, UserId),
    edit: &ServiceEdit,
    event: &dyn Fn(Version) -> Event,
) -> Result<Acted, RelayError> {
    let known = turn.record(edit.record)?;
    let bytes = known.map(|live| live.bytes.clone()).unwrap_or_default();
    let malformed = |error: crate::DocumentError| RelayError::Malformed(error.to_string());
    let mut document = Document::load(&bytes).map_err(malformed)?;
    let mut ops = Vec::new();
    let actor = actor_id(service, user, 0);
    match document.edit(&actor, None, &edit.fields) {
        Ok(change) => ops.push(Op::Change(change)),
        Err(crate::DocumentError::NoChange) => {}
        Err(error) => return Err(malformed(error)),
    }
    ops.push(Op::event(&event(document.version())));
    let act = ServiceAct {
        stream: edit.stream,
        record: edit.record,
        kind: edit.kind.clone(),
        device: service,
        user,
        ops,
        blobs: edit.blobs.clone(),
    };
    decide_service(turn, act)
}
