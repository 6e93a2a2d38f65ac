use std::collections::BTreeMap;

use wangge_domain::inspection::{PhotoStage, keys};
use wangge_domain::lifecycle::{Event, Reason, Status};
use wangge_domain::record::{RecordKind, Scalar, holds_control_letters, show_hidden_letters};
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_photo::{Limits, Options, PhotoError, PhotoErrorKind, Processed};
use wangge_protocol::{BlobHashes, sha256};
use wangge_sync_engine::client::{EventPlan, SealRequest, edit};

use super::phone_position::PhonePosition;
use super::subject::{Subject, premises_of};
use crate::clock::wall;
use crate::error::CoreError;
use crate::facade::Core;
use crate::media::{BlobContext, BlobKey, BlobLabel};
use crate::opening::io_error;
use crate::photo_keys;
use crate::session::Session;
use crate::store::{BlobRole, BlobRow};

const MIB: u64 = 1024 * 1024;

/// A photo to attach（拍照）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoInput {
    /// The file as the camera wrote it: JPEG or PNG. It is kept untouched.
    pub original: Vec<u8>,
    /// Checklist item, or slot of a premises file; empty: the record as a whole.
    pub item: String,
    /// What it shows.
    pub stage: PhotoStage,
    /// Words under it.
    pub caption: String,
    /// It comes from the gallery.
    pub imported: bool,
    /// Where the phone is now; left out of a photo that comes from the gallery.
    pub position: Option<PhonePosition>,
}

/// A photo that was taken in（已采用的照片）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedPhoto {
    /// The photo's own record.
    pub photo: RecordId,
    /// Its blobs.
    pub blobs: BlobHashes,
    /// What the file says is wrong, if it was taken all the same.
    pub damage: Option<String>,
}

impl Core {
    /// Whether a photo would be taken in（验照片）; stores nothing.
    ///
    /// # Errors
    /// [`CoreError::PhotoRefused`], [`CoreError::NoRoomForPhoto`].
    pub fn check_photo(&self, original: &[u8]) -> Result<(), CoreError> {
        let session = self.session()?;
        self.check_room(&session)?;
        process(&session, original).map(|_| ())
    }

    /// Takes a photo in（拍照留证）: checks it, makes view copy and thumbnail, writes three encrypted
    /// files, then the photo's record, sealed, and its place in the record it is about.
    ///
    /// # Errors
    /// [`CoreError::PhotoRefused`]: truncated, foreign, too large… [`CoreError::NoRoomForPhoto`]:
    /// everything else still works. [`CoreError::NotAllowed`]; [`CoreError::InvalidInput`]: a caption
    /// with control characters, a position that is none. Nothing is stored then.
    pub fn attach_photo(
        &self,
        target: RecordId,
        input: &PhotoInput,
    ) -> Result<AttachedPhoto, CoreError> {
        let session = self.session()?;
        // Before anything is written: files of a photo that is then refused would lie about.
        if holds_control_letters(&input.caption) {
            return Err(CoreError::hidden_letters(photo_keys::CAPTION));
        }
        let position = input.position.filter(|_| !input.imported);
        let position = position.map_or_else(|| Ok(BTreeMap::new()), PhonePosition::fields)?;
        self.check_room(&session)?;
        // Decoding takes longer than anything else: nobody waits for it.
        let processed = process(&session, &input.original)?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, target)?;
            subject.permit(&session, "photo_add")?;
            refuse_photo(&session, &subject, input)?;
            self.may_seal()?;
            let photo = self.mint_record();
            let blobs =
                self.store_blobs(&session, photo, subject.record.stream, input, &processed)?;
            let mut fields = fields(&subject, target, input, &processed, wall(self.clock()).0);
            fields.extend(position.clone());
            edit(
                ctx,
                photo,
                &RecordKind::Photo,
                subject.record.stream,
                &fields,
            )?;
            let mut place: BTreeMap<String, Scalar> =
                BTreeMap::from([(keys::photo_item(photo), input.item.as_str().into())]);
            if input.stage != PhotoStage::default() {
                place.insert(keys::photo_stage(photo), input.stage.as_str().into());
            }
            self.edit_record(ctx, &subject.record, &place)?;
            let submitted = |version| Event::Submitted {
                version,
                correction: None,
            };
            let plan = EventPlan::WithVersion(Box::new(submitted));
            let request = SealRequest {
                blobs: vec![blobs],
                ..SealRequest::new(photo, vec![plan])
            };
            self.seal_requests(ctx, vec![request])?;
            Ok(AttachedPhoto {
                photo,
                blobs,
                damage: processed.facts.damage.clone(),
            })
        })
    }

    /// Refuses photos while the disk is nearly full: small writes must still find room.
    fn check_room(&self, session: &Session) -> Result<(), CoreError> {
        let floor_mib = u64::from(session.policy.offline.free_space_floor_mib);
        let free = fs4::available_space(&self.inner.config.folder).map_err(io_error)?;
        let free_mib = free / MIB;
        if free_mib < floor_mib || !self.inner.store.has_reserve() {
            self.inner.store.restore_reserve();
            if free_mib < floor_mib || !self.inner.store.has_reserve() {
                return Err(CoreError::NoRoomForPhoto {
                    free_mib,
                    floor_mib,
                });
            }
        }
        Ok(())
    }

    /// Files first, each whole and synced, then their rows.
    fn store_blobs(
        &self,
        session: &Session,
        photo: RecordId,
        stream: StreamId,
        input: &PhotoInput,
        processed: &Processed,
    ) -> Result<BlobHashes, CoreError> {
        let parts = [
            (BlobRole::Original, input.original.as_slice()),
            (BlobRole::View, processed.view.bytes.as_slice()),
            (BlobRole::Thumbnail, processed.thumbnail.bytes.as_slice()),
        ];
        let mut rows: Vec<BlobRow> = Vec::with_capacity(parts.len());
        for (role, bytes) in parts {
            let digest = sha256(bytes);
            // Of a small picture a copy may be the original itself: one file is both.
            let same = rows.iter().find(|row| row.digest == digest).cloned();
            rows.push(match same {
                Some(same) => BlobRow { role, ..same },
                None => self.store_blob(session, photo, stream, (role, bytes), false)?,
            });
        }
        let hashes = BlobHashes {
            original: rows[0].digest,
            view: rows[1].digest,
            thumbnail: rows[2].digest,
        };
        self.name_blobs(rows)?;
        Ok(hashes)
    }

    /// Names files in their rows. One that stood there before is no good: it goes to the trash.
    pub(super) fn name_blobs(&self, rows: Vec<BlobRow>) -> Result<(), CoreError> {
        for replaced in self.inner.store.add_blobs(rows)? {
            // One that stays where it is is swept at the next start.
            let _left_behind = self.inner.folder.discard(&replaced);
        }
        Ok(())
    }

    /// Encrypts one blob into a file of its own and gives the row that is to name it. Bytes that
    /// are here already, whole, are not written a second time.
    pub(super) fn store_blob(
        &self,
        session: &Session,
        photo: RecordId,
        stream: StreamId,
        (role, bytes): (BlobRole, &[u8]),
        fetched: bool,
    ) -> Result<BlobRow, CoreError> {
        let digest = sha256(bytes);
        let length = bytes.len() as u64;
        let made_at = wall(self.clock());
        let row = |file| BlobRow {
            digest,
            role,
            photo,
            stream,
            length,
            file: Some(file),
            made_at,
            held_at: None,
            lost: false,
        };
        if let Some(known) = self.inner.store.blob(digest)?
            && self.is_whole(session, &known)
            && let Some(file) = known.file
        {
            return Ok(row(file));
        }
        let random = self.inner.random.as_ref();
        let key = BlobKey::random(random);
        let context = BlobContext {
            tenant: session.tenant,
            digest,
            length,
        };
        let label = BlobLabel {
            digest,
            length,
            role: role.as_str().to_owned(),
            photo,
            stream,
            made_at,
            fetched,
        };
        let vault = &self.inner.blob_vault;
        let label = vault.seal_label(&label, &key, session.tenant, random);
        let file = self
            .inner
            .folder
            .put(&key, &context, &label, bytes, random)
            .map_err(io_error)?;
        let wrapped = vault.wrap(&key, session.tenant, &digest, random);
        Ok(row((file, wrapped)))
    }

    /// Whether the file of a blob is here and every byte of it opens.
    fn is_whole(&self, session: &Session, blob: &BlobRow) -> bool {
        let read = self
            .open_blob(session, blob)
            .and_then(|mut reader| Ok(reader.read_at(0, usize::MAX)?));
        read.is_ok()
    }

    pub(crate) fn clock(&self) -> &dyn crate::clock::Clock {
        self.inner.clock.as_ref()
    }
}

fn process(session: &Session, original: &[u8]) -> Result<Processed, CoreError> {
    let policy = &session.policy.photos;
    let limits = Limits {
        max_bytes: Limits::default()
            .max_bytes
            .min(wangge_protocol::limits::MAX_BLOB_BYTES),
        ..Limits::default()
    };
    let options = Options {
        view_long_edge: policy.view_long_edge,
        view_quality: policy.view_quality,
        thumbnail_long_edge: policy.thumbnail_long_edge,
        ..Options::default()
    };
    let processed =
        wangge_photo::process(original, &limits, &options).map_err(|error| refused(&error))?;
    let edge = processed.facts.width.min(processed.facts.height);
    if edge < policy.min_edge {
        return Err(CoreError::PhotoRefused {
            code: "too_small".to_owned(),
            message: format!(
                "照片过小（短边{edge}像素，至少{}像素），不能作为证据",
                policy.min_edge
            ),
        });
    }
    Ok(processed)
}

fn refused(error: &PhotoError) -> CoreError {
    let code = match error.kind() {
        PhotoErrorKind::Foreign => "foreign",
        PhotoErrorKind::Damaged => "damaged",
        PhotoErrorKind::TooLarge => "too_large",
        _ => "copy_failed",
    };
    CoreError::PhotoRefused {
        code: code.to_owned(),
        message: error.user_message(),
    }
}

fn refuse_photo(session: &Session, subject: &Subject, input: &PhotoInput) -> Result<(), CoreError> {
    if input.imported && !session.policy.photos.allow_import {
        return Err(CoreError::NotAllowed(Reason::new(
            "import_not_allowed",
            "policy photos",
        )));
    }
    let (code, rule) = match subject.record.state.status {
        Status::Withdrawn => ("record_withdrawn", "design 4"),
        // The papers of a hazard that is done with show what was photographed until then.
        Status::Closed if is_hazard(subject) => ("record_closed", "S4-06"),
        Status::Voided if is_hazard(subject) => ("record_voided", "S4-06"),
        _ => return Ok(()),
    };
    Err(CoreError::NotAllowed(Reason::new(code, rule)))
}

fn is_hazard(subject: &Subject) -> bool {
    subject.record.kind == RecordKind::Rectification
}

fn fields(
    subject: &Subject,
    target: RecordId,
    input: &PhotoInput,
    processed: &Processed,
    taken_at_ms: i64,
) -> BTreeMap<String, Scalar> {
    let facts = &processed.facts;
    let hex = |digest: &[u8; 32]| Scalar::from(Digest(*digest).to_string());
    let mut fields: BTreeMap<String, Scalar> = BTreeMap::new();
    let mut set = |key: &str, value: Scalar| {
        fields.insert(key.to_owned(), value);
    };
    set(photo_keys::TARGET, target.to_string().into());
    let record = &subject.record;
    if let Some(premises) = premises_of(&record.kind, target, &record.content) {
        set(photo_keys::PREMISES, premises.to_string().into());
    }
    set(photo_keys::ITEM, input.item.as_str().into());
    set(photo_keys::STAGE, input.stage.as_str().into());
    if !input.caption.is_empty() {
        set(photo_keys::CAPTION, input.caption.as_str().into());
    }
    set(photo_keys::ORIGINAL, hex(&processed.original.sha256));
    set(photo_keys::VIEW, hex(&processed.view.sha256));
    set(photo_keys::THUMBNAIL, hex(&processed.thumbnail.sha256));
    let bytes = i64::try_from(processed.original.bytes).unwrap_or(i64::MAX);
    set(photo_keys::ORIGINAL_BYTES, bytes.into());
    set(photo_keys::WIDTH, i64::from(facts.width).into());
    set(photo_keys::HEIGHT, i64::from(facts.height).into());
    set(photo_keys::TAKEN_AT_MS, taken_at_ms.into());
    if let Some(taken) = &facts.taken_at {
        set(
            photo_keys::CAMERA_TIME,
            taken.local.format("%Y-%m-%dT%H:%M:%S").to_string().into(),
        );
    }
    if let Some(position) = &facts.position {
        set(photo_keys::LATITUDE, position.latitude_microdegrees.into());
        set(
            photo_keys::LONGITUDE,
            position.longitude_microdegrees.into(),
        );
    }
    let camera = [facts.make.as_deref(), facts.model.as_deref()];
    let camera: Vec<&str> = camera.into_iter().flatten().collect();
    if !camera.is_empty() {
        set(
            photo_keys::CAMERA,
            show_hidden_letters(&camera.join(" ")).into(),
        );
    }
    let look = format!("{:016x}", processed.look);
    set(keys::PHOTO_LOOK, look.into());
    if input.imported {
        set(photo_keys::IMPORTED, true.into());
    }
    fields
}
