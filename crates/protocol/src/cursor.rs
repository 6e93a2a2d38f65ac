use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, StreamId};

use crate::{ChainHash, Hasher};

/// How far a device holds a stream, and how far the relay holds the device's own chain in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cursor {
    /// Which log.
    #[serde(rename = "s")]
    pub stream: StreamId,
    /// Its epoch.
    #[serde(rename = "e")]
    pub epoch: u32,
    /// Last row held; 0 for none.
    #[serde(rename = "n")]
    pub seq: u64,
    /// Chain hash at that row; zero for none.
    #[serde(rename = "c")]
    pub chain: ChainHash,
    /// Last place of the device's own chain in this stream that both sides hold.
    #[serde(rename = "d")]
    pub own_seq: u64,
    /// Its envelope; zero for none.
    #[serde(rename = "h")]
    pub own_last: Digest,
}

/// One hash for many cursors: equal on both sides, there is nothing new in any stream.
/// The order of the cursors does not matter.
#[must_use]
pub fn cursor_vector_digest(cursors: &[Cursor]) -> Digest {
    let mut sorted = cursors.to_vec();
    sorted.sort_unstable();
    sorted
        .iter()
        .fold(Hasher::new("wangge/cursors/1"), |hasher, cursor| {
            hasher
                .part(cursor.stream.as_bytes())
                .part(&cursor.epoch.to_be_bytes())
                .part(&cursor.seq.to_be_bytes())
                .part(&cursor.chain.0)
                .part(&cursor.own_seq.to_be_bytes())
                .part(&cursor.own_last.0)
        })
        .finish()
}
