use std::collections::BTreeMap;

use wangge_domain::{DeviceId, StreamId, Timestamp, UserId};
use wangge_protocol::{EnvelopeId, RowBody};

use crate::store::{RelayStore, StoreError};

/// Bytes of rows that are read at a time.
const READ_BYTES: usize = 1 << 20;

/// Places of a device's chain that never came（缺号）: the device signed something there, since a
/// later envelope of it counts on, and nobody has brought it. App data that was deleted looks like
/// this, and so does a phone that is still offline with the rest: an audit finding, which is closed
/// when the missing envelopes come. It bars nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPlaces {
    /// In which log.
    pub stream: StreamId,
    /// Whose device.
    pub device: DeviceId,
    /// Who signed with it.
    pub user: UserId,
    /// First missing place of the chain.
    pub first: u64,
    /// Last missing place in a row.
    pub last: u64,
    /// The envelope behind the gap.
    pub before: EnvelopeId,
    /// When that one was received: since then the gap is known.
    pub since: Timestamp,
}

/// The places that are missing in a log, chain by chain. Reads the log from its start, in bounded
/// pieces; what is kept meanwhile is one entry per envelope of the log.
///
/// # Errors
/// The store failed.
pub fn missing_places(
    store: &dyn RelayStore,
    stream: StreamId,
) -> Result<Vec<MissingPlaces>, StoreError> {
    let mut chains: BTreeMap<(DeviceId, UserId), BTreeMap<u64, (EnvelopeId, Timestamp)>> =
        BTreeMap::new();
    let mut after = 0;
    loop {
        let rows = store.rows_after(stream, after, READ_BYTES)?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        for row in rows {
            let (device, user, place) = match &row.body {
                RowBody::Accepted { envelope, .. } => {
                    let header = &envelope.header;
                    (header.device, header.user, header.device_seq)
                }
                RowBody::Stub(stub) => (stub.device, stub.user, stub.device_seq),
            };
            let seen = (row.body.envelope_id(), row.received_at);
            let chain = chains.entry((device, user)).or_default();
            chain.entry(place).or_insert(seen);
        }
    }
    let mut missing = Vec::new();
    for ((device, user), chain) in chains {
        let mut due = 1;
        for (place, (before, since)) in chain {
            if place > due {
                missing.push(MissingPlaces {
                    stream,
                    device,
                    user,
                    first: due,
                    last: place - 1,
                    before,
                    since,
                });
            }
            due = due.max(place.saturating_add(1));
        }
    }
    Ok(missing)
}
