use serde::{Deserialize, Serialize};

/// What a side can do beyond version 1 of the wire（能力）: a set of bits, unknown ones ignored. What each
/// side makes of it stands in `docs/adr/0023-mixed-versions.md`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Capabilities(pub u32);

impl Capabilities {
    /// Bodies compressed with zstd: version 1 has no others, so that nobody asks for this bit.
    pub const ZSTD: Self = Self(1);
    /// Cursor vectors as one hash: the claim itself says which it is.
    pub const CURSOR_DIGEST: Self = Self(1 << 1);
    /// Rows whose changes were blanked, and the acts of a redaction（涂销）: a device that does not say
    /// this gets a log up to the first of them (ADR 0012).
    pub const REDACTION: Self = Self(1 << 2);

    /// Everything this build can do.
    pub const ALL: Self = Self(Self::ZSTD.0 | Self::CURSOR_DIGEST.0 | Self::REDACTION.0);

    /// Generation of this build（应用代次）: raised with every release that a relay may want to insist
    /// on. The app says it with every exchange; builds from before it was counted say 0. 2: decisions
    /// may hold numbers of papers (ADR 0017). 3: decisions may hold that a major case was filed, that a
    /// power is lacking and that a provisional number is another device's, and their tables judge so. 4:
    /// decisions may hold what a visit lacks of its team's signatures, logs redactions (ADR 0012). Which
    /// field is whose says `generation.rs`.
    pub const GENERATION: u8 = 4;

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
