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

    /// Generation of this build（应用代次）: raised with every release that a relay may want to insist
    /// on. The app says it with every exchange; builds from before it was counted say 0. 2: decisions
    /// may hold numbers of papers (ADR 0017). 3: decisions may hold that a major case was filed, that a
    /// power is lacking and that a provisional number is another device's, and their tables judge so.
    pub const GENERATION: u8 = 3;

    /// What this build says of itself: all it can do, and its generation.
    pub const THIS_BUILD: Self =
        Self(Self::ALL.0 | u32::from_be_bytes([Self::GENERATION, 0, 0, 0]));

    /// The generation of the app that says this.
    #[must_use]
    pub const fn generation(self) -> u8 {
        self.0.to_be_bytes()[0]
    }

    /// True if every bit of `other` is set here.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
