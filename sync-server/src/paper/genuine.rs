use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{Digest, RecordId};
use wangge_report::papers::{board_paper, snapshot_paper};
use wangge_report::{Paper, content_hash};
use wangge_sync_engine::store::StoreError;

use super::PaperKind;
use super::board::board;
use super::gather::{Gathered, gather};
use super::make::{drafted, office};
use super::snapshot::{snapshot_file, snapshot_of};
use crate::tenant::Tenant;

/// The paper with this content hash（核验）, if the relay would make it: as it stands, or a notice
/// over those hazards of an inspection that had been issued by then.
pub(crate) fn genuine(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    (kind, record): (PaperKind, RecordId),
    hash: Digest,
) -> Result<Option<Paper>, StoreError> {
    let office = office(tenant, control, policy);
    if kind == PaperKind::Board {
        let paper = board(&office, record).map(|board| board_paper(&office, &board));
        return Ok(paper.filter(|paper| content_hash(paper) == hash));
    }
    if kind == PaperKind::Snapshot {
        let found = snapshot_of(tenant, record)?;
        let paper = found.map(|it| snapshot_paper(&office, &snapshot_file(&office, &it, &[])));
        return Ok(paper.filter(|paper| content_hash(paper) == hash));
    }
    let Some(mut gathered) = gather(tenant, control, kind, record)? else {
        return Ok(None);
    };
    loop {
        if let Ok(paper) = drafted(&office, kind, record, &gathered)
            && content_hash(&paper) == hash
        {
            return Ok(Some(paper));
        }
        // What was issued last was not yet on an earlier paper.
        let Gathered::Case { hazards, case } = &mut gathered else {
            return Ok(None);
        };
        if hazards.len() < 2 {
            return Ok(None);
        }
        let issued = |one: &RecordId| {
            let file = case.hazards.iter().find(|file| file.record == *one);
            file.and_then(|file| file.state.noticed_at)
        };
        let Some(last) = hazards.iter().copied().max_by_key(issued) else {
            return Ok(None);
        };
        hazards.retain(|one| *one != last);
    }
}
