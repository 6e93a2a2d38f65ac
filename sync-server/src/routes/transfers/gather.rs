use std::collections::BTreeMap;

use wangge_domain::GridId;
use wangge_domain::casework::{TransferLine, transfer_list};
use wangge_domain::record::RecordKind;

use super::super::casework::{all_of, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;

/// The households of a transfer within a reach（避险转移名单）, by small grid.
pub(super) fn gather(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
    operation: &str,
) -> Result<BTreeMap<GridId, Vec<TransferLine>>, ApiError> {
    let store = app.tenant.database.turn(app.tenant.id())?;
    let mut found: BTreeMap<GridId, Vec<TransferLine>> = BTreeMap::new();
    for listed in all_of(app, &RecordKind::Household, reach)? {
        let state = state_of(store.as_ref(), &caller.control, &listed)?;
        let line = TransferLine::of(listed.record, &state.status, &state.case, operation);
        if let Some(line) = line {
            found
                .entry(listed.home(&caller.control))
                .or_default()
                .push(line);
        }
    }
    let grids = found.into_iter();
    Ok(grids
        .map(|(grid, lines)| (grid, transfer_list(lines)))
        .collect())
}
