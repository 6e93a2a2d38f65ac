use serde::{Deserialize, Serialize};

/// What the owner's page takes（业主反馈页规则）: whoever holds a notice reports by its one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnerPageRules {
    /// A code holds until so many days after the deadline.
    pub code_days_after_due: u32,
    /// Photos in one report at most.
    pub max_photos: u32,
    /// Size of one photo at most, MiB.
    pub max_photo_mib: u32,
    /// Characters of the text at most.
    pub max_note_chars: u32,
}
