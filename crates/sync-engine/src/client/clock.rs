//! Time as far as the device can say: the relay's time of the newest row it knows, plus the
//! monotonic time since.

use wangge_domain::lifecycle::TimeBounds;
use wangge_domain::{StreamId, Timestamp};
use wangge_protocol::{Anchor, Cursor, Made, Row};

use super::{ClientContext, Moment};
use crate::store::{AnchorMemory, ClientStore, StoreError};

/// A claim before its bound by more than this flags the clock, as on the relay.
const CLOCK_TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// More than this ahead of what the relay says itself, the device has counted wrongly.
const COUNTED_WRONGLY_MS: i64 = 24 * 3600 * 1000;

/// The anchor that takes the place of the one at hand if the device has counted days that did not
/// pass, as the relay's own word shows: the newest row known, and the time since by that word.
pub(super) fn set_back(
    ctx: &ClientContext<'_>,
    newest: Option<(Timestamp, Anchor)>,
    relay_time: Timestamp,
) -> Result<Option<AnchorMemory>, StoreError> {
    let Some(known) = relay_clock(ctx)? else {
        return Ok(None);
    };
    let (Some(memory), true) = (
        ctx.store.anchor()?,
        known > relay_time.plus_ms(COUNTED_WRONGLY_MS),
    ) else {
        return Ok(None);
    };
    let old = row_at(ctx.store, memory.anchor.stream, memory.anchor.seq)?;
    let old = old.map(|row| (row.received_at, memory.anchor));
    let best = newest.into_iter().chain(old).max_by_key(|(at, _)| *at);
    Ok(best.map(|(at, anchor)| AnchorMemory {
        anchor,
        boot_id: ctx.now.boot_id,
        monotonic_ms: ctx.now.monotonic_ms,
        carried_ms: u64::try_from(relay_time.0.saturating_sub(at.0)).unwrap_or(0),
    }))
}

/// The relay's time now, as far as the device can estimate it; before the first sync what the
/// phone's clock says.
#[must_use]
pub fn estimated_now(ctx: &ClientContext<'_>) -> Timestamp {
    relay_clock(ctx)
        .ok()
        .flatten()
        .unwrap_or(Timestamp(ctx.now.wall_ms))
}

/// Monotonic time since the anchor was learned. Over a reboot only what was persisted counts.
pub(super) fn elapsed_ms(memory: &AnchorMemory, now: Moment) -> u64 {
    if memory.boot_id == now.boot_id {
        let since = now.monotonic_ms.saturating_sub(memory.monotonic_ms);
        memory.carried_ms.saturating_add(since)
    } else {
        memory.carried_ms
    }
}

/// The same anchor with the time until now made durable.
pub(super) fn carried_on(memory: &AnchorMemory, now: Moment) -> AnchorMemory {
    AnchorMemory {
        anchor: memory.anchor,
        boot_id: now.boot_id,
        monotonic_ms: now.monotonic_ms,
        carried_ms: elapsed_ms(memory, now),
    }
}

/// The relay's time now by the anchor; `None` without one, or if the log has gone on otherwise
/// since: another row in its place says nothing of the time that has passed.
pub(super) fn relay_clock(ctx: &ClientContext<'_>) -> Result<Option<Timestamp>, StoreError> {
    let Some(memory) = ctx.store.anchor()? else {
        return Ok(None);
    };
    let row = row_at(ctx.store, memory.anchor.stream, memory.anchor.seq)?;
    let Some(row) = row.filter(|row| row.chain == memory.anchor.chain) else {
        return Ok(None);
    };
    Ok(Some(
        row.received_at.plus_ms(to_ms(elapsed_ms(&memory, ctx.now))),
    ))
}

/// When an envelope that waits for its verdict was made, as the relay would bound it now: not
/// before its anchor and the time since. A phone whose clock is years behind did not act then.
pub(super) fn pending_bounds(ctx: &ClientContext<'_>, made: &Made, now: Timestamp) -> TimeBounds {
    let claimed = Timestamp(made.wall_ms);
    let row = made
        .anchor
        .and_then(|anchor| row_at(ctx.store, anchor.stream, anchor.seq).ok().flatten());
    let anchored = row.map(|row| row.received_at.plus_ms(to_ms(made.elapsed_ms)));
    let lower = anchored.unwrap_or(claimed).min(now);
    TimeBounds {
        lower,
        upper: now,
        claimed: claimed.min(now),
        clock_flagged: claimed < lower.plus_ms(-CLOCK_TOLERANCE_MS),
    }
}

fn row_at(store: &dyn ClientStore, stream: StreamId, seq: u64) -> Result<Option<Row>, StoreError> {
    if seq == 0 {
        return Ok(None);
    }
    Ok(store
        .rows_after(stream, seq - 1, 1)?
        .into_iter()
        .find(|row| row.seq == seq))
}

fn to_ms(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// When an envelope for a stream is made. The anchor is the newest row of the same stream, if
/// there is one, since it also says what the author had seen there; the time between that row
/// and the newest row of all counts as elapsed.
pub(super) fn made_now(
    ctx: &ClientContext<'_>,
    cursor: Option<&Cursor>,
) -> Result<Made, StoreError> {
    let memory = ctx.store.anchor()?;
    let mut made = Made {
        wall_ms: ctx.now.wall_ms,
        boot_id: ctx.now.boot_id,
        anchor: memory.map(|memory| memory.anchor),
        elapsed_ms: memory.map_or(0, |memory| elapsed_ms(&memory, ctx.now)),
    };
    let Some(cursor) = cursor.filter(|cursor| cursor.seq > 0) else {
        return Ok(made);
    };
    let Some(row) = row_at(ctx.store, cursor.stream, cursor.seq)? else {
        return Ok(made);
    };
    let since = relay_clock(ctx)?.map_or(0, |now| now.0.saturating_sub(row.received_at.0));
    made.elapsed_ms = u64::try_from(since).unwrap_or(0);
    made.anchor = Some(Anchor {
        stream: cursor.stream,
        epoch: row.epoch,
        seq: row.seq,
        chain: row.chain,
    });
    Ok(made)
}
