use std::collections::BTreeSet;

use wangge_domain::StreamId;
use wangge_protocol::{StreamDigest, SyncRequest, SyncResponse, stream_digest};

use super::{RelayContext, RelayError};

/// What the records of the stream that a device asks for come to（比对）. Only one that has all of
/// the log with this answer is told: whoever lacks rows would find a difference that is none.
///
/// # Errors
/// The store failed.
pub(super) fn compared(
    ctx: &RelayContext<'_>,
    request: &SyncRequest,
    response: &SyncResponse,
    (granted, unknown): (&BTreeSet<StreamId>, &BTreeSet<StreamId>),
) -> Result<Option<StreamDigest>, RelayError> {
    let Some(stream) = request.compare else {
        return Ok(None);
    };
    let lacks_rows = response.more
        || response.need_vector
        || response.update_needed
        || unknown.contains(&stream);
    if lacks_rows || !granted.contains(&stream) {
        return Ok(None);
    }
    let Some(head) = ctx.store.head(stream)? else {
        return Ok(None);
    };
    let records = ctx.store.stream_heads(stream)?;
    Ok(Some(StreamDigest {
        chain: head.chain,
        digest: stream_digest(&records),
    }))
}
