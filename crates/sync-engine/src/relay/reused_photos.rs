use std::collections::BTreeMap;

use wangge_domain::{DeviceId, Digest, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::RowBody;

use crate::store::{RelayStore, StoreError};

/// Bytes of rows that are read at a time.
const READ_BYTES: usize = 1 << 20;

/// One picture that stands as evidence in several records（照片重复使用）: the same bytes, whatever they
/// are said to show. A picture that was saved anew has other bytes and is not found by this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReusedPhoto {
    /// Hash of the original.
    pub original: Digest,
    /// The records that name it, in the order in which their rows were received.
    pub uses: Vec<PhotoUse>,
}

/// A record that names a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoUse {
    /// Which record.
    pub record: RecordId,
    /// In which log.
    pub stream: StreamId,
    /// Who signed.
    pub user: UserId,
    /// With which device.
    pub device: DeviceId,
    /// When the relay received it.
    pub received_at: Timestamp,
}

/// The pictures that stand in more than one record of these logs. Reads the logs from their start,
/// in bounded pieces; what is kept meanwhile is one entry per picture.
///
/// # Errors
/// The store failed.
pub fn reused_photos(
    store: &dyn RelayStore,
    streams: &[StreamId],
) -> Result<Vec<ReusedPhoto>, StoreError> {
    let mut uses: BTreeMap<Digest, Vec<PhotoUse>> = BTreeMap::new();
    for stream in streams {
        let mut after = 0;
        loop {
            let rows = store.rows_after(*stream, after, READ_BYTES)?;
            let Some(last) = rows.last() else { break };
            after = last.seq;
            for row in rows {
                let RowBody::Accepted { envelope, .. } = &row.body else {
                    continue;
                };
                let header = &envelope.header;
                for blob in &header.blobs {
                    let known = uses.entry(blob.original).or_default();
                    if known.iter().all(|it| it.record != header.record) {
                        known.push(PhotoUse {
                            record: header.record,
                            stream: *stream,
                            user: header.user,
                            device: header.device,
                            received_at: row.received_at,
                        });
                    }
                }
            }
        }
    }
    let mut reused: Vec<ReusedPhoto> = uses
        .into_iter()
        .filter(|(_, uses)| uses.len() > 1)
        .map(|(original, mut uses)| {
            uses.sort_by_key(|it| it.received_at);
            ReusedPhoto { original, uses }
        })
        .collect();
    reused.sort_by_key(|it| it.uses.last().map(|last| last.received_at));
    Ok(reused)
}
