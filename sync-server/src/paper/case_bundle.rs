use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::register::{DelegatedPower, EnforcementCase};
use wangge_protocol::sha256;
use wangge_report::Office;
use wangge_report::papers::{CaseBundle, case_bundle_paper};
use wangge_sync_engine::store::StoreError;

use super::PaperKind;
use super::gather::{Gathered, gather};
use super::make::Draft;
use crate::tenant::Tenant;

/// The id by which the bundle of an enforcement case is asked for, from the number of its paper.
pub(crate) fn case_bundle_id(number: &str) -> RecordId {
    let digest = sha256(format!("enforcement_case/{number}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    RecordId::from_bytes(bytes)
}

/// The enforcement case（执法案件）of this id, with the power that it rests on.
pub(crate) fn case_bundle(control: &ControlState, id: RecordId) -> Option<CaseBundle> {
    let book = &control.registers;
    let cases = book.latest::<EnforcementCase>();
    let mut cases = cases.into_iter();
    let (line, case) = cases.find(|(line, _)| case_bundle_id(&line.row.key) == id)?;
    let dated = line.row.from;
    let powers = book.all::<DelegatedPower>(dated);
    let power = powers.into_iter().find(|(_, power)| {
        power.township == case.township && power.body == case.body && power.power == case.power
    });
    Some(CaseBundle {
        id,
        number: line.row.key.clone(),
        dated,
        case,
        power: power.map(|(_, power)| power),
    })
}

/// The bundle（执法案卷）with the pictures that it shows.
pub(super) fn case_bundle_draft(
    tenant: &Tenant,
    office: &Office<'_>,
    id: RecordId,
) -> Result<Option<Draft>, StoreError> {
    let Some(bundle) = case_bundle(office.control, id) else {
        return Ok(None);
    };
    let about = bundle.case.premises;
    let gathered = gather(tenant, office.control, PaperKind::Dossier, about)?;
    let Some(gathered) = gathered else {
        return Ok(None);
    };
    let Gathered::Case { case: file, .. } = &gathered else {
        return Ok(None);
    };
    let paper = case_bundle_paper(office, &bundle, file);
    let blobs = gathered.blobs(PaperKind::Dossier);
    Ok(Some(Draft { paper, blobs }))
}
