use wangge_domain::{DeviceId, StreamId, UserId};
use wangge_protocol::{CursorClaim, SyncRequest, cursor_vector_digest};

use super::exchange::granted_streams;
use super::pull::full_vector;
use super::{RelayContext, RelayError};

/// Up to where a device holds the logs that replicate to it, as it says with a request to pull: by
/// places of which it knows the chain, or by the hash of a device that has everything. `None`: it
/// does not say. A place is named by whoever received its row, be it that the row is not taken in
/// yet; a device that lost it names an earlier one the next time.
///
/// # Errors
/// The store failed.
pub fn held_points(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    request: &SyncRequest,
) -> Result<Option<Vec<(StreamId, u64)>>, RelayError> {
    if request.want_bytes == 0 {
        return Ok(None);
    }
    let granted = granted_streams(ctx, user)?;
    let mut held = Vec::new();
    match &request.cursors {
        CursorClaim::Digest(digest) => {
            let here = full_vector(ctx, device, user, &granted)?;
            if cursor_vector_digest(&here) != *digest {
                return Ok(None);
            }
            let of_grids = here.iter().filter(|it| granted.contains(&it.stream));
            held.extend(of_grids.map(|cursor| (cursor.stream, cursor.seq)));
        }
        CursorClaim::Vector(cursors) => {
            for cursor in cursors.iter().filter(|it| granted.contains(&it.stream)) {
                let known = ctx.store.point(cursor.stream, cursor.seq)?;
                if known.is_some_and(|(_, chain, _)| chain == cursor.chain) {
                    held.push((cursor.stream, cursor.seq));
                }
            }
        }
    }
    Ok(Some(held))
}
