use std::collections::BTreeMap;

use wangge_domain::control::ControlState;
use wangge_domain::hazard::Hazard;
use wangge_domain::premises::Premises;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, GridId, RecordId};
use wangge_report::papers::{ZoneCard, ZonePremises};
use wangge_report::{CaseFile, RegisterFile};
use wangge_sync_engine::Document;
use wangge_sync_engine::store::StoreError;

use super::PaperKind;
use super::case_file::{case_file, record_of_kind};
use crate::store::ListedRecord;
use crate::tenant::Tenant;

/// Premises of a zone card, hazards of an inspection, at most.
const MOST: u32 = 5_000;

/// What a paper is made from.
#[derive(Clone)]
pub(super) enum Gathered {
    /// A premises with what hangs on it, and the hazards that the paper is about.
    Case {
        case: Box<CaseFile>,
        hazards: Vec<RecordId>,
    },
    /// A case of a register.
    Register(Box<RegisterFile>),
    /// A grid.
    Zone(ZoneCard),
}

/// Gathers what a paper about a record, or about a grid by its id, needs. `None`: there is no such
/// record of the kind that the paper is about.
pub(super) fn gather(
    tenant: &Tenant,
    control: &ControlState,
    kind: PaperKind,
    record: RecordId,
) -> Result<Option<Gathered>, StoreError> {
    if kind == PaperKind::Zone {
        let grid = GridId(record.0);
        if !control.grids.contains_key(&grid) {
            return Ok(None);
        }
        return Ok(Some(Gathered::Zone(zone_card(tenant, control, grid)?)));
    }
    let Some(listed) = tenant.database.listed(tenant.id(), record)? else {
        return Ok(None);
    };
    match kind {
        PaperKind::Commitment | PaperKind::Responsibility | PaperKind::Promise => {
            register(tenant, control, &listed, &RecordKind::Letter)
        }
        PaperKind::Supervision => register(tenant, control, &listed, &RecordKind::Order),
        _ => Ok(case_of(tenant, control, kind, &listed)?.map(|mut case| {
            if kind.is_notice() && listed.kind == RecordKind::Inspection {
                case.hazards
                    .retain(|one| one.state.provisional_number.is_some());
            }
            let mut hazards: Vec<RecordId> = case.hazards.iter().map(|one| one.record).collect();
            hazards.sort_unstable();
            Gathered::Case {
                case: Box::new(case),
                hazards,
            }
        })),
    }
}

impl Gathered {
    /// Pictures it shows: the name they have on the paper, and the blob to be read.
    pub(super) fn blobs(&self, kind: PaperKind) -> BTreeMap<Digest, Digest> {
        let Self::Case { case, .. } = self else {
            return BTreeMap::new();
        };
        let small = kind == PaperKind::Dossier;
        let photos = case.photos.values();
        photos
            .map(|photo| (photo.view, if small { photo.thumbnail } else { photo.view }))
            .collect()
    }
}

fn register(
    tenant: &Tenant,
    control: &ControlState,
    listed: &ListedRecord,
    kind: &RecordKind,
) -> Result<Option<Gathered>, StoreError> {
    let Some((grid, file)) = record_of_kind(tenant, control, listed.record, kind)? else {
        return Ok(None);
    };
    let premises = match listed.premises {
        Some(premises) => record_of_kind(tenant, control, premises, &RecordKind::Premises)?,
        None => None,
    };
    let mut hazards = Vec::new();
    for named in RegisterFile::named_hazards(&file) {
        let hazard = record_of_kind(tenant, control, named, &RecordKind::Rectification)?;
        let Some((_, hazard)) = hazard else { continue };
        let of = Hazard::from_content(&hazard.content).premises;
        let Some(of) = of else { continue };
        if let Some((_, of)) = record_of_kind(tenant, control, of, &RecordKind::Premises)? {
            hazards.push((hazard, of));
        }
    }
    Ok(Some(Gathered::Register(Box::new(RegisterFile {
        file,
        grid,
        premises: premises.map(|(_, file)| file),
        hazards,
    }))))
}

fn case_of(
    tenant: &Tenant,
    control: &ControlState,
    kind: PaperKind,
    listed: &ListedRecord,
) -> Result<Option<CaseFile>, StoreError> {
    let record = listed.record;
    let of_visit = kind == PaperKind::Inspection || kind.is_notice();
    let of_hazard = kind.is_notice() || matches!(kind, PaperKind::Recheck | PaperKind::Transfer);
    match (&listed.kind, listed.premises) {
        (RecordKind::Premises, _) if kind == PaperKind::Dossier => {
            case_file(tenant, control, record, None)
        }
        (RecordKind::Inspection, Some(premises)) if of_visit => {
            let found = tenant.database.hanging_on(
                tenant.id(),
                premises,
                &RecordKind::Rectification,
                MOST,
            )?;
            let hazards: Vec<RecordId> = found.into_iter().map(|one| one.record).collect();
            let case = case_file(tenant, control, premises, Some((&[record], &hazards)))?;
            Ok(case.map(|mut case| {
                case.hazards
                    .retain(|one| Hazard::from_content(&one.content).inspection == Some(record));
                case
            }))
        }
        (RecordKind::Rectification, Some(premises)) if of_hazard => {
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
        open: false,
        due_before: None,
        due_after: None,
        text: None,
        order: ListOrder::Newest { after: None },
        limit: MOST,
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
