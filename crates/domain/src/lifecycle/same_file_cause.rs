use serde::{Deserialize, Serialize};

use super::PhotoPurpose;
use crate::inspection::{PhotoStage, photo_keys};
use crate::record::Content;
use crate::{RecordId, Timestamp};

/// Why an act may not rest on a file that another photo names too（同一文件的情形）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameFileCause {
    /// It shows other premises（另一场所）.
    Elsewhere,
    /// It shows how something was found（检查时、整改前）.
    Found,
    /// It was there before the hazard was（登记隐患前）.
    Earlier,
    /// It showed another act, or work of another day（此前办理所用）.
    Used,
}

impl SameFileCause {
    /// What a photo of the same file says against an act about these premises; none is said to be
    /// elsewhere where no premises are known. One picture may show that two things at the same
    /// premises were put right.
    #[must_use]
    pub fn of(twin: &Content, premises: &[RecordId], purpose: PhotoPurpose) -> Option<Self> {
        let at = twin.text(photo_keys::PREMISES);
        let at = at.and_then(|id| id.parse::<RecordId>().ok());
        if at.is_some_and(|at| !premises.is_empty() && !premises.contains(&at)) {
            return Some(Self::Elsewhere);
        }
        let PhotoPurpose::Later(since) = purpose else {
            return None;
        };
        let stage = twin.text(photo_keys::STAGE).and_then(PhotoStage::parse);
        if matches!(stage, Some(PhotoStage::Found | PhotoStage::Before)) {
            return Some(Self::Found);
        }
        let taken = twin.int(photo_keys::TAKEN_AT_MS).map(Timestamp);
        let early = taken.zip(since).is_some_and(|(taken, since)| taken < since);
        early.then_some(Self::Earlier)
    }

    /// The word in content and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::Found => "found",
            Self::Earlier => "earlier",
            Self::Used => "used",
        }
    }

    /// What the file shows, in words for people.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Elsewhere => "与另一场所的照片相同",
            Self::Found => "与检查时、整改前的照片相同",
            Self::Earlier => "与登记隐患前的照片相同",
            Self::Used => "与此前办理所用的照片相同",
        }
    }
}
