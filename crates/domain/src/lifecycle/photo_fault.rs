use serde::{Deserialize, Serialize};

use super::SameFile;
use crate::inspection::{PhotoStage, photo_keys};
use crate::record::Content;
use crate::{RecordId, Timestamp};

/// What is wrong with a photo that an act cites（照片不符）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoFault {
    /// It was attached to another record, or is no photo.
    OfAnother,
    /// It was taken before the hazard was found, or shows how it was then.
    BeforeFound,
    /// Before and after are one and the same picture.
    Alike,
    /// Its file is that of an earlier photo, which shows something else.
    SameFile(SameFile),
}

impl PhotoFault {
    /// What is wrong with a photo that says this of itself: it was attached to none of these
    /// records; or, where it must not be older than some time, it is, or shows what was found.
    #[must_use]
    pub fn of(
        photo: &Content,
        subjects: &[RecordId],
        not_before: Option<Timestamp>,
    ) -> Option<Self> {
        let target = photo.text(photo_keys::TARGET);
        let target = target.and_then(|id| id.parse::<RecordId>().ok());
        if target.is_none_or(|target| !subjects.contains(&target)) {
            return Some(Self::OfAnother);
        }
        let taken = photo.int(photo_keys::TAKEN_AT_MS).map(Timestamp);
        let stage = photo.text(photo_keys::STAGE).and_then(PhotoStage::parse);
        let shows_it = matches!(stage, Some(PhotoStage::Found | PhotoStage::Before));
        let from = not_before?;
        let early = taken.is_some_and(|taken| taken < from);
        (early || shows_it).then_some(Self::BeforeFound)
    }

    /// The same picture twice: the originals are byte by byte alike.
    #[must_use]
    pub fn of_pair(before: &Content, after: &Content) -> Option<Self> {
        let first = before.text(photo_keys::ORIGINAL);
        let alike = first.is_some() && first == after.text(photo_keys::ORIGINAL);
        alike.then_some(Self::Alike)
    }
}
