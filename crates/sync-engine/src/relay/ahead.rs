use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::{DeviceId, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::limits::MAX_RECORD_PAGE_ROWS;
use wangge_protocol::{AheadClaim, Cursor, RecordPage, Row, RowBody};

use super::pull::size_of_row;
use super::{RelayContext, RelayError};

/// Rows of a log that one page of records looks at, from its end.
const WINDOW: u64 = 512;
/// Rows from the end of the log that are looked at in all: the rest comes with the log.
const MOST: u64 = 8 * WINDOW;
/// Records with more rows than this beyond what the device holds come with the log.
const MAX_ROWS_OF_RECORD: usize = 64;
/// How far back the newest records go: what nobody touched for so long comes with the log.
const RECENT_MS: i64 = 90 * 86_400_000;

/// The newest records of a stream of which the device lacks much, ahead of the log（先行记录）: the next
/// page of them, or `None` if none is wanted or left.
///
/// # Errors
/// The store failed.
pub(super) fn record_page(
    ctx: &RelayContext<'_>,
    reader: (DeviceId, UserId, u8),
    cursor: &Cursor,
    claim: &AheadClaim,
    left: &mut usize,
) -> Result<Option<RecordPage>, RelayError> {
    let stream = cursor.stream;
    // What a relay that is being healed still lacks is not known.
    if stream == StreamId::control(ctx.tenant) || *left == 0 || ctx.healing {
        return Ok(None);
    }
    let Some(head) = ctx.store.head(stream)? else {
        return Ok(None);
    };
    let mark = claim.marks.iter().find(|mark| mark.stream == stream);
    let until = match mark {
        Some(mark) => mark.until.min(head.seq),
        None if head.seq.saturating_sub(cursor.seq) > u64::from(claim.behind) => head.seq,
        None => return Ok(None),
    };
    if until <= cursor.seq || !is_known(ctx, cursor)? {
        return Ok(None);
    }
    let from = until.saturating_sub(WINDOW).max(cursor.seq);
    let since = Timestamp(ctx.now.0.saturating_sub(RECENT_MS));
    let point = ctx.store.point(stream, from)?;
    let is_old = point.is_some_and(|(_, _, received_at)| received_at < since);
    let is_far = head.seq.saturating_sub(from) >= MOST;
    let next = if from <= cursor.seq || is_old || is_far {
        0
    } else {
        from
    };
    let rows = ctx.store.newest_rows(stream, cursor.seq, (from, until))?;
    let rows = fitting(rows, reader);
    *left = left.saturating_sub(rows.iter().map(size_of_row).sum());
    let key = ctx.service_key;
    let places = (cursor.seq, until, next);
    let page = RecordPage::pack(stream, places, &rows, key.public(), |it| key.sign(it));
    Ok(Some(page))
}

/// Whether this is the log of which the device holds the beginning.
fn is_known(ctx: &RelayContext<'_>, cursor: &Cursor) -> Result<bool, RelayError> {
    if cursor.seq == 0 {
        return Ok(true);
    }
    let known = ctx.store.point(cursor.stream, cursor.seq)?;
    Ok(known.is_some_and(|(_, chain, _)| chain == cursor.chain))
}

/// The rows of those records that can come ahead: none in which the device wrote something that
/// its log does not hold, none with a row that its app cannot work out, none of very many rows, and no
/// more than a page holds, the newest first.
fn fitting(mut rows: Vec<Row>, (device, user, generation): (DeviceId, UserId, u8)) -> Vec<Row> {
    let mut records: BTreeMap<RecordId, (usize, u64, bool)> = BTreeMap::new();
    for row in &rows {
        if let RowBody::Accepted { envelope, .. } = &row.body {
            let header = &envelope.header;
            let (count, last, stays) = records.entry(header.record).or_insert((0, 0, false));
            *count += 1;
            *last = row.seq;
            *stays |= (header.device, header.user) == (device, user);
            *stays |= row.body.generation() > generation;
        }
    }
    let mut by_age: Vec<(u64, RecordId, usize)> = records
        .into_iter()
        .filter(|(_, (count, _, stays))| *count <= MAX_ROWS_OF_RECORD && !stays)
        .map(|(record, (count, last, _))| (last, record, count))
        .collect();
    by_age.sort_unstable();
    let mut room = MAX_RECORD_PAGE_ROWS;
    let mut taken = BTreeSet::new();
    for (_, record, count) in by_age.into_iter().rev() {
        if count > room {
            break;
        }
        room -= count;
        taken.insert(record);
    }
    rows.retain(|row| match &row.body {
        RowBody::Accepted { envelope, .. } => taken.contains(&envelope.header.record),
        RowBody::Stub(_) => false,
    });
    rows
}
