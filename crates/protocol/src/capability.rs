use serde::{Deserialize, Serialize};

/// What a side can do beyond version 1 of the wire（能力）: a set of bits, unknown ones ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Capabilities(pub u32);

impl Capabilities {
    /// Bodies compressed with zstd.
    pub const ZSTD: Self = Self(1);
    /// Cursor vectors as one hash.
    pub const CURSOR_DIGEST: Self = Self(1 << 1);

    /// Everything this build can do.
    pub const ALL: Self = Self(Self::ZSTD.0 | Self::CURSOR_DIGEST.0);

    /// True if every bit of `other` is set here.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
