use super::ControlState;
use crate::{Digest, Timestamp};

/// The policy pack in force（现行政策包）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyInForce {
    /// Its revision.
    pub revision: u32,
    /// Hash of its bytes.
    pub digest: Digest,
    /// Since when.
    pub from: Timestamp,
}

impl ControlState {
    /// The newest policy whose time has come at this instant, if any was ever activated.
    #[must_use]
    pub fn policy_at(&self, at: Timestamp) -> Option<PolicyInForce> {
        self.policies
            .iter()
            .filter(|(.., from)| *from <= at)
            .max_by_key(|(revision, ..)| *revision)
            .map(|&(revision, digest, from)| PolicyInForce {
                revision,
                digest,
                from,
            })
    }
}
