use wangge_domain::evaluation::{Adjustment, Snapshot};
use wangge_domain::{Digest, RecordId};
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

/// A snapshot with what its export speaks of.
pub(crate) fn snapshot_file<'a>(
    office: &Office<'a>,
    snapshot: &'a Snapshot,
    adjustments: &'a [Adjustment],
) -> SnapshotFile<'a> {
    let place = office.control.grids.get(&snapshot.scope);
    SnapshotFile {
        snapshot,
        adjustments,
        rules: &office.policy.accounting().evaluation.township,
        place: place.map(|grid| grid.name.clone()).unwrap_or_default(),
    }
}
