use wangge_domain::RecordId;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::RecordKind;
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::http::SupervisorCaller;
use crate::tenant::Tenant;

/// Major cases of one premises that are looked through, at most.
const MOST: u32 = 1_000;

/// The number under which the fire and rescue body has filed the case of a hazard（立案文号）, empty while
/// there is none; `None`: it has not judged the hazard to be major. The log is looked through only
/// for a hazard that is suspected to be.
pub(super) fn filed_case(
    tenant: &Tenant,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    (hazard, state): (RecordId, &RecordState),
    premises: Option<RecordId>,
) -> Result<Option<String>, StoreError> {
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
            return Ok(Some(number.to_owned()));
        }
    }
    Ok(None)
}
