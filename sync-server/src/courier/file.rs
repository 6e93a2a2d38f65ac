//! The outside of courier files on disk: covers, stamps, encryption.

use std::fs::File;
use std::io::{BufReader, Read, Seek as _, SeekFrom, Take, Write as _};
use std::path::{Path, PathBuf};

use age::stream::StreamReader;
use age::x25519::{Identity, Recipient};
use sha2::{Digest as _, Sha256};
use wangge_domain::{Digest, TenantId};
use wangge_protocol::courier::{
    CarriedStamp, CourierCover, CourierError, CourierKind, CourierSeal,
};
use wangge_protocol::limits::{MAX_COURIER_PAPER_BYTES, MAX_COURIER_STAMPS};
use wangge_protocol::{decode, encode, sha256};

use crate::error::RelayStartError;
use crate::platform::write_durably;

/// Bytes of one stamp.
const MAX_STAMP_BYTES: u32 = 2048;
/// Papers of one grid are alike.
const LEVEL: i32 = 9;

/// A courier file whose bytes are all there.
pub(super) struct CourierFile {
    path: PathBuf,
    pub(super) cover: CourierCover,
    pub(super) stamps: Vec<CarriedStamp>,
    body_at: u64,
}

/// The body of a courier file, decrypted as it is read.
pub(super) type Body = StreamReader<BufReader<Take<File>>>;

pub(super) fn refused(path: &Path, error: &CourierError) -> RelayStartError {
    let zh = match error {
        CourierError::Foreign => "不是信使文件",
        CourierError::Version(_) => "信使文件版本较新，请升级",
        CourierError::Damaged => "信使文件损坏或不完整，未作改动，请重新拷贝",
        CourierError::TooLarge => "信使文件超出限制，未作改动",
        CourierError::NotSigned => "信使文件签名无效，未作改动",
    };
    RelayStartError::file(path, format!("{zh}（{error}）"))
}

impl CourierFile {
    /// Reads cover and stamps, and proves that no byte of the body is missing or changed.
    pub(super) fn open(path: &Path) -> Result<Self, RelayStartError> {
        let problem = |error: std::io::Error| RelayStartError::file(path, error.to_string());
        let mut file = BufReader::new(File::open(path).map_err(problem)?);
        let cover = CourierCover::read(&mut file)
            .map_err(problem)?
            .map_err(|error| refused(path, &error))?;
        let body_at = file.stream_position().map_err(problem)?;
        let binding = CourierCover::binding(cover.kind, cover.tenant, &cover.recipient);
        let (mut hasher, mut length) = (Sha256::new_with_prefix(binding), 0_u64);
        let mut block = vec![0_u8; 1 << 16];
        let mut body = (&mut file).take(cover.length);
        loop {
            let read = body.read(&mut block).map_err(problem)?;
            let Some(part) = block.get(..read).filter(|part| !part.is_empty()) else {
                break;
            };
            hasher.update(part);
            length += u64::try_from(read).unwrap_or(0);
        }
        if length != cover.length || Digest(hasher.finalize().into()) != cover.digest {
            return Err(refused(path, &CourierError::Damaged));
        }
        let stamps = read_stamps(&mut file).map_err(problem)?;
        Ok(Self {
            path: path.to_owned(),
            cover,
            stamps,
            body_at,
        })
    }

    /// Opens the body with the relay's key.
    pub(super) fn decrypt(&self, identity: &Identity) -> Result<Body, RelayStartError> {
        let problem = |error: std::io::Error| RelayStartError::file(&self.path, error.to_string());
        let mut file = File::open(&self.path).map_err(problem)?;
        file.seek(SeekFrom::Start(self.body_at)).map_err(problem)?;
        let body = BufReader::new(file.take(self.cover.length));
        let one: &dyn age::Identity = identity;
        age::Decryptor::new_buffered(body)
            .and_then(|decryptor| decryptor.decrypt(std::iter::once(one)))
            .map_err(|_| refused(&self.path, &CourierError::Damaged))
    }

    /// Reads the paper that a body begins with.
    pub(super) fn paper(&self, body: &mut Body) -> Result<CourierSeal, RelayStartError> {
        let damaged = || refused(&self.path, &CourierError::Damaged);
        let mut length = [0_u8; 4];
        body.read_exact(&mut length).map_err(|_| damaged())?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > MAX_COURIER_PAPER_BYTES {
            return Err(refused(&self.path, &CourierError::TooLarge));
        }
        let mut packed = Vec::new();
        let limit = u64::try_from(length).unwrap_or(u64::MAX);
        body.take(limit)
            .read_to_end(&mut packed)
            .map_err(|_| damaged())?;
        if packed.len() != length {
            return Err(damaged());
        }
        let plain = crate::http::unpack(&packed, MAX_COURIER_PAPER_BYTES)
            .map_err(|_| refused(&self.path, &CourierError::TooLarge))?;
        decode(&plain).map_err(|_| damaged())
    }
}

fn read_stamps(file: &mut impl Read) -> std::io::Result<Vec<CarriedStamp>> {
    let mut stamps = Vec::new();
    while stamps.len() < MAX_COURIER_STAMPS {
        let mut length = [0_u8; 4];
        // Whatever ends here ends the stamps: they are a courtesy, the letter stands without.
        if file.read_exact(&mut length).is_err() {
            break;
        }
        let length = u32::from_be_bytes(length);
        let mut bytes = vec![0; usize::try_from(length.min(MAX_STAMP_BYTES)).unwrap_or(0)];
        if length > MAX_STAMP_BYTES || file.read_exact(&mut bytes).is_err() {
            break;
        }
        match decode(&bytes) {
            Ok(stamp) => stamps.push(stamp),
            Err(_) => break,
        }
    }
    Ok(stamps)
}

/// A stamp as it stands behind the body.
pub(super) fn stamp_bytes(stamp: &CarriedStamp) -> Vec<u8> {
    let bytes = encode(stamp);
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [length.to_be_bytes().as_slice(), &bytes].concat()
}

/// Writes a paper to a file of its own, encrypted to one recipient.
pub(super) fn write_paper(
    path: &Path,
    tenant: TenantId,
    recipient: &str,
    seal: &CourierSeal,
) -> Result<u64, RelayStartError> {
    let problem = |error: std::io::Error| RelayStartError::file(path, error.to_string());
    let to: Recipient = recipient
        .parse()
        .map_err(|error: &str| RelayStartError::invalid(format!("recipient: {error}")))?;
    let packed = zstd::bulk::compress(&encode(seal), LEVEL).map_err(problem)?;
    let one: &dyn age::Recipient = &to;
    let encryptor = age::Encryptor::with_recipients(std::iter::once(one))
        .map_err(|error| RelayStartError::invalid(error.to_string()))?;
    let mut body = Vec::new();
    let mut writer = encryptor.wrap_output(&mut body).map_err(problem)?;
    let length = u32::try_from(packed.len()).map_err(|_| refused(path, &CourierError::TooLarge))?;
    writer.write_all(&length.to_be_bytes()).map_err(problem)?;
    writer.write_all(&packed).map_err(problem)?;
    writer.finish().map_err(problem)?;
    let cover = CourierCover {
        kind: CourierKind::Answer,
        tenant,
        recipient: recipient.to_owned(),
        length: body.len() as u64,
        digest: sha256(
            &[
                CourierCover::binding(CourierKind::Answer, tenant, recipient),
                body.clone(),
            ]
            .concat(),
        ),
    };
    let bytes = [cover.to_bytes(), body].concat();
    write_durably(path, &bytes, false).map_err(problem)?;
    Ok(bytes.len() as u64)
}
