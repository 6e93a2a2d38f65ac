use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, TenantId};

use super::CourierError;
use crate::{decode, encode};

const MAGIC: [u8; 8] = *b"WGCOUR\r\n";
const VERSION: u8 = 1;
const MAX_COVER_BYTES: u32 = 1024;

/// What a courier file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourierKind {
    /// From a phone to its relay.
    Letter,
    /// From the relay to a phone.
    Answer,
}

/// The outside of a courier file（封面）: all that somebody who only carries it learns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierCover {
    /// What it is.
    #[serde(rename = "k")]
    pub kind: CourierKind,
    /// Whose data.
    #[serde(rename = "t")]
    pub tenant: TenantId,
    /// The recipient it is encrypted to, `age1…`.
    #[serde(rename = "r")]
    pub recipient: String,
    /// Bytes of the body that follows.
    #[serde(rename = "n")]
    pub length: u64,
    /// SHA-256 of [`CourierCover::binding`] and the body: tells damage of either before anything
    /// is opened, and names the file.
    #[serde(rename = "d")]
    pub digest: Digest,
}

impl CourierCover {
    /// What is hashed before the body, so that a changed cover shows too.
    #[must_use]
    pub fn binding(kind: CourierKind, tenant: TenantId, recipient: &str) -> Vec<u8> {
        encode(&("wangge/courier-cover/1", kind, tenant, recipient))
    }

    /// The bytes in front of the body.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let cover = encode(self);
        let length = u32::try_from(cover.len()).unwrap_or(u32::MAX);
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&cover);
        bytes
    }

    /// Reads the cover; the reader stands at the body then.
    ///
    /// # Errors
    /// What the reader says, or [`CourierError`] as [`io::ErrorKind::InvalidData`].
    pub fn read(reader: &mut impl Read) -> Result<Result<Self, CourierError>, io::Error> {
        let mut head = [0_u8; 13];
        if let Some(error) = filled(reader, &mut head)? {
            return Ok(Err(error));
        }
        let [m0, m1, m2, m3, m4, m5, m6, m7, version, l0, l1, l2, l3] = head;
        if [m0, m1, m2, m3, m4, m5, m6, m7] != MAGIC {
            return Ok(Err(CourierError::Foreign));
        }
        if version != VERSION {
            return Ok(Err(CourierError::Version(version)));
        }
        let length = u32::from_be_bytes([l0, l1, l2, l3]);
        if length > MAX_COVER_BYTES {
            return Ok(Err(CourierError::TooLarge));
        }
        let mut cover = vec![0; usize::try_from(length).unwrap_or(0)];
        if filled(reader, &mut cover)?.is_some() {
            return Ok(Err(CourierError::Damaged));
        }
        Ok(decode(&cover).map_err(|_| CourierError::Damaged))
    }
}

/// Fills a buffer; a reader that ends before is no courier file.
fn filled(reader: &mut impl Read, buffer: &mut [u8]) -> Result<Option<CourierError>, io::Error> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Ok(Some(CourierError::Foreign))
        }
        Err(error) => Err(error),
    }
}
