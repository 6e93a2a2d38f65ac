use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::accounting::canonical_json;
use crate::{Digest, StreamId};

/// A point of a log: rows up to and with `seq` of `epoch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamPoint {
    /// Epoch of the stream.
    pub epoch: u64,
    /// Sequence number.
    pub seq: u64,
}

/// Up to where the logs were read（统计时点）: what makes a figure reproducible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LogCut(pub BTreeMap<StreamId, StreamPoint>);

impl LogCut {
    /// SHA-256 of its canonical JSON: what a list that was computed here is told apart by.
    #[must_use]
    pub fn hash(&self) -> Digest {
        Digest(Sha256::digest(canonical_json(self)).into())
    }

    /// Whether every stream was read at least as far as in `other`. An epoch begins where an
    /// older one was healed, so points compare by epoch first.
    #[must_use]
    pub fn reaches(&self, other: &Self) -> bool {
        other
            .0
            .iter()
            .all(|(stream, point)| self.0.get(stream).is_some_and(|mine| mine >= point))
    }
}
