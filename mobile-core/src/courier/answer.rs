use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use age::x25519::Identity;
use wangge_domain::TenantId;
use wangge_protocol::courier::{
    CarriedStamp, CourierCover, CourierError, CourierKind, CourierSeal, Stamp,
};
use wangge_protocol::limits::MAX_COURIER_PAPER_BYTES;
use wangge_protocol::{decode, sha256};

use crate::error::CoreError;
use crate::opening::io_error;

/// Bytes of a receipt at most.
const MAX_RECEIPT_BYTES: usize = 4096;
/// Largest window a compressed paper may ask for, as a power of two: 8 MiB.
const MAX_WINDOW_LOG: u32 = 23;

/// What came back by hand.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// The relay's answer, as sealed.
    Answer(CourierSeal),
    /// A receipt of a relay that carries the letter on.
    Receipt(Stamp),
}

/// Reads what came back: an answer to this phone, or a receipt. Whose word the answer is, is not
/// looked at here.
pub(crate) fn open_reply(
    path: &Path,
    tenant: TenantId,
    identity: Option<&Identity>,
) -> Result<Reply, CoreError> {
    let mut file = BufReader::new(File::open(path).map_err(io_error)?);
    let cover = match CourierCover::read(&mut file).map_err(io_error)? {
        Ok(cover) => cover,
        Err(CourierError::Foreign) => return receipt(path),
        Err(error) => return Err(refused(&error)),
    };
    if cover.kind == CourierKind::Letter {
        return Err(CoreError::CourierRefused {
            code: "letter".to_owned(),
        });
    }
    let limit = u64::try_from(MAX_COURIER_PAPER_BYTES).unwrap_or(u64::MAX);
    if cover.length > limit {
        return Err(refused(&CourierError::TooLarge));
    }
    let mut body = Vec::new();
    file.take(cover.length)
        .read_to_end(&mut body)
        .map_err(io_error)?;
    let binding = CourierCover::binding(cover.kind, cover.tenant, &cover.recipient);
    let digest = sha256(&[binding.as_slice(), &body].concat());
    if body.len() as u64 != cover.length || digest != cover.digest {
        return Err(refused(&CourierError::Damaged));
    }
    let foreign = || CoreError::CourierRefused {
        code: "foreign".to_owned(),
    };
    let identity = identity.ok_or_else(foreign)?;
    if cover.tenant != tenant || cover.recipient != identity.to_public().to_string() {
        return Err(foreign());
    }
    let one: &dyn age::Identity = identity;
    let mut plain = age::Decryptor::new_buffered(body.as_slice())
        .and_then(|decryptor| decryptor.decrypt(std::iter::once(one)))
        .map_err(|_| refused(&CourierError::Damaged))?;
    let mut packed = Vec::new();
    let mut length = [0_u8; 4];
    plain
        .read_exact(&mut length)
        .and_then(|()| plain.read_to_end(&mut packed))
        .map_err(|_| refused(&CourierError::Damaged))?;
    if u32::try_from(packed.len()).ok() != Some(u32::from_be_bytes(length)) {
        return Err(refused(&CourierError::Damaged));
    }
    let paper = unpack(&packed)?;
    decode(&paper)
        .map(Reply::Answer)
        .map_err(|_| refused(&CourierError::Damaged))
}

/// The code by which an app tells why.
pub(crate) fn refused(error: &CourierError) -> CoreError {
    let code = match error {
        CourierError::Foreign => "no_courier_file",
        CourierError::Version(_) => "newer_version",
        CourierError::Damaged => "damaged",
        CourierError::TooLarge => "too_large",
        CourierError::NotSigned => "not_signed",
    };
    CoreError::CourierRefused {
        code: code.to_owned(),
    }
}

fn receipt(path: &Path) -> Result<Reply, CoreError> {
    let mut bytes = Vec::new();
    let limit = MAX_RECEIPT_BYTES as u64 + 1;
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(io_error)?;
    let stamp: CarriedStamp = (bytes.len() <= MAX_RECEIPT_BYTES)
        .then(|| decode(&bytes).ok())
        .flatten()
        .ok_or_else(|| refused(&CourierError::Foreign))?;
    let stamp = stamp.open().map_err(|error| refused(&error))?;
    Ok(Reply::Receipt(stamp))
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, CoreError> {
    let damaged = |_| refused(&CourierError::Damaged);
    let mut decoder = zstd::stream::read::Decoder::new(packed)
        .map_err(damaged)?
        .single_frame();
    decoder.window_log_max(MAX_WINDOW_LOG).map_err(damaged)?;
    let mut plain = Vec::new();
    let limit = u64::try_from(MAX_COURIER_PAPER_BYTES).unwrap_or(u64::MAX);
    decoder
        .take(limit + 1)
        .read_to_end(&mut plain)
        .map_err(damaged)?;
    if plain.len() > MAX_COURIER_PAPER_BYTES {
        return Err(refused(&CourierError::TooLarge));
    }
    Ok(plain)
}
