use std::collections::BTreeMap;

use wangge_domain::inspection::{PhotoStage, keys};
use wangge_domain::lifecycle::{Effect, Event};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId};
use wangge_protocol::BlobHashes;

use super::act::Acted;
use super::open::{ServiceEdit, write_in};
use super::turn::Turn;
use super::{RelayContext, RelayError};
use crate::store::RelayCommit;

/// A photo that an owner sent（业主照片）; its blobs are held already.
#[derive(Clone, Debug)]
pub struct OwnerPhoto {
    /// Its record, a fresh one.
    pub record: RecordId,
    /// What is written of it.
    pub fields: BTreeMap<String, Scalar>,
    /// Its blobs.
    pub blobs: BlobHashes,
    /// The hash of the file that was sent, before it was made anew.
    pub sent: Digest,
}

/// Enters what the owner of a premises did about a hazard（业主整改反馈）: the photos, their place in
/// the hazard, and the feedback, all or nothing. The relay signs as the system, which is no person:
/// a feedback of that role is the owner's own. If it has no effect, nothing is written at all.
///
/// # Errors
/// There is no such hazard, or the store failed.
pub fn owner_feedback(
    ctx: &RelayContext<'_>,
    hazard: RecordId,
    note: &str,
    photos: &[OwnerPhoto],
) -> Result<(Acted, RelayCommit), RelayError> {
    let service = ctx.service().ok_or(RelayError::ServiceKeyUnknown)?;
    let by = (service.device, service.user);
    let mut turn = Turn::new(ctx);
    let unknown = RelayError::UnknownRecord(hazard);
    let known = turn.record(hazard)?;
    let Some(stream) = known
        .filter(|known| known.kind == RecordKind::Rectification)
        .map(|known| known.stream)
    else {
        return Err(unknown);
    };
    let mut places: BTreeMap<String, Scalar> = BTreeMap::new();
    for photo in photos {
        let edit = ServiceEdit {
            stream,
            record: photo.record,
            kind: RecordKind::Photo,
            fields: photo.fields.clone(),
            blobs: vec![photo.blobs],
        };
        let acted = write_in(&mut turn, by, &edit, &|version| Event::Submitted {
            version,
            correction: None,
        })?;
        if acted.outcome.effect != Effect::Applied {
            return Ok((acted, RelayCommit::default()));
        }
        places.insert(keys::photo_item(photo.record), Scalar::from(""));
        let stage = PhotoStage::After.as_str();
        places.insert(keys::photo_stage(photo.record), Scalar::from(stage));
    }
    let edit = ServiceEdit {
        stream,
        record: hazard,
        kind: RecordKind::Rectification,
        fields: places,
        blobs: Vec::new(),
    };
    let acted = write_in(&mut turn, by, &edit, &|_| Event::Feedback {
        note: note.to_owned(),
        photos: photos.iter().map(|photo| photo.record).collect(),
        on_behalf: false,
    })?;
    let commit = match acted.outcome.effect {
        Effect::Applied => turn.finish(),
        Effect::NoEffect(_) => RelayCommit::default(),
    };
    Ok((acted, commit))
}
