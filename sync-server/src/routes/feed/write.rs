use std::io::{self, Write};
use std::ops::ControlFlow;

use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, Timestamp};
use wangge_report::{table_csv, table_line};
use wangge_sync_engine::store::StoreError;

use super::super::lists::ListItem;
use super::columns::{COLUMNS, Line};
use crate::http::SupervisorCaller;
use crate::store::{ListOrder, ListQuery, Reach};
use crate::tenant::Tenant;

/// Records read at once.
const PAGE: u32 = 500;
/// What came in since is left for the next time: a commit that is under way could still put a record
/// before one that was read.
const HELD_BACK_MS: i64 = 60_000;

/// What is asked for.
pub(super) struct FeedRequest {
    /// Which records.
    pub(super) kind: RecordKind,
    /// What the caller may read.
    pub(super) reach: Reach,
    /// Where the last one ended.
    pub(super) after: Option<(i64, RecordId)>,
    /// Lines at most.
    pub(super) limit: u64,
    /// The head names columns by their codes.
    pub(super) by_codes: bool,
}

/// Writes head and lines.
pub(super) fn write_feed(
    tenant: &Tenant,
    caller: &SupervisorCaller,
    request: FeedRequest,
    out: &mut impl Write,
) -> io::Result<()> {
    let head = COLUMNS.map(|column| {
        if request.by_codes {
            column.code
        } else {
            column.zh
        }
    });
    table_csv(&head.map(str::to_owned), &[], out)?;
    let until = readable_until(tenant).map_err(io::Error::other)?;
    let query = ListQuery::of(
        request.kind,
        request.reach,
        ListOrder::Oldest {
            after: request.after,
        },
        PAGE,
    );
    let mut left = request.limit;
    let ended = tenant.each_listed(query, |listed| {
        if left == 0 || listed.first_at > until {
            return ControlFlow::Break(Ok(()));
        }
        left -= 1;
        let line = Line {
            listed: &listed,
            item: &ListItem::of(caller, &listed),
            is_demo: tenant.row.demo,
        };
        let cells = COLUMNS.map(|column| (column.cell)(&line));
        match table_line(&cells, out) {
            Ok(()) => ControlFlow::Continue(()),
            failed => ControlFlow::Break(failed),
        }
    });
    ended.map_err(io::Error::other)?.unwrap_or(Ok(()))
}

/// Up to when a feed goes. What phones give back to a restored relay keeps its old time: until they did,
/// nothing is told of after the backup, or a reader would have gone on beyond what is still to come.
fn readable_until(tenant: &Tenant) -> Result<Timestamp, StoreError> {
    let settled = tenant.now().plus_ms(-HELD_BACK_MS);
    if !tenant.is_healing()? {
        return Ok(settled);
    }
    let whole_until = tenant.healing_state()?.and_then(|state| state.whole_until);
    Ok(whole_until.map_or(settled, |whole| whole.min(settled)))
}
