use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, RecordId};

use crate::{ChainHash, Hasher};

/// What the records of a stream come to at a row of its log（记录摘要）: a detector of mistakes. The log
/// itself is held by its chain; this tells whether both sides made the same of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamDigest {
    /// Chain hash at the row: it names the log up to there.
    #[serde(rename = "c")]
    pub chain: ChainHash,
    /// What the records come to.
    #[serde(rename = "d")]
    pub digest: Digest,
}

/// One hash over the records of a stream that have accepted rows, by the heads of their accepted
/// documents. What waits or was refused is no part of it.
#[must_use]
pub fn stream_digest(records: &BTreeMap<RecordId, Vec<Digest>>) -> Digest {
    records
        .iter()
        .fold(
            Hasher::new("wangge/stream-digest/1"),
            |hasher, (record, heads)| hasher.part(&record_digest(*record, heads).0),
        )
        .finish()
}

/// The hash of one record by its heads, in whatever order they come.
fn record_digest(record: RecordId, heads: &[Digest]) -> Digest {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    sorted
        .iter()
        .fold(
            Hasher::new("wangge/record-digest/1").part(record.as_bytes()),
            |hasher, head| hasher.part(&head.0),
        )
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    fn head(number: u8) -> Digest {
        Digest([number; 32])
    }

    #[test]
    fn every_record_and_every_head_counts_and_no_order_does() {
        let whole = BTreeMap::from([
            (record(1), vec![head(1), head(2)]),
            (record(2), vec![head(3)]),
            (record(3), Vec::new()),
        ]);
        let digest = stream_digest(&whole);
        let mut turned = whole.clone();
        turned.insert(record(1), vec![head(2), head(1)]);
        assert_eq!(stream_digest(&turned), digest);
        for other in [
            (record(1), vec![head(1)]),
            (record(2), Vec::new()),
            (record(3), vec![head(4)]),
            (record(4), Vec::new()),
        ] {
            let mut unlike = whole.clone();
            unlike.insert(other.0, other.1);
            assert_ne!(stream_digest(&unlike), digest, "{unlike:?}");
        }
        let mut fewer = whole;
        fewer.remove(&record(3));
        assert_ne!(stream_digest(&fewer), digest, "an empty document counts");
    }
}
