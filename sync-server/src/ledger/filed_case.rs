use wangge_domain::RecordId;
use wangge_domain::lifecycle::{CaseState, RecordState};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::http::SupervisorCaller;
use crate::tenant::Tenant;

/// Major cases of one premises that are looked through, at most.
const MOST: u32 = 1_000;

/// What the ledger says of the case in which a hazard was judged to be major（在案案件）.
pub(super) struct FiledCase {
    /// The number under which it was filed（立案文号）, empty while there is none.
    pub(super) number: String,
    /// What was done so far（整改情况）.
    pub(super) progress: String,
}

/// The case that the fire and rescue body has filed about a hazard; `None`: it has not judged the hazard
/// to be major. The log is looked through only for a hazard that is suspected to be.
pub(super) fn filed_case(
    tenant: &Tenant,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    (hazard, state): (RecordId, &RecordState),
    premises: Option<RecordId>,
) -> Result<Option<FiledCase>, StoreError> {
    let is_asked = state.suspected_major || state.major_notice;
    let Some(premises) = premises.filter(|_| is_asked) else {
        return Ok(None);
    };
    let kind = RecordKind::MajorCase;
    let cases = tenant
        .database
        .hanging_on(tenant.id(), premises, &kind, MOST)?;
    for case in cases {
        let rows = store.event_rows_of(case.record)?;
        let of_case = fold_rows(&kind, &rows, &caller.control).case;
        if of_case.judges_major(hazard) {
            let number = of_case.filing_number().unwrap_or_default();
            return Ok(Some(FiledCase {
                number: number.to_owned(),
                progress: progress(&of_case),
            }));
        }
    }
    Ok(None)
}

/// What the proposal to close the case sums up, else its last report of progress.
fn progress(of_case: &CaseState) -> String {
    let summary = of_case.field("summary");
    if !summary.is_empty() {
        return summary.to_owned();
    }
    let reported = of_case.taken("major_case.progress").last();
    reported
        .and_then(|taken| taken.fields.get("text"))
        .cloned()
        .unwrap_or_default()
}
