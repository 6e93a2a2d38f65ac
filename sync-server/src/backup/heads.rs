use std::collections::BTreeMap;

use wangge_domain::{Digest, StreamId};

use super::link::CoveredHead;
use crate::store::sqlite::FileHead;

/// The ends of logs as they stand in a manifest.
pub(super) fn covered(heads: &BTreeMap<StreamId, FileHead>) -> BTreeMap<String, CoveredHead> {
    let named = heads.iter().map(|(stream, head)| {
        let covered = CoveredHead {
            epoch: head.epoch,
            seq: head.seq,
            chain: head.chain.to_string(),
        };
        (stream.to_string(), covered)
    });
    named.collect()
}

/// Whether no log began a new epoch since.
pub(super) fn is_of_epochs(
    known: &BTreeMap<String, CoveredHead>,
    heads: &BTreeMap<StreamId, FileHead>,
) -> bool {
    heads.iter().all(|(stream, head)| {
        let known = known.get(&stream.to_string());
        known.is_none_or(|known| known.epoch == head.epoch)
    })
}

/// A head as the store knows it; one that cannot be read is checked from the first row.
pub(super) fn file_head(stream: &str, head: &CoveredHead) -> Option<(StreamId, FileHead)> {
    let mut chain = [0; 32];
    hex::decode_to_slice(&head.chain, &mut chain).ok()?;
    let known = FileHead {
        epoch: head.epoch,
        seq: head.seq,
        chain: Digest(chain),
    };
    Some((stream.parse().ok()?, known))
}
