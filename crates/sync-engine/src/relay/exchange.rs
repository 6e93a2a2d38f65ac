use std::collections::BTreeSet;

use wangge_domain::people::Scope;
use wangge_domain::{DeviceId, StreamId, UserId};
use wangge_protocol::limits::MAX_STREAMS;
use wangge_protocol::{CursorClaim, SyncRequest, SyncResponse, VerdictRun, cursor_vector_digest};

use super::compare::compared;
use super::lease::renewed_lease;
use super::prepared::{Prepared, prepare, unpack_push};
use super::pull::{full_vector, pull};
use super::receive::{Shown, receive_with};
use super::{RelayContext, RelayError, Wanted};
use crate::store::RelayCommit;

/// One exchange（同步交换）: decides the push, then gives what the device lacks. The caller commits
/// and only then answers; on a moved head it calls again.
///
/// # Errors
/// The store failed, or the request breaks a limit.
pub fn exchange(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    mut request: SyncRequest,
    more_time: &mut dyn FnMut() -> bool,
) -> Result<(SyncResponse, RelayCommit), RelayError> {
    let prepared = prepare(unpack_push(request.push.take())?);
    exchange_prepared(ctx, device, user, &request, &prepared, more_time)
}

/// [`exchange`] for a push that was unpacked and prepared before, on other threads.
///
/// # Errors
/// As there.
pub fn exchange_prepared(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    request: &SyncRequest,
    push: &[Prepared],
    more_time: &mut dyn FnMut() -> bool,
) -> Result<(SyncResponse, RelayCommit), RelayError> {
    if let CursorClaim::Vector(cursors) = &request.cursors
        && cursors.len() > MAX_STREAMS
    {
        return Err(RelayError::Malformed("too many cursors".to_owned()));
    }
    let marks = request.ahead.as_ref().map_or(0, |claim| claim.marks.len());
    if marks > MAX_STREAMS {
        return Err(RelayError::Malformed("too many places".to_owned()));
    }
    let shown = request.lease_copy.as_ref().map(|lease| Shown {
        lease,
        is_last: lease.digest() == request.lease,
    });
    let unknown = unknown_points(ctx, &request.cursors)?;
    // Whoever holds rows that are lost here shows that the relay was restored, though nobody told
    // it: what this device sends gets no number that one of those rows may bear. Nobody else waits
    // for it, since anybody can invent a place.
    let careful = RelayContext {
        healing: ctx.healing || !unknown.is_empty(),
        ..*ctx
    };
    let (verdicts, mut commit) =
        receive_with(&careful, push, (device, user), shown, &unknown, more_time)?;
    let mut response = SyncResponse {
        relay_time: ctx.now,
        need_vector: false,
        verdicts: VerdictRun::pack(&verdicts),
        streams: Vec::new(),
        more: false,
        lease: None,
        token: None,
        service_keys: Vec::new(),
        blobs_held: Vec::new(),
        healing_since: None,
        backed_up: None,
        relay_full: false,
        compared: None,
        trust: None,
        update_needed: false,
    };
    if request.want_bytes > 0 {
        let mut granted = granted_streams(ctx, user)?;
        let control = StreamId::control(ctx.tenant);
        if planted!(ShipUngranted) {
            granted.extend(
                ctx.control
                    .grids
                    .keys()
                    .map(|grid| StreamId::of_grid(*grid)),
            );
        }
        // Where a premises lives may be told by the very rows of the control stream that are lost.
        if is_home_lost(ctx, user)? || unknown.contains(&control) {
            // No row goes there: the device is asked for those that it holds.
            granted.extend(unknown.iter().filter(|stream| **stream != control));
        }
        match &request.cursors {
            CursorClaim::Digest(digest) => {
                let here = cursor_vector_digest(&full_vector(ctx, device, user, &granted)?);
                response.need_vector = here != *digest;
            }
            CursorClaim::Vector(cursors) => {
                let wanted = Wanted {
                    bytes: request.want_bytes,
                    ahead: request.ahead.as_ref(),
                    capabilities: request.capabilities,
                };
                let pulled = pull(ctx, device, user, cursors, &wanted, &granted)?;
                response.streams = pulled.updates;
                response.more = pulled.more;
                response.update_needed = pulled.held_back;
            }
        }
        // Rows of this very commit are not readable yet.
        response.more |= !commit.rows.is_empty();
        response.compared = compared(ctx, request, &response, (&granted, &unknown))?;
    }
    if let Some(lease) = renewed_lease(ctx, device, user, &request.lease)? {
        commit.leases.push(lease.clone());
        response.lease = Some(lease);
    }
    Ok((response, commit))
}

/// The streams that replicate to a person's devices now, the control stream apart.
///
/// # Errors
/// The store failed.
pub fn granted_streams(
    ctx: &RelayContext<'_>,
    user: UserId,
) -> Result<BTreeSet<StreamId>, RelayError> {
    let home = |premises| {
        ctx.store
            .record(premises)
            .ok()
            .flatten()
            .map(|it| it.stream.grid())
    };
    Ok(ctx.control.streams_of(user, ctx.rights_at()?, home))
}

/// Whether a grant of this person is over a premises that this relay does not know: if it was
/// restored, the rows that tell where that premises lies are lost with the rest.
fn is_home_lost(ctx: &RelayContext<'_>, user: UserId) -> Result<bool, RelayError> {
    for grant in ctx.control.grants_of(user, ctx.rights_at()?) {
        if let Scope::Premises(premises) = &grant.scope
            && ctx.store.record(*premises)?.is_none()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Streams in which the device holds rows that this relay does not know: what it sends there
/// waits until it has given them back, lest the log goes on without them.
fn unknown_points(
    ctx: &RelayContext<'_>,
    claim: &CursorClaim,
) -> Result<BTreeSet<StreamId>, RelayError> {
    let CursorClaim::Vector(cursors) = claim else {
        return Ok(BTreeSet::new());
    };
    let mut unknown = BTreeSet::new();
    for cursor in cursors.iter().filter(|cursor| cursor.seq > 0) {
        let known = ctx.store.point(cursor.stream, cursor.seq)?;
        if known.is_none_or(|(_, chain, _)| chain != cursor.chain) {
            unknown.insert(cursor.stream);
        }
    }
    Ok(unknown)
}
