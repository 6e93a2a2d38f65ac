use wangge_domain::control::ControlState;
use wangge_domain::evaluation::{Adjustment, Snapshot};
use wangge_domain::{Digest, GridId, RecordId};
use wangge_report::{Office, SnapshotFile};
use wangge_sync_engine::store::StoreError;

use crate::tenant::Tenant;

/// The snapshot（考核定稿）whose hash begins with this id.
pub(crate) fn snapshot_of(
    tenant: &Tenant,
    record: RecordId,
) -> Result<Option<Snapshot>, StoreError> {
    let mut least = [0; 32];
    least[..16].copy_from_slice(record.as_bytes());
    let found = tenant.database.snapshot_from(tenant.id(), Digest(least))?;
    Ok(found.filter(|it| SnapshotFile::id(it) == record))
}

/// What the scope of a snapshot is called: its grid, or the tenant as such（全县）.
fn place_of(tenant: &Tenant, control: &ControlState, scope: Option<GridId>) -> String {
    let Some(scope) = scope else {
        return tenant.row.name.clone();
    };
    let place = control.grids.get(&scope);
    place.map(|grid| grid.name.clone()).unwrap_or_default()
}

/// A snapshot with what its export speaks of.
pub(crate) fn snapshot_file<'a>(
    tenant: &Tenant,
    office: &Office<'a>,
    snapshot: &'a Snapshot,
    adjustments: &'a [Adjustment],
) -> SnapshotFile<'a> {
    SnapshotFile {
        snapshot,
        adjustments,
        rules: &office.policy.accounting().evaluation.township,
        place: place_of(tenant, office.control, snapshot.scope),
    }
}
