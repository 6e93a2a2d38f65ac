use serde::Serialize;

use super::keys;
use crate::record::Content;

/// What may be fitted（简易消防设施）by S3-25.
const FITTINGS: [&str; 3] = [
    keys::SIMPLE_SPRINKLER,
    keys::NETWORKED_SMOKE_ALARM,
    keys::RESIDUAL_CURRENT_DEVICE,
];

/// How many premises have something fitted（加装情况）of S3-25.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FittingCount {
    /// Content key.
    pub key: &'static str,
    /// Premises that have it.
    pub fitted: u64,
    /// Premises that do not.
    pub without: u64,
    /// Premises of which nobody has said.
    pub unknown: u64,
}

impl FittingCount {
    /// Counts other premises in.
    pub fn add(&mut self, other: &Self) {
        self.fitted += other.fitted;
        self.without += other.without;
        self.unknown += other.unknown;
    }
}

/// Counts what is fitted（加装统计）. What nobody has looked at is unknown, not missing.
#[must_use]
pub fn fitting_counts<'a>(contents: impl IntoIterator<Item = &'a Content>) -> Vec<FittingCount> {
    let mut counts = FITTINGS.map(|key| FittingCount {
        key,
        ..FittingCount::default()
    });
    for content in contents {
        for count in &mut counts {
            match content.bool(count.key) {
                Some(true) => count.fitted += 1,
                Some(false) => count.without += 1,
                None => count.unknown += 1,
            }
        }
    }
    counts.into()
}
