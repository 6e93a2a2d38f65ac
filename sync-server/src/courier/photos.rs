use std::fs::File;
use std::io::{Read, Write as _};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wangge_domain::Digest;
use wangge_protocol::courier::CarriedBlob;
use wangge_protocol::limits::{MAX_BLOB_BYTES, MAX_COURIER_BLOBS};

use crate::blob::Blobs;
use crate::error::RelayStartError;
use crate::tenant::Tenant;

/// What became of the photos of a letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TakenPhotos {
    /// Verified and kept.
    pub(super) taken: u64,
    /// Here already.
    pub(super) known: u64,
    /// Not what the letter says, or cut off.
    pub(super) damaged: u64,
}

/// Takes the photos that follow a letter, one after the other; one that is not what its hash says
/// costs nothing but itself.
pub(super) fn take_photos(
    tenant: &Tenant,
    blobs: &Blobs,
    listed: &[CarriedBlob],
    body: &mut impl Read,
) -> Result<TakenPhotos, RelayStartError> {
    let mut sum = TakenPhotos::default();
    for (index, blob) in listed.iter().enumerate() {
        let fits = index < MAX_COURIER_BLOBS && blob.length <= MAX_BLOB_BYTES;
        if !fits {
            sum.damaged += u64::try_from(listed.len() - index).unwrap_or(u64::MAX);
            break;
        }
        let held = tenant.database.held_blob(tenant.id(), blob.digest)?;
        let part = blobs.fresh_part(Uuid::from_bytes(rand::random()));
        let problem = |error: std::io::Error| RelayStartError::file(&part, error.to_string());
        let mut file = if held.is_none() {
            Some(File::create(&part).map_err(problem)?)
        } else {
            None
        };
        let read = copy_hashed(body, blob.length, &mut file).map_err(problem)?;
        let Some((digest, length)) = read else {
            // The file ends here: so do the photos.
            drop(file);
            let _swept_at_start = std::fs::remove_file(&part);
            sum.damaged += u64::try_from(listed.len() - index).unwrap_or(u64::MAX);
            break;
        };
        let is_good = (digest, length) == (blob.digest, blob.length);
        match file {
            None => sum.known += 1,
            Some(file) if is_good => {
                file.sync_all().map_err(problem)?;
                blobs.take_carried(tenant, digest, &part)?;
                sum.taken += 1;
            }
            Some(_) => {
                let _swept_at_start = std::fs::remove_file(&part);
                sum.damaged += 1;
            }
        }
    }
    Ok(sum)
}

/// Copies so many bytes; `None` if there are fewer, or they cannot be decrypted.
fn copy_hashed(
    from: &mut impl Read,
    length: u64,
    to: &mut Option<File>,
) -> std::io::Result<Option<(Digest, u64)>> {
    let (mut hasher, mut done) = (Sha256::new(), 0);
    let mut block = vec![0_u8; 1 << 16];
    while done < length {
        let want = usize::try_from(length - done)
            .unwrap_or(usize::MAX)
            .min(block.len());
        let Some(slot) = block.get_mut(..want) else {
            return Ok(None);
        };
        let Ok(read) = from.read(slot) else {
            return Ok(None);
        };
        let Some(part) = block.get(..read).filter(|part| !part.is_empty()) else {
            return Ok(None);
        };
        hasher.update(part);
        if let Some(file) = to {
            file.write_all(part)?;
        }
        done += u64::try_from(read).unwrap_or(0);
    }
    Ok(Some((Digest(hasher.finalize().into()), done)))
}
