use serde::{Deserialize, Serialize};

/// A part of a whole（比率）with both numbers: of nothing there is no percentage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// How many.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

impl Share {
    /// In tenths of a per cent, rounded down, so that 100 % means all; `None` of nothing.
    #[must_use]
    pub fn per_mille(self) -> Option<u32> {
        let tenths =
            u128::from(self.part) * 1000 / u128::from(Some(self.whole).filter(|n| *n > 0)?);
        Some(u32::try_from(tenths).unwrap_or(u32::MAX))
    }
}
