use serde::{Deserialize, Serialize};

use crate::{Digest, RecordId, Timestamp, UserId};

/// A hazard that was accepted（查实的隐患）and may be rewarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptedHazard {
    /// The hazard.
    pub hazard: RecordId,
    /// Where.
    pub premises: RecordId,
    /// Who found it.
    pub finder: UserId,
    /// Code of the tariff.
    pub code: String,
    /// When it was accepted, by the relay's clock.
    pub accepted_at: Timestamp,
    /// Its photos.
    pub photos: Vec<PhotoPrint>,
    /// The report by the public on which its finder was sent there before finding it, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_by: Option<RecordId>,
}

/// What a photo is known by（照片指纹）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoPrint {
    /// SHA-256 of the original.
    pub digest: Digest,
    /// Perceptual hash, if one was made.
    pub perceptual: Option<u64>,
}

impl PhotoPrint {
    /// Whether two photos look the same: so many different bits or fewer.
    #[must_use]
    pub fn looks_like(&self, other: &Self, distance: u32) -> bool {
        self.perceptual
            .zip(other.perceptual)
            .is_some_and(|(mine, theirs)| (mine ^ theirs).count_ones() <= distance)
    }
}
