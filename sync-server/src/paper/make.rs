use std::collections::BTreeMap;

use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{Digest, GridId, RecordId, Timestamp, UserId};
use wangge_report::papers::{
    board_paper, commitment_of, dossier_paper, inspection_record_paper, major_notice_paper,
    notice_paper, notice_paper_of_before, notice_paper_without_measures, order_of, promise_of,
    recheck_opinion_of_before, recheck_opinion_paper, responsibility_of, snapshot_paper,
    transfer_of, zone_card_paper,
};
use wangge_report::{FontSet, Office, Paper, PaperError, Pictures, RenderedPaper, render};
use wangge_sync_engine::store::StoreError;

use super::PaperKind;
use super::board::board;
use super::case_bundle::case_bundle_draft;
use super::circular::circulars;
use super::gather::{Gathered, gather};
use super::snapshot::{snapshot_file, snapshot_of};
use crate::tenant::Tenant;

/// A paper that waits for its pictures.
pub(crate) struct Draft {
    /// What it says.
    pub(crate) paper: Paper,
    /// Pictures it shows: the name they have on it, and the blob to be read.
    pub(crate) blobs: BTreeMap<Digest, Digest>,
}

impl Draft {
    /// Lays it out with the pictures that were found, each made small.
    pub(crate) fn make(
        &self,
        blobs: &BTreeMap<Digest, Vec<u8>>,
    ) -> Result<RenderedPaper, PaperError> {
        let mut pictures = Pictures::new();
        for (name, blob) in &self.blobs {
            let copy = blobs.get(blob).map(|bytes| wangge_photo::paper_copy(bytes));
            if let Some(Ok(copy)) = copy {
                pictures.insert(*name, copy.bytes);
            }
        }
        render(&self.paper, None, &FontSet::built_in(), &pictures)
    }
}

/// Gathers a paper about a record that was found, or about a grid by its id. `None`: there is no
/// such record of the kind that the paper is about.
pub(crate) fn draft(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    kind: PaperKind,
    record: RecordId,
) -> Result<Option<Result<Draft, PaperError>>, StoreError> {
    draft_at(tenant, control, policy, (kind, record), tenant.now())
}

/// The same for this person: what is given to them alone stands on it.
pub(crate) fn draft_for(
    reader: UserId,
    tenant: &Tenant,
    (control, policy): (&ControlState, &PolicyPack),
    (kind, record): (PaperKind, RecordId),
) -> Result<Option<Result<Draft, PaperError>>, StoreError> {
    let office = Office {
        reader: Some(reader),
        ..office(tenant, control, policy)
    };
    draft_by(tenant, &office, (kind, record))
}

/// The same as if it were made at this time: for a paper that bears the time of its making.
pub(super) fn draft_at(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    (kind, record): (PaperKind, RecordId),
    now: Timestamp,
) -> Result<Option<Result<Draft, PaperError>>, StoreError> {
    let office = Office {
        now,
        ..office(tenant, control, policy)
    };
    draft_by(tenant, &office, (kind, record))
}

fn draft_by(
    tenant: &Tenant,
    office: &Office<'_>,
    (kind, record): (PaperKind, RecordId),
) -> Result<Option<Result<Draft, PaperError>>, StoreError> {
    if kind == PaperKind::Board {
        return Ok(board(office, record).map(|board| {
            Ok(Draft {
                paper: board_paper(office, &board),
                blobs: BTreeMap::new(),
            })
        }));
    }
    if kind == PaperKind::Snapshot {
        let Some(found) = snapshot_of(tenant, record)? else {
            return Ok(None);
        };
        let late = tenant.late_for(&found)?;
        let paper = snapshot_paper(office, &snapshot_file(tenant, office, &found, &late));
        let blobs = BTreeMap::new();
        return Ok(Some(Ok(Draft { paper, blobs })));
    }
    if kind == PaperKind::CaseBundle {
        return Ok(case_bundle_draft(tenant, office, record)?.map(Ok));
    }
    if kind == PaperKind::Circular {
        let paper = circulars(tenant, office, record)?.into_iter().next();
        let blobs = BTreeMap::new();
        return Ok(paper.map(|paper| Ok(Draft { paper, blobs })));
    }
    let Some(gathered) = gather(tenant, office.control, kind, record)? else {
        return Ok(None);
    };
    let paper = drafted(office, kind, record, &gathered);
    let blobs = gathered.blobs(kind);
    Ok(Some(paper.map(|paper| Draft { paper, blobs })))
}

/// The house that makes the relay's papers.
pub(crate) fn office<'a>(
    tenant: &'a Tenant,
    control: &'a ControlState,
    policy: &'a PolicyPack,
) -> Office<'a> {
    Office {
        policy,
        control,
        address: &tenant.row.address,
        demo: tenant.row.demo,
        now: tenant.now(),
        reader: None,
        before: false,
    }
}

/// Name of a body as it stands on papers.
pub(crate) fn issuer_name(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    body: &str,
    grid: GridId,
) -> String {
    office(tenant, control, policy).issuer(body, grid)
}

/// The paper as programs of before made it of the same, where it was otherwise, each wording by itself:
/// what was handed out then is known by it.
pub(super) fn drafted_before(
    office: &Office<'_>,
    kind: PaperKind,
    record: RecordId,
    gathered: &Gathered,
) -> Vec<Paper> {
    let worded = match (gathered, kind) {
        (Gathered::Case { case, .. }, PaperKind::Recheck) => {
            recheck_opinion_of_before(office, case, record).ok()
        }
        (
            _,
            PaperKind::Notice
            | PaperKind::MajorNotice
            | PaperKind::Transfer
            | PaperKind::Supervision
            | PaperKind::Commitment
            | PaperKind::Responsibility
            | PaperKind::Promise
            | PaperKind::Dossier,
        ) => {
            let office = Office {
                before: true,
                ..*office
            };
            drafted(&office, kind, record, gathered).ok()
        }
        _ => None,
    };
    let offered = match (gathered, kind) {
        (Gathered::Case { case, hazards }, PaperKind::Notice) => {
            notice_paper_of_before(office, case, hazards).ok()
        }
        _ => None,
    };
    // What was not worded otherwise may still have been laid out otherwise.
    let laid_out = match (gathered, kind) {
        (Gathered::Case { case, hazards }, PaperKind::Notice | PaperKind::MajorNotice) => {
            notice_paper_without_measures(office, case, hazards).ok()
        }
        _ => {
            let now = drafted(office, kind, record, gathered).ok();
            now.and_then(|paper| paper.as_laid_out_before())
        }
    };
    worded.into_iter().chain(offered).chain(laid_out).collect()
}

/// The paper out of what was gathered.
pub(super) fn drafted(
    office: &Office<'_>,
    kind: PaperKind,
    record: RecordId,
    gathered: &Gathered,
) -> Result<Paper, PaperError> {
    match (gathered, kind) {
        (Gathered::Zone(card), _) => zone_card_paper(office, card),
        (Gathered::Register(case), PaperKind::Commitment) => commitment_of(office, case),
        (Gathered::Register(case), PaperKind::Responsibility) => responsibility_of(office, case),
        (Gathered::Register(case), PaperKind::Promise) => promise_of(office, case),
        (Gathered::Register(case), _) => order_of(office, case),
        (Gathered::Case { case, hazards }, PaperKind::Notice) => {
            notice_paper(office, case, hazards)
        }
        (Gathered::Case { case, hazards }, PaperKind::MajorNotice) => {
            major_notice_paper(office, case, hazards)
        }
        (Gathered::Case { case, .. }, PaperKind::Inspection) => {
            inspection_record_paper(office, case, record)
        }
        (Gathered::Case { case, .. }, PaperKind::Recheck) => {
            recheck_opinion_paper(office, case, record)
        }
        (Gathered::Case { case, .. }, PaperKind::Transfer) => transfer_of(office, case, record),
        (Gathered::Case { case, .. }, _) => Ok(dossier_paper(office, case)),
    }
}
