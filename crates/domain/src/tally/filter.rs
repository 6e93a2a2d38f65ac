use std::collections::BTreeSet;

use super::PremisesMeasure;
use crate::policy::PolicyPack;

/// Which premises a coverage is taken of（覆盖率口径）; empty: all.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoverageFilter {
    /// Only these categories, e.g. the key types of S4-16.
    pub categories: BTreeSet<String>,
    /// Only what this department supervises (S3-13).
    pub department: Option<String>,
}

impl CoverageFilter {
    pub(super) fn fits(&self, premises: &PremisesMeasure, pack: &PolicyPack) -> bool {
        (self.categories.is_empty() || self.categories.contains(premises.category()))
            && self
                .department
                .as_ref()
                .is_none_or(|code| premises.department(pack) == *code)
    }
}
