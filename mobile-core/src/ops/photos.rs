use std::collections::BTreeMap;

use wangge_domain::inspection::{PhotoStage, keys};
use wangge_domain::lifecycle::{Event, Reason};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, Timestamp};
use wangge_photo::{Limits, Options, PhotoError, PhotoErrorKind, Processed};
use wangge_protocol::BlobHashes;
use wangge_sync_engine::store::RecordUpdate;

use crate::media::{BlobContext, BlobKey};
use crate::photo_keys;
use crate::store::{BlobRole, BlobRow, PhotoRow};
use crate::work::{Work, unborn};
use crate::{Core, CoreError};

/// A photo to attach（照片）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoAttachment {
    /// The record it is about: an inspection, a hazard, a premises.
    pub target: RecordId,
    /// Checklist item or slot; `None`: the record as a whole.
    pub item: Option<String>,
    /// What it shows.
    pub stage: PhotoStage,
    /// Words under it.
    pub caption: String,
    /// From the gallery, not from the camera just now.
    pub imported: bool,
}

/// Where a photo's blobs are（照片去向）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoState {
    /// Its line in the list.
    pub photo: PhotoRow,
    /// The relay holds the view copy, verified: the photo is *shown*.
    pub shown: bool,
    /// The relay holds the original, verified: the photo is *complete*.
    pub complete: bool,
}

const MIB: u64 = 1024 * 1024;

impl Core {
    /// Takes a photo in: checks it, makes its copies, encrypts and stores all three blobs, writes
    /// its record. The original's bytes are never changed.
    ///
    /// # Errors
    /// [`CoreError::PhotoRefused`] with the reason, [`CoreError::NoRoomForPhoto`],
    /// [`CoreError::NotAllowed`]. Nothing of it is kept then, and nothing else is lost.
    pub fn attach_photo(
        &self,
        bytes: &[u8],
        about: &PhotoAttachment,
    ) -> Result<RecordId, CoreError> {
        let session = self.session()?;
        self.check_room(session.policy.offline.free_space_floor_mib)?;
        if about.imported && !session.policy.photos.allow_import {
            return Err(CoreError::NotAllowed(Reason::new("import_forbidden", "handbook 9")));
        }
        let options = Options {
            view_long_edge: session.policy.photos.view_long_edge,
            thumbnail_long_edge: session.policy.photos.thumbnail_long_edge,
            ..Options::default()
        };
        let made = wangge_photo::process(bytes, &Limits::default(), &options).map_err(refused)?;
        // The files come first: a row never names bytes that are not there.
        let photo = self.mint_record();
        let stream = self.with(|work| Ok(work.view(about.target)?.stream))?;
        let digests = [
            (BlobRole::Thumbnail, Digest(made.thumbnail.sha256), made.thumbnail.bytes.as_slice()),
            (BlobRole::View, Digest(made.view.sha256), made.view.bytes.as_slice()),
            (BlobRole::Original, Digest(made.original.sha256), bytes),
        ];
        let mut rows = Vec::with_capacity(digests.len());
        for (role, digest, plain) in digests {
            let length = plain.len() as u64;
            let key = BlobKey::random(self.inner.random.as_ref());
            let context = BlobContext { tenant: session.tenant, digest, length };
            let random = self.inner.random.as_ref();
            let name = self
                .inner
                .folder
                .put(&key, &context, plain, random)
                .map_err(crate::opening::io_error)?;
            let wrapped = self.inner.blob_vault.wrap(&key, session.tenant, &digest, random);
            rows.push(BlobRow {
                digest,
                role,
                photo,
                stream,
                length,
                file: Some((name, wrapped)),
                made_at: Timestamp(self.inner.clock.wall_ms()),
                held_at: None,
                lost: false,
            });
        }
        self.with(|work| {
            work.db.add_blobs(rows.clone())?;
            put(work, photo, about, &made)
        })
    }

    /// The photos of a record, each with what of it is on the relay: "3 of 5".
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn photos_of(&self, record: RecordId) -> Result<Vec<PhotoState>, CoreError> {
        self.with(|work| {
            let mut states = Vec::new();
            for photo in work.db.photos_of(record)? {
                let held = |digest| -> Result<bool, CoreError> {
                    Ok(work.db.blob(digest)?.is_none_or(|blob| blob.held_at.is_some()))
                };
                let (shown, complete) = (held(photo.view)?, held(photo.original)?);
                states.push(PhotoState { photo, shown, complete });
            }
            Ok(states)
        })
    }

    /// Photos are refused while there is little room, so that small writes never are.
    fn check_room(&self, floor_mib: u32) -> Result<(), CoreError> {
        let free = fs4::available_space(&self.inner.config.folder).unwrap_or(u64::MAX);
        let floor_mib = u64::from(floor_mib);
        if free < floor_mib.saturating_mul(MIB) || !self.inner.store.has_reserve() {
            return Err(CoreError::NoRoomForPhoto { free_mib: free / MIB, floor_mib });
        }
        Ok(())
    }
}

/// The photo's own record, and its place in the record it is about.
fn put(
    work: &Work<'_>,
    photo: RecordId,
    about: &PhotoAttachment,
    made: &Processed,
) -> Result<RecordId, CoreError> {
    let target = work.view(about.target)?;
    let premises = premises_of(&target);
    work.permit("photo_add", target.stream, premises)?;
    let mut view =
        unborn(photo, target.stream, RecordKind::Photo, wangge_domain::record::Content::default());
    let content = &mut view.content;
    content.set(photo_keys::TARGET, about.target.to_string());
    if let Some(premises) = premises {
        content.set(photo_keys::PREMISES, premises.to_string());
    }
    content.set(photo_keys::ITEM, about.item.clone().unwrap_or_default());
    content.set(photo_keys::STAGE, about.stage.as_str());
    content.set(photo_keys::CAPTION, about.caption.trim());
    content.set(photo_keys::ORIGINAL, Digest(made.original.sha256).to_string());
    content.set(photo_keys::VIEW, Digest(made.view.sha256).to_string());
    content.set(photo_keys::THUMBNAIL, Digest(made.thumbnail.sha256).to_string());
    content.set(photo_keys::ORIGINAL_BYTES, made.original.bytes.cast_signed());
    content.set(photo_keys::WIDTH, i64::from(made.facts.width));
    content.set(photo_keys::HEIGHT, i64::from(made.facts.height));
    content.set(photo_keys::TAKEN_AT_MS, work.ctx.now.wall_ms);
    if let Some(taken) = &made.facts.taken_at {
        content.set(photo_keys::CAMERA_TIME, taken.local.format("%Y-%m-%dT%H:%M:%S").to_string());
    }
    if let Some(position) = &made.facts.position {
        content.set(photo_keys::LATITUDE, position.latitude_microdegrees);
        content.set(photo_keys::LONGITUDE, position.longitude_microdegrees);
    }
    let camera = [made.facts.make.as_deref(), made.facts.model.as_deref()];
    let camera = camera.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !camera.is_empty() {
        content.set(photo_keys::CAMERA, camera);
    }
    if about.imported {
        content.set(photo_keys::IMPORTED, true);
    }
    let blobs = BlobHashes {
        original: Digest(made.original.sha256),
        view: Digest(made.view.sha256),
        thumbnail: Digest(made.thumbnail.sha256),
    };
    let make = |version| Event::Submitted { version, correction: None };
    work.edit(photo, &RecordKind::Photo, target.stream, &view.content.fields)?;
    work.act_with(&view, vec![blobs], make)?;
    let place = BTreeMap::from([
        (keys::photo_item(photo), Scalar::from(about.item.clone().unwrap_or_default())),
        (keys::photo_stage(photo), Scalar::from(about.stage.as_str())),
    ]);
    work.edit(about.target, &target.kind, target.stream, &place)?;
    Ok(photo)
}

fn premises_of(target: &RecordUpdate) -> Option<RecordId> {
    match target.kind {
        RecordKind::Premises => Some(target.record),
        _ => target.content.text(keys::PREMISES).and_then(|id| id.parse().ok()),
    }
}

fn refused(error: PhotoError) -> CoreError {
    let code = match error.kind() {
        PhotoErrorKind::Foreign => "foreign",
        PhotoErrorKind::Damaged => "damaged",
        PhotoErrorKind::TooLarge => "too_large",
        PhotoErrorKind::Watermark | PhotoErrorKind::Internal => "internal",
    };
    CoreError::PhotoRefused { code: code.to_owned(), message: error.user_message() }
}
