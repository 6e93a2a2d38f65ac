use std::collections::BTreeMap;

use wangge_domain::control::ControlState;
use wangge_domain::hazard::Hazard;
use wangge_domain::premises::Premises;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, GridId, RecordId};
use wangge_report::papers::{ZoneCard, ZonePremises, ended_marks};
use wangge_report::{CaseFile, RecordFile, RegisterFile};
use wangge_sync_engine::store::StoreError;
use wangge_sync_engine::{Document, MadeAt, field_edits};

use super::PaperKind;
use super::as_made::{made_at, premises_then};
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
        _ => {
            let Some(mut case) = case_of(tenant, control, kind, &listed)? else {
                return Ok(None);
            };
            if kind.is_notice() && listed.kind == RecordKind::Inspection {
                let major = kind == PaperKind::MajorNotice;
                case.hazards.retain(|one| {
                    one.state.provisional_number.is_some() && one.state.major_notice == major
                });
            }
            let mut hazards: Vec<RecordId> = case.hazards.iter().map(|one| one.record).collect();
            hazards.sort_unstable();
            let store = tenant.database.turn(tenant.id())?;
            if kind == PaperKind::Dossier {
                for file in &case.hazards {
                    let rows = store.rows_of(file.record)?;
                    let edits = field_edits(&file.state.kind, &rows, control);
                    if !edits.is_empty() {
                        case.edits.insert(file.record, edits);
                    }
                }
            }
            let made = made_at(kind, &case, |file, acts| {
                let rows = store.event_rows_of(file.record)?;
                Ok(MadeAt::of(&file.state, &rows, acts))
            })?;
            if let Some(made) = made {
                let premises = case.premises.record;
                case.premises.quoted = premises_then(store.as_ref(), premises, &made)?;
            }
            Ok(Some(Gathered::Case {
                case: Box::new(case),
                hazards,
            }))
        }
    }
}

impl Gathered {
    /// That what the paper is about was withdrawn or declared void since（撤回、作废）.
    pub(super) fn ended(&self, kind: PaperKind, record: RecordId) -> Vec<String> {
        match self {
            Self::Case { case, hazards } if kind.is_notice() => ended_marks(case, hazards),
            Self::Case { case, .. } => ended_marks(case, &[record]),
            _ => Vec::new(),
        }
    }

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
    let store = tenant.database.turn(tenant.id())?;
    let made = MadeAt::of_case(&file.state, &store.event_rows_of(listed.record)?);
    let premises_of = |premises: RecordId| {
        let found = record_of_kind(tenant, control, premises, &RecordKind::Premises)?;
        let Some((_, mut file)) = found else {
            return Ok::<Option<RecordFile>, StoreError>(None);
        };
        if let Some(made) = &made {
            file.quoted = premises_then(store.as_ref(), premises, made)?;
        }
        Ok(Some(file))
    };
    let premises = match listed.premises {
        Some(premises) => premises_of(premises)?,
        None => None,
    };
    let of_hazard = RecordKind::Rectification;
    let (mut hazards, mut majors) = (Vec::<(RecordFile, RecordFile)>::new(), Vec::new());
    for mut named in RegisterFile::named_hazards(&file) {
        // A major case stands for the hazard that it is about, as it stood when it was named.
        let of_major = RecordKind::MajorCase;
        if let Some((_, mut major)) = record_of_kind(tenant, control, named, &of_major)? {
            if let Some(made) = &made
                && let Some(then) = made.state(&of_major, &store.event_rows_of(named)?, control)
            {
                major.state = then;
            }
            let Some(about) = RegisterFile::hazard_of(&major) else {
                continue;
            };
            majors.push(major);
            if hazards.iter().any(|(one, _)| one.record == about) {
                continue;
            }
            named = about;
        }
        let hazard = record_of_kind(tenant, control, named, &of_hazard)?;
        let Some((_, mut hazard)) = hazard else {
            continue;
        };
        // The deadlines that they had when the order was issued.
        if let Some(made) = &made
            && let Some(then) = made.state(&of_hazard, &store.event_rows_of(named)?, control)
        {
            hazard.with_deadlines_of(&then);
        }
        let of = Hazard::from_content(&hazard.content).premises;
        let Some(of) = of else { continue };
        if let Some(of) = premises_of(of)? {
            hazards.push((hazard, of));
        }
    }
    Ok(Some(Gathered::Register(Box::new(RegisterFile {
        file,
        grid,
        premises,
        hazards,
        majors,
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
    // Whether the brigade has filed the hazards of the notice.
    let registers: &[RecordKind] = match kind {
        PaperKind::MajorNotice => &[RecordKind::MajorCase],
        _ => &[],
    };
    let of_hazard = kind.is_notice() || matches!(kind, PaperKind::Recheck | PaperKind::Transfer);
    match (&listed.kind, listed.premises) {
        (RecordKind::Premises, _) if kind == PaperKind::Dossier => {
            case_file(tenant, control, record, None, &CaseFile::REGISTERS)
        }
        (RecordKind::Inspection, Some(premises)) if of_visit => {
            let found = tenant.database.hanging_on(
                tenant.id(),
                premises,
                &RecordKind::Rectification,
                MOST,
            )?;
            let hazards: Vec<RecordId> = found.into_iter().map(|one| one.record).collect();
            let case = case_file(
                tenant,
                control,
                premises,
                Some((&[record], &hazards)),
                registers,
            )?;
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
            case_file(
                tenant,
                control,
                premises,
                Some((&visit, &[record])),
                registers,
            )
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
pub(super) fn zone_premises(
    tenant: &Tenant,
    control: &ControlState,
    grid: GridId,
) -> Result<Vec<ListedRecord>, StoreError> {
    use crate::store::{ListOrder, ListQuery, Reach};
    let streams = control
        .grids
        .keys()
        .filter(|one| control.is_within(**one, grid))
        .map(|one| wangge_domain::StreamId::of_grid(*one))
        .collect();
    let query = ListQuery::of(
        RecordKind::Premises,
        Reach::of_grids(control, streams),
        ListOrder::Newest { after: None },
        MOST,
    );
    let mut listed = tenant.database.list(tenant.id(), &query)?;
    listed.sort_by_key(|one| (one.first_at, one.record));
    Ok(listed)
}

fn zone_card(
    tenant: &Tenant,
    control: &ControlState,
    grid: GridId,
) -> Result<ZoneCard, StoreError> {
    let listed = zone_premises(tenant, control, grid)?;
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
