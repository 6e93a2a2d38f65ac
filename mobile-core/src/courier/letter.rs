use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write};
use std::path::Path;

use age::x25519::Recipient;
use sha2::{Digest as _, Sha256};
use wangge_domain::{Digest, TenantId};
use wangge_protocol::courier::{CourierCover, CourierKind, CourierSeal};
use wangge_protocol::encode;

use crate::error::CoreError;
use crate::opening::io_error;
use crate::platform::sync_folder;

/// Envelopes of one grid are alike: worth the time on a phone.
const LEVEL: i32 = 9;

/// A letter on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LetterFile {
    /// Hash of the body.
    pub(crate) body: Digest,
    /// Bytes of the file.
    pub(crate) bytes: u64,
}

/// Writes a letter and the photos behind it, encrypted to the relay. The file is there whole, or
/// not at all.
pub(crate) fn write_letter(
    path: &Path,
    tenant: TenantId,
    recipient: &str,
    letter: &CourierSeal,
    photos: &mut dyn Iterator<Item = Result<Vec<u8>, CoreError>>,
) -> Result<LetterFile, CoreError> {
    let body = path.with_extension("body");
    let whole = path.with_extension("part");
    let written =
        write_body(&body, tenant, recipient, letter, photos).and_then(|(digest, length)| {
            let cover = CourierCover {
                kind: CourierKind::Letter,
                tenant,
                recipient: recipient.to_owned(),
                length,
                digest,
            };
            let bytes = assemble(&whole, &cover, &body).map_err(io_error)?;
            fs::rename(&whole, path).map_err(io_error)?;
            sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(io_error)?;
            Ok(LetterFile {
                body: digest,
                bytes,
            })
        });
    let _left_behind = fs::remove_file(&body);
    if written.is_err() {
        let _left_behind = fs::remove_file(&whole);
    }
    written
}

fn write_body(
    path: &Path,
    tenant: TenantId,
    recipient: &str,
    letter: &CourierSeal,
    photos: &mut dyn Iterator<Item = Result<Vec<u8>, CoreError>>,
) -> Result<(Digest, u64), CoreError> {
    let to: Recipient = recipient
        .parse()
        .map_err(|error: &str| CoreError::Internal(format!("courier key: {error}")))?;
    let one: &dyn age::Recipient = &to;
    let encryptor = age::Encryptor::with_recipients(std::iter::once(one))
        .map_err(|error| CoreError::Internal(format!("courier: {error}")))?;
    let out = Hashing {
        file: File::create(path).map_err(io_error)?,
        hasher: Sha256::new_with_prefix(CourierCover::binding(
            CourierKind::Letter,
            tenant,
            recipient,
        )),
        length: 0,
    };
    let mut writer = encryptor.wrap_output(out).map_err(io_error)?;
    let packed = zstd::bulk::compress(&encode(letter), LEVEL).map_err(io_error)?;
    let length = u32::try_from(packed.len())
        .map_err(|_| CoreError::Internal("a letter of gigabytes".to_owned()))?;
    writer.write_all(&length.to_be_bytes()).map_err(io_error)?;
    writer.write_all(&packed).map_err(io_error)?;
    for photo in photos {
        writer.write_all(&photo?).map_err(io_error)?;
    }
    let out = writer.finish().map_err(io_error)?;
    out.file.sync_all().map_err(io_error)?;
    Ok((Digest(out.hasher.finalize().into()), out.length))
}

fn assemble(path: &Path, cover: &CourierCover, body: &Path) -> io::Result<u64> {
    let mut file = File::create(path)?;
    file.write_all(&cover.to_bytes())?;
    let mut body = File::open(body)?;
    io::copy(&mut body, &mut file)?;
    file.sync_all()?;
    file.seek(SeekFrom::End(0))
}

/// Hashes and counts what goes into a file.
struct Hashing {
    file: File,
    hasher: Sha256,
    length: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
