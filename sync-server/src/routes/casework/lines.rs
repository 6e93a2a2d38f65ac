use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use wangge_domain::casework::HazardLine;
use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::RecordKind;
use wangge_domain::tally::HazardMeasure;
use wangge_domain::{GridId, RecordId, StreamId, Timestamp};
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

/// The open hazards within a reach as batches and agendas look at them, in id order.
pub(super) fn open_hazard_lines(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
) -> Result<Vec<HazardLine>, ApiError> {
    let handed_on = handed_on(app, reach)?;
    let standing = app.tenant.standing()?;
    let measures = &standing.measures;
    let is_read = |hazard: RecordId, it: &HazardMeasure| {
        reach.streams.contains(&StreamId::of_grid(it.grid))
            || it
                .premises
                .is_some_and(|premises| reach.premises.contains(&premises))
            || handed_on.contains(&hazard)
    };
    let mut villages = BTreeMap::new();
    let mut village_of = |grid: GridId| {
        *villages.entry(grid).or_insert_with(|| {
            caller.control.path(grid).into_iter().find(|grid| {
                let found = caller.control.grids.get(grid);
                found.is_some_and(|found| found.level == GridLevel::Medium)
            })
        })
    };
    let hazards = measures.hazards.iter();
    let open = hazards.filter(|(hazard, it)| it.is_open() && is_read(**hazard, it));
    Ok(open
        .filter_map(|(hazard, it)| {
            let premises = it
                .premises
                .and_then(|premises| measures.premises.get(&premises));
            Some(HazardLine {
                hazard: *hazard,
                premises: it.premises,
                village: village_of(it.grid),
                category: premises
                    .map(|it| it.category().to_owned())
                    .unwrap_or_default(),
                status: it.status.clone(),
                major: it.suspected_major,
                found_at: Timestamp::start_of_china_day(it.found_on?),
            })
        })
        .collect())
}

/// What was handed on to a department that the caller reads for.
fn handed_on(app: &App, reach: &Reach) -> Result<BTreeSet<RecordId>, ApiError> {
    if reach.departments.is_empty() {
        return Ok(BTreeSet::new());
    }
    let of_departments = Reach {
        departments: reach.departments.clone(),
        ..Reach::default()
    };
    let open = ListQuery {
        open: true,
        ..by_deadline(&RecordKind::Rectification, &of_departments)
    };
    let hazards = gathered(app, open, |listed| Some(listed.record))?;
    Ok(hazards.into_iter().collect())
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
