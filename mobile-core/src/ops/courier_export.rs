use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use wangge_protocol::Capabilities;
use wangge_protocol::courier::{CarriedBlob, CourierLetter, CourierSeal};
use wangge_protocol::limits::MAX_COURIER_BLOBS;
use wangge_sync_engine::client::{letter_parts, seal_drafts};

use crate::courier::write_letter;
use crate::error::CoreError;
use crate::export_folder::make_export_folder;
use crate::facade::Core;
use crate::session::Session;
use crate::store::{BlobRole, BlobToSend, WrittenLetter};

/// Setting that holds the key that answers are encrypted to.
const IDENTITY: &str = "courier_identity";
/// Setting that counts the letters.
const NUMBER: &str = "courier_number";
/// Drafts sealed for one letter.
const DRAFTS: usize = 4096;
/// Bytes of the envelopes of one letter.
const MOST_BYTES: usize = 24 * 1024 * 1024;
/// Bytes of the photos of one letter: what a usual stick holds several times.
const MOST_PHOTO_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Which photos go into a letter（信件中的照片）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CourierPhotos {
    /// None.
    None,
    /// Thumbnails and view copies: enough for a photo to be shown.
    Small,
    /// Originals too.
    #[default]
    All,
}

/// A letter that was written（已生成信使文件）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourierExport {
    /// The file.
    pub file: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// Counts the letters of this phone.
    pub number: u64,
    /// Envelopes in it.
    pub envelopes: u64,
    /// Photo files in it.
    pub photos: u64,
    /// Photo files that wait for a later letter.
    pub photos_left: u64,
    /// Photo files that cannot be read.
    pub unreadable: u64,
}

impl Core {
    /// Writes everything that the relay has not accepted into one file（导出信使文件）, signed by this
    /// phone and encrypted to its relay alone, to be carried there by hand: by a stick, or by
    /// somebody else's phone. Nothing waits less for it: the network, if there is one, may be
    /// first. The answer comes back the same way, [`Core::courier_import`].
    ///
    /// # Errors
    /// [`CoreError::CourierRefused`] `no_key`: this phone has not met a relay with a courier key.
    /// [`CoreError::Cloned`], [`CoreError::DiskFull`]. [`CoreError::InvalidInput`]: the folder
    /// cannot be made.
    pub fn courier_export(
        &self,
        folder: &Path,
        photos: CourierPhotos,
    ) -> Result<CourierExport, CoreError> {
        let session = self.session_even_locked()?;
        match self.may_seal() {
            Ok(()) => self.change(&session, |ctx| Ok(seal_drafts(ctx, DRAFTS)?))?,
            // What is sealed may go; nothing new is, until the chains are known again.
            Err(CoreError::Recovering) => Vec::new(),
            Err(error) => return Err(error),
        };
        let recipient = session.control.courier.clone();
        let recipient = recipient.ok_or_else(|| CoreError::CourierRefused {
            code: "no_key".to_owned(),
        })?;
        make_export_folder(folder)?;
        let (blobs, photos_left, unreadable) = self.photos_for_letter(&session, photos)?;
        let number = self.inner.store.next_count(NUMBER)?;
        let made_at = self.now(&session);
        let parts = self.read(&session, |ctx| letter_parts(ctx, MOST_BYTES))?;
        let identity = self.courier_identity()?;
        let letter = CourierLetter {
            tenant: session.tenant,
            device: session.device,
            user: session.user,
            number,
            made_at,
            answer_to: identity.to_public().to_string(),
            cursors: parts.cursors,
            lease: parts
                .leases
                .last()
                .map_or(wangge_domain::Digest::ZERO, |lease| lease.digest()),
            leases: parts.leases,
            extensions: self.extensions()?,
            policies: self.inner.store.policy_digests()?,
            pushes: parts.pushes,
            blobs: blobs
                .iter()
                .map(|it| CarriedBlob {
                    digest: it.blob.digest,
                    length: it.blob.length,
                })
                .collect(),
            capabilities: Some(Capabilities::THIS_BUILD),
        };
        let seal = CourierSeal::sign(&letter, &session.key);
        let name = format!("wangge-{}-{number}.wgc", session.lease.short_id);
        let file = folder.join(name);
        let mut bytes = blobs.iter().map(|it| {
            self.open_blob(&session, &it.blob)
                .and_then(|mut reader| Ok(reader.read_at(0, usize::MAX)?))
        });
        let written = write_letter(&file, session.tenant, &recipient, &seal, &mut bytes)?;
        self.inner.store.add_letter(WrittenLetter {
            number,
            letter: seal.digest::<CourierLetter>(),
            file: written.body,
            made_at,
            envelopes: parts.envelopes,
        })?;
        Ok(CourierExport {
            file,
            bytes: written.bytes,
            number,
            envelopes: parts.envelopes,
            photos: u64::try_from(blobs.len()).unwrap_or(u64::MAX),
            photos_left,
            unreadable,
        })
    }

    /// Photos that can be read to their last byte, small copies first; how many are left, and how
    /// many cannot be read.
    fn photos_for_letter(
        &self,
        session: &Session,
        photos: CourierPhotos,
    ) -> Result<(Vec<BlobToSend>, u64, u64), CoreError> {
        let roles: &[BlobRole] = match photos {
            CourierPhotos::None => return Ok((Vec::new(), 0, 0)),
            CourierPhotos::Small => &[BlobRole::Thumbnail, BlobRole::View],
            CourierPhotos::All => &[BlobRole::Thumbnail, BlobRole::View, BlobRole::Original],
        };
        let waiting = self.inner.store.blobs_to_send(roles, usize::MAX)?;
        let (mut chosen, mut left, mut unreadable, mut bytes) = (Vec::new(), 0, 0, 0_u64);
        for to_send in waiting {
            let sum = bytes.saturating_add(to_send.blob.length);
            if sum > MOST_PHOTO_BYTES || chosen.len() == MAX_COURIER_BLOBS {
                left += 1;
                continue;
            }
            let whole = self
                .open_blob(session, &to_send.blob)
                .and_then(|mut reader| Ok(reader.read_at(0, usize::MAX)?));
            match whole {
                Ok(_) => {
                    bytes = sum;
                    chosen.push(to_send);
                }
                Err(_) => unreadable += 1,
            }
        }
        Ok((chosen, left, unreadable))
    }

    /// The key that answers to this phone are encrypted to, made when it is first needed.
    pub(super) fn courier_identity(&self) -> Result<Identity, CoreError> {
        if let Some(identity) = self.known_courier_identity()? {
            return Ok(identity);
        }
        let identity = Identity::generate();
        let text = identity.to_string().expose_secret().as_bytes().to_vec();
        self.inner.store.set_settings(vec![(IDENTITY, text)])?;
        Ok(identity)
    }

    pub(super) fn known_courier_identity(&self) -> Result<Option<Identity>, CoreError> {
        let text = self.inner.store.setting_text(IDENTITY)?;
        Ok(text.and_then(|text| text.parse().ok()))
    }
}
