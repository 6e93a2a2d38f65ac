use std::collections::BTreeMap;
use std::ops::ControlFlow;

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
pub(super) const PAGE: u32 = 500;

/// All records of a kind within a reach, by deadline.
pub(crate) fn all_of(
    app: &App,
    kind: &RecordKind,
    reach: &Reach,
) -> Result<Vec<ListedRecord>, ApiError> {
    read_all(app, by_deadline(kind, reach))
}

/// A list of a kind within a reach, by deadline: of hazards those closed long ago come first.
pub(super) fn by_deadline(kind: &RecordKind, reach: &Reach) -> ListQuery {
    let order = ListOrder::Due { after: None };
    ListQuery::of(kind.clone(), reach.clone(), order, PAGE)
}

/// The whole list of a kind within a reach, oldest first: no record changes its place in it while it
/// is read.
pub(crate) fn oldest_first(kind: &RecordKind, reach: &Reach) -> ListQuery {
    let order = ListOrder::Oldest { after: None };
    ListQuery::of(kind.clone(), reach.clone(), order, PAGE)
}

/// What is wanted of the records of a list, however many they are: nothing else of them is kept.
pub(crate) fn gathered<T>(
    app: &App,
    query: ListQuery,
    mut wanted: impl FnMut(ListedRecord) -> Option<T>,
) -> Result<Vec<T>, ApiError> {
    let mut found = Vec::new();
    app.tenant.each_listed(query, |listed| {
        found.extend(wanted(listed));
        ControlFlow::<()>::Continue(())
    })?;
    Ok(found)
}

/// All records of a list. Whoever asks for what is open asks for nothing else: of what is closed there
/// is more every year.
pub(super) fn read_all(app: &App, query: ListQuery) -> Result<Vec<ListedRecord>, ApiError> {
    gathered(app, query, Some)
}

/// The open hazards within a reach as batches and agendas look at them. The closed ones, of which there
/// are more every year, are not read.
pub(super) fn open_hazard_lines(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
) -> Result<Vec<HazardLine>, ApiError> {
    let categories = gathered(
        app,
        oldest_first(&RecordKind::Premises, reach),
        |premises| Some((premises.record, premises.category)),
    )?;
    let categories: BTreeMap<RecordId, String> = categories.into_iter().collect();
    let village = |listed: &ListedRecord| {
        let path = caller.control.path(listed.home(&caller.control));
        path.into_iter().find(|grid| {
            let found = caller.control.grids.get(grid);
            found.is_some_and(|found| found.level == GridLevel::Medium)
        })
    };
    let open = ListQuery {
        open: true,
        ..by_deadline(&RecordKind::Rectification, reach)
    };
    let hazards = read_all(app, open)?;
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
