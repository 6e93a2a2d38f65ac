use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::casework::HazardLine;
use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::{RecordState, Status};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::RelayStore;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListOrder, ListQuery, ListedRecord, Reach};

/// Records read at a time.
const PAGE: u32 = 500;
/// Records looked at in all: far more than a township has in a year.
const MOST: usize = 50_000;

/// All records of a kind within a reach, by deadline.
pub(crate) fn all_of(
    app: &App,
    kind: &RecordKind,
    reach: &Reach,
) -> Result<Vec<ListedRecord>, ApiError> {
    let mut query = ListQuery {
        kind: kind.clone(),
        reach: reach.clone(),
        within: None,
        status: None,
        category: None,
        open: false,
        due_before: None,
        due_after: None,
        text: None,
        order: ListOrder::Due { after: None },
        limit: PAGE,
    };
    let mut all = Vec::new();
    loop {
        let page = app.tenant.database.list(app.tenant.id(), &query)?;
        let is_last = page.len() < PAGE as usize;
        if let Some(last) = page.last() {
            let key = last.due.map_or(i64::MAX, |due| due.0);
            query.order = ListOrder::Due {
                after: Some((key, last.record)),
            };
        }
        all.extend(page);
        if is_last || all.len() >= MOST {
            return Ok(all);
        }
    }
}

/// The hazards within a reach as batches and agendas look at them.
pub(super) fn hazard_lines(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
) -> Result<Vec<HazardLine>, ApiError> {
    let mut categories: BTreeMap<RecordId, String> = BTreeMap::new();
    for premises in all_of(app, &RecordKind::Premises, reach)? {
        categories.insert(premises.record, premises.category);
    }
    let village = |listed: &ListedRecord| {
        let path = caller.control.path(listed.stream.grid());
        path.into_iter().find(|grid| {
            let found = caller.control.grids.get(grid);
            found.is_some_and(|found| found.level == GridLevel::Medium)
        })
    };
    let hazards = all_of(app, &RecordKind::Rectification, reach)?;
    Ok(hazards
        .into_iter()
        .map(|listed| HazardLine {
            hazard: listed.record,
            premises: listed.premises,
            village: village(&listed),
            category: listed
                .premises
                .and_then(|premises| categories.get(&premises).cloned())
                .unwrap_or_default(),
            status: Status::from(listed.status.clone()),
            major: listed.flags & 2 != 0,
            found_at: listed.first_at,
        })
        .collect())
}

/// The folded state of a record.
pub(crate) fn state_of(
    store: &dyn RelayStore,
    caller_control: &wangge_domain::control::ControlState,
    listed: &ListedRecord,
) -> Result<RecordState, ApiError> {
    let rows = store.event_rows_of(listed.record)?;
    Ok(fold_rows(&listed.kind, &rows, caller_control))
}
