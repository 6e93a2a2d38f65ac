use std::collections::BTreeMap;

use super::keys;
use crate::RecordId;
use crate::record::{Content, Scalar};

/// What a photo shows in the loop（照片阶段）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhotoStage {
    /// 检查时.
    #[default]
    Found,
    /// 整改前.
    Before,
    /// 整改后.
    After,
    /// 复查时.
    Recheck,
    /// 送达、张贴.
    Service,
}

impl PhotoStage {
    const ALL: [Self; 5] = [
        Self::Found,
        Self::Before,
        Self::After,
        Self::Recheck,
        Self::Service,
    ];

    /// The word in the content.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Before => "before",
            Self::After => "after",
            Self::Recheck => "recheck",
            Self::Service => "service",
        }
    }

    /// The stage of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }
}

/// A photo that belongs to a record（照片引用）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoRef {
    /// The photo record.
    pub photo: RecordId,
    /// Checklist item it belongs to; `None`: the record as a whole.
    pub item: Option<String>,
    /// What it shows.
    pub stage: PhotoStage,
}

/// The photos of a record, in the order of their ids, which is that of time.
#[must_use]
pub fn photo_refs(content: &Content) -> Vec<PhotoRef> {
    let mut photos = BTreeMap::new();
    for (rest, value) in content.under(keys::PHOTO_PREFIX) {
        let Some((photo, "item")) = rest.split_once('/') else {
            continue;
        };
        let Ok(photo) = photo.parse::<RecordId>() else {
            continue;
        };
        let Scalar::Text(item) = value else { continue };
        let stage = content
            .text(&keys::photo_stage(photo))
            .and_then(PhotoStage::parse);
        let item = Some(item.clone()).filter(|item| !item.is_empty());
        photos.insert(
            photo,
            PhotoRef {
                photo,
                item,
                stage: stage.unwrap_or_default(),
            },
        );
    }
    photos.into_values().collect()
}
