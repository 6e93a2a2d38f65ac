use std::sync::Arc;

use wangge_domain::control::{ControlRow, ControlState};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, GridId, RecordId, Timestamp};
use wangge_protocol::Row;
use wangge_report::{PaperClaim, PhotoFile, content_hash};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::candidates::{Candidate, Found, find};
use super::case_rows::CaseRows;
use super::prepared::Prepared;
use super::replay::Replay;
use super::seals::check_rows;
use super::version::PaperVersion;
use crate::paper::PaperKind;
use crate::paper::case_file::taken_at;
use crate::paper::make::draft_at;
use crate::tenant::Tenant;

/// The rows of a running relay, or of its folder.
struct StoreRows<'a> {
    tenant: &'a Tenant,
    store: Box<dyn RelayStore + Send>,
}

impl CaseRows for StoreRows<'_> {
    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        self.store.rows_of(record)
    }

    fn on_premises(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError> {
        self.store.records_on(premises, kind)
    }

    fn photo(&self, photo: RecordId) -> Result<Option<(GridId, PhotoFile)>, StoreError> {
        let Some(stored) = self.store.record(photo)? else {
            return Ok(None);
        };
        let blobs = self.store.blobs_of(photo)?;
        Ok(blobs.last().map(|blobs| {
            let file = PhotoFile {
                original: blobs.original,
                view: blobs.view,
                thumbnail: blobs.thumbnail,
                taken_at: taken_at(&stored.document),
            };
            (stored.stream.grid(), file)
        }))
    }

    fn control_rows(&self) -> Result<Vec<ControlRow>, StoreError> {
        self.store.control_rows_after(0)
    }

    fn policy(&self, revision: u32) -> Option<Arc<PolicyPack>> {
        self.tenant.policy_of(revision)
    }

    fn address(&self) -> &str {
        &self.tenant.row.address
    }

    fn is_demo(&self) -> bool {
        self.tenant.row.demo
    }

    fn now(&self) -> Timestamp {
        self.tenant.now()
    }
}

/// Gathers what a file is to be compared with（文书核验）: of every kind of paper that `may_be` lets
/// through, as of so many rows back at most.
pub(crate) fn prepare(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    pdf: &[u8],
    (may_be, versions): (impl Fn(PaperKind) -> bool, usize),
) -> Result<Prepared, StoreError> {
    let Some(claim) = PaperClaim::read(pdf) else {
        return Ok(Prepared::default());
    };
    let Some(kind) = PaperKind::parse(&claim.kind).filter(|kind| may_be(*kind)) else {
        return Ok(Prepared::new(Some(claim), Found::default(), Ok(0)));
    };
    let source = StoreRows {
        tenant,
        store: tenant.database.turn(tenant.id())?,
    };
    if matches!(
        kind,
        PaperKind::Zone | PaperKind::Board | PaperKind::Snapshot
    ) {
        let found = as_it_stands(tenant, control, policy, kind, &claim)?;
        return Ok(Prepared::new(Some(claim), found, Ok(0)));
    }
    let Some(replay) = Replay::of(&source, kind, claim.record)? else {
        return Ok(Prepared::new(Some(claim), Found::default(), Ok(0)));
    };
    let found = find(&source, &replay, kind, &claim, versions)?;
    let store = source.store.as_ref();
    let checked = if found.candidates.is_empty() {
        Ok(0)
    } else {
        check_rows(store, control, &tenant.certified, replay.rows())?
    };
    Ok(Prepared::new(Some(claim), found, checked))
}

/// The newest version of a paper that had this content hash（以前的版本）: what whoever holds the QR of a
/// paper may know, though the record says something else by now.
pub(crate) fn earlier_version(
    tenant: &Tenant,
    (kind, record): (PaperKind, RecordId),
    content_hash: Digest,
    versions: usize,
) -> Result<Option<PaperVersion>, StoreError> {
    let source = StoreRows {
        tenant,
        store: tenant.database.turn(tenant.id())?,
    };
    let claim = PaperClaim {
        kind: String::new(),
        record,
        content_hash,
        number: String::new(),
        made_at: None,
    };
    let Some(replay) = Replay::of(&source, kind, record)? else {
        return Ok(None);
    };
    let found = find(&source, &replay, kind, &claim, versions)?;
    let newest = found.candidates.first();
    Ok(newest.map(|one| PaperVersion::of(&one.paper, one.as_of)))
}

/// Papers about a whole area, an entry or frozen figures are compared with what stands now: they
/// are no fold of a few rows.
fn as_it_stands(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    kind: PaperKind,
    claim: &PaperClaim,
) -> Result<Found, StoreError> {
    let made_at = claim.made_at.unwrap_or_else(|| tenant.now());
    let about = (kind, claim.record);
    let Some(Ok(draft)) = draft_at(tenant, control, policy, about, made_at)? else {
        return Ok(Found::default());
    };
    let current = content_hash(&draft.paper);
    let is_claimed = current == claim.content_hash;
    let candidate = is_claimed.then_some(Candidate {
        paper: draft.paper,
        blobs: draft.blobs,
        as_of: None,
    });
    Ok(Found {
        current: Some(current),
        candidates: candidate.into_iter().collect(),
    })
}
