use std::collections::BTreeMap;

use wangge_domain::control::ControlState;
use wangge_domain::hazard::Hazard;
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::Premises;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, GridId, RecordId};
use wangge_report::papers::{
    ZoneCard, ZonePremises, board_paper, dossier_paper, inspection_record_paper,
    major_notice_paper, notice_paper, recheck_opinion_paper, zone_card_paper,
};
use wangge_report::{
    CaseFile, FontSet, Office, Paper, PaperError, Pictures, RenderedPaper, render,
};
use wangge_sync_engine::Document;
use wangge_sync_engine::store::StoreError;

use super::PaperKind;
use super::board::board;
use super::case_file::case_file;
use crate::store::ListedRecord;
use crate::tenant::Tenant;

/// Premises of a zone card, at most.
const ZONE_PREMISES: u32 = 5_000;

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
    let office = Office {
        policy,
        control,
        address: &tenant.row.address,
        demo: tenant.row.demo,
        now: tenant.now(),
    };
    if kind == PaperKind::Zone {
        let grid = GridId(record.0);
        if !control.grids.contains_key(&grid) {
            return Ok(None);
        }
        let card = zone_card(tenant, control, grid)?;
        let made = zone_card_paper(&office, &card).map(|paper| Draft {
            paper,
            blobs: BTreeMap::new(),
        });
        return Ok(Some(made));
    }
    if kind == PaperKind::Board {
        return Ok(board(&office, record).map(|board| {
            Ok(Draft {
                paper: board_paper(&office, &board),
                blobs: BTreeMap::new(),
            })
        }));
    }
    let Some(listed) = tenant.database.listed(tenant.id(), record)? else {
        return Ok(None);
    };
    let Some(case) = case_of(tenant, control, kind, &listed)? else {
        return Ok(None);
    };
    let paper = match kind {
        PaperKind::Notice => notice_paper(&office, &case, &[record]),
        PaperKind::MajorNotice => major_notice_paper(&office, &case, &[record]),
        PaperKind::Inspection => inspection_record_paper(&office, &case, record),
        PaperKind::Recheck => recheck_opinion_paper(&office, &case, record),
        PaperKind::Dossier | PaperKind::Zone | PaperKind::Board => {
            Ok(dossier_paper(&office, &case))
        }
    };
    let blobs = case.photos.values().map(|photo| {
        let small = kind == PaperKind::Dossier;
        (photo.view, if small { photo.thumbnail } else { photo.view })
    });
    let blobs = blobs.collect();
    Ok(Some(paper.map(|paper| Draft { paper, blobs })))
}

fn case_of(
    tenant: &Tenant,
    control: &ControlState,
    kind: PaperKind,
    listed: &ListedRecord,
) -> Result<Option<CaseFile>, StoreError> {
    let record = listed.record;
    match (kind, &listed.kind, listed.premises) {
        (PaperKind::Dossier, RecordKind::Premises, _) => case_file(tenant, control, record, None),
        (PaperKind::Inspection, RecordKind::Inspection, Some(premises)) => {
            let found = tenant.database.hanging_on(
                tenant.id(),
                premises,
                &RecordKind::Rectification,
                ZONE_PREMISES,
            )?;
            let hazards: Vec<RecordId> = found.into_iter().map(|one| one.record).collect();
            let case = case_file(tenant, control, premises, Some((&[record], &hazards)))?;
            Ok(case.map(|mut case| {
                case.hazards
                    .retain(|one| Hazard::from_content(&one.content).inspection == Some(record));
                case
            }))
        }
        (
            PaperKind::Notice | PaperKind::MajorNotice | PaperKind::Recheck,
            RecordKind::Rectification,
            Some(premises),
        ) => {
            let content = content(tenant, record)?;
            let visit: Vec<RecordId> = Hazard::from_content(&content)
                .inspection
                .into_iter()
                .collect();
            case_file(tenant, control, premises, Some((&visit, &[record])))
        }
        _ => Ok(None),
    }
}

fn content(tenant: &Tenant, record: RecordId) -> Result<Content, StoreError> {
    let store = tenant.database.turn(tenant.id())?;
    let document = store.record(record)?.map(|stored| stored.document);
    match document.filter(|document| !document.is_empty()) {
        None => Ok(Content::default()),
        Some(document) => Document::load(&document)
            .map(|document| document.content())
            .map_err(|error| StoreError::Corrupt(error.to_string())),
    }
}

/// The premises of a grid, in the order in which they were put on file.
fn zone_card(
    tenant: &Tenant,
    control: &ControlState,
    grid: GridId,
) -> Result<ZoneCard, StoreError> {
    use crate::store::{ListOrder, ListQuery, Reach};
    let streams = control
        .grids
        .keys()
        .filter(|one| control.is_within(**one, grid))
        .map(|one| wangge_domain::StreamId::of_grid(*one))
        .collect();
    let query = ListQuery {
        kind: RecordKind::Premises,
        reach: Reach {
            streams,
            ..Reach::default()
        },
        within: None,
        status: None,
        category: None,
        due_before: None,
        text: None,
        order: ListOrder::Newest { after: None },
        limit: ZONE_PREMISES,
    };
    let mut listed = tenant.database.list(tenant.id(), &query)?;
    listed.sort_by_key(|one| (one.first_at, one.record));
    let mut premises = Vec::with_capacity(listed.len());
    for one in listed {
        let typed = Premises::from_content(&content(tenant, one.record)?);
        premises.push(ZonePremises {
            name: typed.name.clone(),
            category: typed.category.clone(),
            address: typed.full_address(),
            position: typed.position,
        });
    }
    Ok(ZoneCard {
        grid,
        premises,
        show_phones: true,
    })
}
