use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::{DeviceId, StreamId, UserId};
use wangge_protocol::limits::MAX_PAGE_ROWS;
use wangge_protocol::{
    Capabilities, ChainHash, Cursor, Envelope, Page, Row, RowBody, StreamUpdate,
};

use super::ahead::record_page;
use super::{RelayContext, RelayError, Wanted};
use crate::redaction::holds_redaction;

/// Bytes of a row beside header and operations, roughly.
const ROW_OVERHEAD: usize = 160;

/// What a device is given（下行内容）.
#[derive(Debug, Default)]
pub struct Pulled {
    /// News of streams.
    pub updates: Vec<StreamUpdate>,
    /// More waits.
    pub more: bool,
    /// A log goes on with a redaction, which the app does not say it can read: it ends there for it.
    pub held_back: bool,
}

/// What a device does not have yet（下行）: at most about as many bytes of rows as it wants, page by
/// page, the control stream first. `granted` are the streams of the device, the control
/// stream apart. Of a stream of which it lacks much the newest records come before the log, if it
/// asks for them ahead and has the control stream whole. A log ends for it before the first row whose
/// hash its app cannot work out: all other logs go on.
///
/// # Errors
/// The store failed.
pub fn pull(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    cursors: &[Cursor],
    wanted: &Wanted<'_>,
    granted: &BTreeSet<StreamId>,
) -> Result<Pulled, RelayError> {
    let claimed: BTreeMap<StreamId, Cursor> = cursors
        .iter()
        .map(|cursor| (cursor.stream, *cursor))
        .collect();
    let control = StreamId::control(ctx.tenant);
    let gone = claimed
        .keys()
        .filter(|stream| **stream != control && !granted.contains(stream));
    let mut pulled = Pulled {
        updates: gone
            .map(|stream| StreamUpdate::Revoked { stream: *stream })
            .collect(),
        ..Pulled::default()
    };
    let mut left = usize::try_from(wanted.bytes).unwrap_or(usize::MAX);
    let reads_redactions = wanted.capabilities.contains(Capabilities::REDACTION);
    let mut control_waits = false;
    for stream in std::iter::once(&control).chain(&own_first(ctx, user, granted)?) {
        let cursor = claimed.get(stream).copied().unwrap_or(start_of(*stream));
        let own = own_update(ctx, device, user, &cursor)?;
        pulled.updates.extend(own);
        // What comes ahead is whole records, redactions and all.
        let ahead = wanted.ahead.filter(|_| !control_waits && reads_redactions);
        let reader = (device, user, wanted.capabilities.generation());
        if let Some(claim) = ahead
            && let Some(records) = record_page(ctx, reader, &cursor, claim, &mut left)?
        {
            let goes_on = records.next > 0;
            pulled.updates.push(StreamUpdate::Records(records));
            if goes_on {
                pulled.more = true;
                continue;
            }
        }
        let news = page(ctx, reader, &cursor, &mut left, reads_redactions)?;
        control_waits |= *stream == control && news.more;
        pulled.more |= news.more;
        pulled.held_back |= news.held_back;
        pulled.updates.extend(news.update);
    }
    Ok(pulled)
}

/// The streams of a device, the person's own small grids first: a phone that is new, or was away
/// for long, is of use before everything is there.
fn own_first(
    ctx: &RelayContext<'_>,
    user: UserId,
    granted: &BTreeSet<StreamId>,
) -> Result<Vec<StreamId>, RelayError> {
    let at = ctx.rights_at()?;
    let is_own = |stream: &StreamId| {
        let grid = stream.grid();
        ctx.control
            .grants_of(user, at)
            .any(|grant| grant.scope == wangge_domain::people::Scope::Subtree(grid))
    };
    let (own, others): (Vec<_>, Vec<_>) = granted.iter().copied().partition(is_own);
    Ok(own.into_iter().chain(others).collect())
}

/// A cursor before the first row.
pub(crate) fn start_of(stream: StreamId) -> Cursor {
    Cursor {
        stream,
        epoch: 0,
        seq: 0,
        chain: ChainHash::ZERO,
        own_seq: 0,
        own_last: ChainHash::ZERO,
    }
}

#[derive(Default)]
struct News {
    update: Option<StreamUpdate>,
    more: bool,
    held_back: bool,
}

fn page(
    ctx: &RelayContext<'_>,
    (device, user, generation): (DeviceId, UserId, u8),
    cursor: &Cursor,
    left: &mut usize,
    reads_redactions: bool,
) -> Result<News, RelayError> {
    let stream = cursor.stream;
    let head = ctx.store.head(stream)?;
    if cursor.seq > 0 {
        let known = ctx.store.point(stream, cursor.seq)?;
        let unlike = |(_, chain, _)| chain != cursor.chain && !planted!(DropEpochTest);
        if known.is_none_or(unlike) {
            let update = Some(StreamUpdate::UnknownPoint {
                stream,
                epoch: head.map_or(0, |head| head.epoch),
                head: head.map_or(0, |head| head.seq),
                chain: head.map_or(ChainHash::ZERO, |head| head.chain),
            });
            return Ok(News {
                update,
                ..News::default()
            });
        }
    }
    let Some(head) = head.filter(|head| head.seq > cursor.seq) else {
        return Ok(News::default());
    };
    if *left == 0 {
        return Ok(News {
            more: true,
            ..News::default()
        });
    }
    let mut rows = ctx.store.rows_after(stream, cursor.seq, *left)?;
    rows.truncate(MAX_PAGE_ROWS);
    // Rows of one page are of one epoch: it stands once, in the page.
    let epoch = rows.first().map(|row| row.epoch);
    let same = rows
        .iter()
        .take_while(|row| Some(row.epoch) == epoch)
        .count();
    rows.truncate(same);
    // What the app cannot work out it would not believe, with everything else that came along.
    let unread = rows.iter().position(|row| {
        row.body.generation() > generation || (!reads_redactions && holds_redaction(row))
    });
    rows.truncate(unread.unwrap_or(same));
    let held_back = unread.is_some();
    let Some(last) = rows.last() else {
        return Ok(News {
            held_back,
            ..News::default()
        });
    };
    let more = last.seq < head.seq && !held_back;
    *left = left.saturating_sub(rows.iter().map(size_of_row).sum());
    let is_own = |envelope: &Envelope| {
        let header = &envelope.header;
        header.device == device && header.user == user && header.device_seq <= cursor.own_seq
    };
    let sign = |message: &[u8]| ctx.service_key.sign(message);
    let page = Page::pack(stream, &rows, is_own, ctx.service_key.public(), sign);
    Ok(News {
        update: page.map(StreamUpdate::Page),
        more,
        held_back,
    })
}

pub(super) fn size_of_row(row: &Row) -> usize {
    let body = match &row.body {
        RowBody::Accepted { envelope, .. } => {
            let ops: usize = envelope
                .ops
                .iter()
                .map(|op| match op {
                    wangge_protocol::Op::Change(bytes) | wangge_protocol::Op::Event(bytes) => {
                        bytes.len()
                    }
                    wangge_protocol::Op::Blanked(_) => 34,
                })
                .sum();
            envelope.header_bytes.len() + ops
        }
        RowBody::Stub(_) => 0,
    };
    body + ROW_OVERHEAD
}

/// How much of the device's own chain is here, if that is not what the device says.
fn own_update(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    cursor: &Cursor,
) -> Result<Option<StreamUpdate>, RelayError> {
    let tip = ctx.store.chain_tip(cursor.stream, device, user)?;
    let (seq, last) = tip.unwrap_or((0, ChainHash::ZERO));
    Ok(
        ((seq, last) != (cursor.own_seq, cursor.own_last)).then_some(StreamUpdate::Own {
            stream: cursor.stream,
            seq,
            last,
        }),
    )
}

/// The vector that a device would claim that has everything.
pub(super) fn full_vector(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    granted: &BTreeSet<StreamId>,
) -> Result<Vec<Cursor>, RelayError> {
    let control = StreamId::control(ctx.tenant);
    let mut vector = Vec::new();
    for stream in std::iter::once(&control).chain(granted) {
        let mut cursor = start_of(*stream);
        if let Some(head) = ctx.store.head(*stream)? {
            (cursor.seq, cursor.chain) = (head.seq, head.chain);
            // A device knows the epoch of its last row, not one that has no row yet.
            let last = ctx.store.point(*stream, head.seq)?;
            cursor.epoch = last.map_or(0, |(epoch, _, _)| epoch);
        }
        if let Some(tip) = ctx.store.chain_tip(*stream, device, user)? {
            (cursor.own_seq, cursor.own_last) = tip;
        }
        if is_substantial(&cursor) {
            vector.push(cursor);
        }
    }
    Ok(vector)
}

/// Cursors of streams in which there is nothing at all do not count for the digest.
pub(crate) fn is_substantial(cursor: &Cursor) -> bool {
    cursor.seq > 0 || cursor.own_seq > 0
}
