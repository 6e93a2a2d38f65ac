use wangge_domain::lifecycle::{RecheckOverdue, Status, recheck_overdue};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::store::RelayStore;

use super::casework::state_of;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListOrder, ListQuery, ListedRecord};

/// A page of hazards, each with whether its recheck is overdue（复查逾期）; with `only`, those alone. It
/// may hold more than the query asks for.
pub(super) fn page(
    app: &App,
    caller: &SupervisorCaller,
    mut query: ListQuery,
    only: bool,
) -> Result<Vec<(ListedRecord, Option<RecheckOverdue>)>, ApiError> {
    let wanted = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let mut kept = Vec::new();
    loop {
        let found = app.tenant.list(&query)?;
        let is_last = found.len() < wanted;
        if let Some(last) = found.last() {
            let due = last.due.map_or(i64::MAX, |due| due.0);
            query.order = ListOrder::Due {
                after: Some((due, last.record)),
            };
        }
        // Logs are read only if there is something to judge.
        let store = if found.iter().any(is_rechecking) {
            Some(app.tenant.database.turn(app.tenant.id())?)
        } else {
            None
        };
        for listed in found {
            let mark = match &store {
                Some(store) => mark_of(app, store.as_ref(), caller, &listed)?,
                None => None,
            };
            if mark.is_some() || !only {
                kept.push((listed, mark));
            }
        }
        if is_last || kept.len() >= wanted {
            return Ok(kept);
        }
    }
}

/// Whether the recheck of a record is overdue, if it is a hazard under recheck.
pub(super) fn mark_of(
    app: &App,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<Option<RecheckOverdue>, ApiError> {
    if !is_rechecking(listed) {
        return Ok(None);
    }
    let state = state_of(store, &caller.control, listed)?;
    Ok(recheck_overdue(&caller.policy, &state, app.tenant.now()))
}

fn is_rechecking(listed: &ListedRecord) -> bool {
    listed.kind == RecordKind::Rectification && listed.status == Status::Rechecking.as_str()
}
