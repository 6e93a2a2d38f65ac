use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::inspection::photo_keys;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, GridId, RecordId, Timestamp};
use wangge_protocol::{Row, RowBody};
use wangge_report::{CaseFile, PhotoFile, RecordFile};
use wangge_sync_engine::store::{RelayStore, StoreError};
use wangge_sync_engine::{Document, PaperBasis, fold_rows};

use crate::store::BlobRole;
use crate::tenant::Tenant;

/// Visits and hazards of one premises on a paper, at most.
const MOST: u32 = 10_000;

/// A premises with these inspections and hazards, or with all that hang on it; and with its cases of
/// these registers.
pub(super) fn case_file(
    tenant: &Tenant,
    control: &ControlState,
    premises: RecordId,
    only: Option<(&[RecordId], &[RecordId])>,
    registers: &[RecordKind],
) -> Result<Option<CaseFile>, StoreError> {
    let store = tenant.database.turn(tenant.id())?;
    let store = store.as_ref();
    let Some(grid) = store.record(premises)?.map(|stored| stored.stream.grid()) else {
        return Ok(None);
    };
    let file = |record: RecordId, kind: &RecordKind| record_file(store, control, record, kind);
    let all = |kind: RecordKind, wanted: Option<&[RecordId]>| {
        let records = match wanted {
            Some(records) => records.to_vec(),
            None => {
                let found = tenant
                    .database
                    .hanging_on(tenant.id(), premises, &kind, MOST)?;
                found.into_iter().map(|one| one.record).collect()
            }
        };
        records
            .into_iter()
            .map(|record| file(record, &kind))
            .collect::<Result<Vec<_>, StoreError>>()
    };
    let mut case = CaseFile {
        premises: file(premises, &RecordKind::Premises)?,
        grid,
        inspections: all(RecordKind::Inspection, only.map(|(visits, _)| visits))?,
        hazards: all(RecordKind::Rectification, only.map(|(_, hazards)| hazards))?,
        cases: Vec::new(),
        edits: BTreeMap::new(),
        photos: BTreeMap::new(),
    };
    // The ids are in the order of time: the order in which a phone shows them.
    case.inspections.sort_by_key(|file| file.record);
    case.hazards.sort_by_key(|file| file.record);
    for kind in registers {
        case.cases.extend(all(kind.clone(), None)?);
    }
    case.photos = photos(tenant, grid, &case)?;
    Ok(Some(case))
}

/// A record of a kind with its grid, as papers read it.
pub(crate) fn record_of_kind(
    tenant: &Tenant,
    control: &ControlState,
    record: RecordId,
    kind: &RecordKind,
) -> Result<Option<(GridId, RecordFile)>, StoreError> {
    let store = tenant.database.turn(tenant.id())?;
    let stored = store.record(record)?.filter(|stored| stored.kind == *kind);
    let Some(stored) = stored else {
        return Ok(None);
    };
    let file = record_file(store.as_ref(), control, record, kind)?;
    Ok(Some((stored.stream.grid(), file)))
}

fn record_file(
    store: &dyn RelayStore,
    control: &ControlState,
    record: RecordId,
    kind: &RecordKind,
) -> Result<RecordFile, StoreError> {
    let rows = store.event_rows_of(record)?;
    let stored = store.record(record)?;
    let document = stored.map(|stored| stored.document).unwrap_or_default();
    let document =
        Document::load(&document).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let content = document.content();
    let state = fold_rows(kind, &rows, control);
    let acts: Vec<Event> = rows.iter().flat_map(events).collect();
    let basis = PaperBasis::of(&document, &content, &state, &acts);
    Ok(RecordFile {
        record,
        content,
        state,
        acts,
        quoted: basis.quoted,
        void: basis.void,
        blanked: basis.blanked,
    })
}

fn events(row: &Row) -> Vec<Event> {
    let ops = match &row.body {
        RowBody::Accepted { envelope, .. } => envelope.ops.as_slice(),
        RowBody::Stub(_) => &[],
    };
    ops.iter().filter_map(|op| op.as_event()?.ok()).collect()
}

/// When a photo was attached, as its record says.
pub(super) fn taken_at(document: &[u8]) -> Option<Timestamp> {
    let content = Document::load(document).ok()?.content();
    content.int(photo_keys::TAKEN_AT_MS).map(Timestamp)
}

/// Photos of this grid's log; one of another log is not shown here.
fn photos(
    tenant: &Tenant,
    grid: GridId,
    case: &CaseFile,
) -> Result<BTreeMap<RecordId, PhotoFile>, StoreError> {
    let files = case
        .inspections
        .iter()
        .chain(&case.hazards)
        .chain(&case.cases);
    let wanted: BTreeSet<RecordId> = files.flat_map(RecordFile::photos).collect();
    let store = tenant.database.turn(tenant.id())?;
    let mut found: BTreeMap<RecordId, PhotoFile> = BTreeMap::new();
    for link in tenant.database.blobs_of(tenant.id(), &wanted)? {
        let file = found.entry(link.record).or_insert(PhotoFile {
            original: Digest::ZERO,
            view: Digest::ZERO,
            thumbnail: Digest::ZERO,
            taken_at: None,
        });
        match link.role {
            BlobRole::Original => file.original = link.digest,
            BlobRole::View => file.view = link.digest,
            BlobRole::Thumbnail => file.thumbnail = link.digest,
        }
    }
    let mut here = BTreeMap::new();
    for (photo, mut file) in found {
        let Some(stored) = store.record(photo)? else {
            continue;
        };
        if stored.stream.grid() == grid {
            file.taken_at = taken_at(&stored.document);
            here.insert(photo, file);
        }
    }
    Ok(here)
}
