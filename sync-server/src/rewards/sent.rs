use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::store::ReportState;
use crate::tenant::Tenant;

/// Reports looked at, at most.
const MOST: u32 = 50_000;

/// The hazards to which somebody was sent by a report of the public（接举报派单的隐患）: when first, and by
/// which complaint. Those of the hotline earn nobody a reward, and are none of them.
pub(super) fn sent_by_reports(
    tenant: &Tenant,
    store: &dyn RelayStore,
    control: &ControlState,
) -> Result<BTreeMap<RecordId, (Timestamp, RecordId)>, StoreError> {
    let database = &tenant.database;
    let mut cases: BTreeSet<RecordId> = BTreeSet::new();
    for state in [ReportState::Taken, ReportState::Joined] {
        let reports = database.public_reports(tenant.id(), state, MOST)?;
        cases.extend(reports.iter().filter_map(|report| report.record));
    }
    let mut sent: BTreeMap<RecordId, (Timestamp, RecordId)> = BTreeMap::new();
    for case in cases {
        let Some(listed) = database.listed(tenant.id(), case)? else {
            continue;
        };
        let state = fold_rows(&listed.kind, &store.event_rows_of(case)?, control);
        let mut dispatched = state.case.taken("report.dispatch");
        let at = dispatched.next().map(|step| step.time.best());
        let (Some(at), Ok(hazard)) = (at, state.case.field("hazard").parse::<RecordId>()) else {
            continue;
        };
        let first = sent.entry(hazard).or_insert((at, case));
        *first = (*first).min((at, case));
    }
    Ok(sent)
}
