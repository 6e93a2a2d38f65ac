use std::sync::Arc;

use wangge_domain::control::{ControlRow, ControlState};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, GridId, RecordId, Timestamp};
use wangge_protocol::{Row, RowBody};
use wangge_report::{Office, PaperClaim, PhotoFile, content_hash};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::candidates::{Candidate, Found, catch_up, find, is_misdated, tolerance_ms};
use super::case_rows::CaseRows;
use super::prepared::Prepared;
use super::replay::Replay;
use super::seals::check_rows;
use super::version::PaperVersion;
use super::without_effect::WithoutEffect;
use crate::paper::PaperKind;
use crate::paper::board::board;
use crate::paper::case_bundle::case_bundle;
use crate::paper::case_file::taken_at;
use crate::paper::gather::zone_premises;
use crate::paper::make::{draft_at, office};
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

/// Gathers what a file is to be compared with（文书核验）, as of so many rows back at most.
pub(crate) fn prepare(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    pdf: &[u8],
    versions: usize,
) -> Result<Prepared, StoreError> {
    let Some(claim) = PaperClaim::read(pdf) else {
        return Ok(Prepared::default());
    };
    let Some(kind) = PaperKind::parse(&claim.kind) else {
        return Ok(Prepared::new(Some(claim), Found::default(), Ok(0)));
    };
    let source = StoreRows {
        tenant,
        store: tenant.database.turn(tenant.id())?,
    };
    if matches!(
        kind,
        PaperKind::Zone
            | PaperKind::Board
            | PaperKind::Snapshot
            | PaperKind::Circular
            | PaperKind::CaseBundle
    ) {
        let found = as_it_stands(&source, (control, policy), kind, &claim)?;
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

/// A version of a paper, whether its act took no effect, and what ended it since.
pub(crate) type EarlierVersion = (PaperVersion, Option<WithoutEffect>, Vec<String>);

/// The newest version of a paper that had this content hash（以前的版本）: what whoever holds the QR of a
/// paper may know, though the record says something else by now; and if the act that it is about
/// took no effect, that; and whether what it is about was withdrawn or declared void since.
pub(crate) fn earlier_version(
    tenant: &Tenant,
    (kind, record): (PaperKind, RecordId),
    content_hash: Digest,
    versions: usize,
) -> Result<Option<EarlierVersion>, StoreError> {
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
    let ended = found.ended;
    let newest = found.candidates.into_iter().next();
    Ok(newest.map(|one| {
        let version = PaperVersion::of(&one.paper, one.as_of);
        (version, one.without_effect, ended)
    }))
}

/// Papers about a whole area, an entry or frozen figures are compared with what stands now: they
/// are no fold of a few rows.
fn as_it_stands(
    source: &StoreRows<'_>,
    (control, policy): (&ControlState, &PolicyPack),
    kind: PaperKind,
    claim: &PaperClaim,
) -> Result<Found, StoreError> {
    let tenant = source.tenant;
    let made_at = claim.made_at.unwrap_or_else(|| tenant.now());
    let about = (kind, claim.record);
    let Some(Ok(draft)) = draft_at(tenant, control, policy, about, made_at)? else {
        return Ok(Found::default());
    };
    let current = content_hash(&draft.paper);
    let is_claimed = current == claim.content_hash;
    let newest = Some(PaperVersion::of(&draft.paper, None));
    let misdated = match claim.made_at.filter(|_| draft.paper.made_at.is_some()) {
        Some(made_at) if is_claimed => {
            let tolerance = tolerance_ms(source, control);
            let is_early = !stood_at(source, policy, about, made_at.plus_ms(tolerance))?;
            is_early || is_misdated(made_at, None, source.now(), tolerance)
        }
        _ => false,
    };
    let candidate = is_claimed.then_some(Candidate {
        paper: draft.paper,
        blobs: draft.blobs,
        as_of: None,
        misdated,
        without_effect: None,
        marked_since: false,
    });
    Ok(Found {
        current: Some(current),
        newest,
        ended: Vec::new(),
        candidates: candidate.into_iter().collect(),
    })
}

/// Whether what such a paper is about was there then: the grid, the entry, every premises on the
/// card. That a name on it is of later is not found.
fn stood_at(
    source: &StoreRows<'_>,
    policy: &PolicyPack,
    (kind, record): (PaperKind, RecordId),
    then: Timestamp,
) -> Result<bool, StoreError> {
    let rows = source.control_rows()?;
    let mut control = Arc::new(ControlState::default());
    catch_up(&mut control, &mut rows.iter().peekable(), then);
    let tenant = source.tenant;
    if kind == PaperKind::Board {
        let office = Office {
            now: then,
            ..office(tenant, &control, policy)
        };
        return Ok(board(&office, record).is_some());
    }
    if kind == PaperKind::CaseBundle {
        return Ok(case_bundle(&control, record).is_some());
    }
    let grid = GridId(record.0);
    if kind != PaperKind::Zone {
        return Ok(true);
    }
    if !control.grids.contains_key(&grid) {
        return Ok(false);
    }
    let listed = zone_premises(tenant, &control, grid)?;
    for premises in listed.iter().filter(|one| one.first_at > then) {
        // A phone shows its own before the relay has it: then the author's time counts.
        let rows = source.rows_of(premises.record)?;
        let made_at = rows.iter().find_map(|row| match &row.body {
            RowBody::Accepted { decision, .. } => Some(decision.time.best()),
            RowBody::Stub(_) => None,
        });
        if made_at.is_none_or(|made_at| made_at > then) {
            return Ok(false);
        }
    }
    Ok(true)
}
