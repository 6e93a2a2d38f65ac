use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::{Inspection, keys, photo_refs};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{GridId, RecordId};
use wangge_protocol::{Envelope, Op, Row, RowBody};
use wangge_report::{CaseFile, PhotoFile, RecordFile, RegisterFile};
use wangge_sync_engine::store::StoreError;
use wangge_sync_engine::{Document, fold_rows};

use super::case_rows::CaseRows;
use super::version::LogPlace;
use crate::paper::PaperKind;
use crate::paper::gather::Gathered;

/// A photo with the grid of its log; `None`: it is not here.
type KnownPhoto = Option<(GridId, PhotoFile)>;

/// The records that a paper speaks of, as they were at any row of their logs（按日志重放）.
pub(super) struct Replay<'a> {
    source: &'a dyn CaseRows,
    kind: PaperKind,
    record: RecordId,
    premises: Option<RecordId>,
    rows: BTreeMap<RecordId, Vec<Row>>,
    photos: RefCell<BTreeMap<RecordId, KnownPhoto>>,
}

impl<'a> Replay<'a> {
    /// `None`: there is no such record of the kind that the paper is about.
    pub(super) fn of(
        source: &'a dyn CaseRows,
        kind: PaperKind,
        record: RecordId,
    ) -> Result<Option<Self>, StoreError> {
        let own = source.rows_of(record)?;
        let Some(what) = own.iter().find_map(accepted).map(|it| &it.header.kind) else {
            return Ok(None);
        };
        let content = content(&own);
        let mut others = BTreeSet::new();
        let premises = match (what, kind) {
            (RecordKind::Premises, PaperKind::Dossier) => {
                let hanging = [RecordKind::Inspection, RecordKind::Rectification];
                for kind in hanging.iter().chain(&CaseFile::REGISTERS) {
                    others.extend(source.on_premises(record, kind)?);
                }
                Some(record)
            }
            (
                RecordKind::Inspection,
                PaperKind::Inspection | PaperKind::Notice | PaperKind::MajorNotice,
            ) => {
                let premises = Inspection::from_content(&content).premises;
                if let Some(premises) = premises {
                    others.extend(source.on_premises(premises, &RecordKind::Rectification)?);
                }
                premises
            }
            (
                RecordKind::Rectification,
                PaperKind::Notice
                | PaperKind::MajorNotice
                | PaperKind::Recheck
                | PaperKind::Transfer,
            ) => {
                let hazard = Hazard::from_content(&content);
                others.extend(hazard.inspection);
                hazard.premises
            }
            (
                RecordKind::Letter,
                PaperKind::Commitment | PaperKind::Responsibility | PaperKind::Promise,
            ) => content.text(keys::PREMISES).and_then(|id| id.parse().ok()),
            (RecordKind::Order, PaperKind::Supervision) => {
                let file = record_file(record, what, &own, &ControlState::default());
                others.extend(RegisterFile::named_hazards(&file));
                None
            }
            _ => return Ok(None),
        };
        let mut rows = BTreeMap::from([(record, own)]);
        for other in others.into_iter().chain(premises) {
            if let std::collections::btree_map::Entry::Vacant(slot) = rows.entry(other) {
                slot.insert(source.rows_of(other)?);
            }
        }
        let replay = Self {
            source,
            kind,
            record,
            premises,
            rows,
            photos: RefCell::default(),
        };
        replay.with_premises_of_hazards().map(Some)
    }

    /// An order speaks of hazards of several premises.
    fn with_premises_of_hazards(mut self) -> Result<Self, StoreError> {
        if self.kind == PaperKind::Supervision {
            let files = self.rows.values();
            let named: BTreeSet<RecordId> = files
                .filter_map(|rows| Hazard::from_content(&content(rows)).premises)
                .collect();
            for premises in named {
                self.rows.insert(premises, self.source.rows_of(premises)?);
            }
        }
        Ok(self)
    }

    /// All rows that it reads.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().flatten()
    }

    /// The places at which something that the paper speaks of changed, the newest first.
    pub(super) fn places(&self) -> Vec<LogPlace> {
        let places: BTreeSet<LogPlace> = self.rows().filter_map(place).collect();
        places.into_iter().rev().collect()
    }

    /// What the paper would have been made from when this row was the last. `None`: it could not
    /// have been made.
    pub(super) fn at(
        &self,
        last: LogPlace,
        control: &ControlState,
    ) -> Result<Option<Gathered>, StoreError> {
        match self.kind {
            PaperKind::Commitment
            | PaperKind::Responsibility
            | PaperKind::Promise
            | PaperKind::Supervision => Ok(self.register_at(last, control)),
            _ => self.case_at(last, control),
        }
    }

    fn register_at(&self, last: LogPlace, control: &ControlState) -> Option<Gathered> {
        let (grid, file) = self.file(self.record, last, control)?;
        let premises = self.premises.and_then(|it| self.file(it, last, control));
        let mut hazards = Vec::new();
        for named in RegisterFile::named_hazards(&file) {
            let Some((_, hazard)) = self.file(named, last, control) else {
                continue;
            };
            let of = Hazard::from_content(&hazard.content).premises;
            if let Some((_, of)) = of.and_then(|of| self.file(of, last, control)) {
                hazards.push((hazard, of));
            }
        }
        Some(Gathered::Register(Box::new(RegisterFile {
            file,
            grid,
            premises: premises.map(|(_, file)| file),
            hazards,
        })))
    }

    fn case_at(
        &self,
        last: LogPlace,
        control: &ControlState,
    ) -> Result<Option<Gathered>, StoreError> {
        let found = self.premises.and_then(|it| self.file(it, last, control));
        let Some((grid, premises)) = found else {
            return Ok(None);
        };
        let mut case = CaseFile {
            premises,
            grid,
            inspections: Vec::new(),
            hazards: Vec::new(),
            cases: Vec::new(),
            photos: BTreeMap::new(),
        };
        // The ids are in the order of time.
        for record in self.rows.keys().filter(|it| Some(**it) != self.premises) {
            let Some((_, file)) = self.file(*record, last, control) else {
                continue;
            };
            match file.state.kind {
                RecordKind::Inspection => case.inspections.push(file),
                RecordKind::Rectification => case.hazards.push(file),
                _ => case.cases.push(file),
            }
        }
        let of_visit = |one: &RecordFile| one.record == self.record;
        if case.inspections.iter().any(of_visit) {
            case.hazards
                .retain(|one| Hazard::from_content(&one.content).inspection == Some(self.record));
            if self.kind.is_notice() {
                case.hazards
                    .retain(|one| one.state.provisional_number.is_some());
            }
        }
        case.photos = self.photos(grid, &case)?;
        let mut hazards: Vec<RecordId> = case.hazards.iter().map(|one| one.record).collect();
        hazards.sort_unstable();
        Ok(Some(Gathered::Case {
            case: Box::new(case),
            hazards,
        }))
    }

    fn photos(
        &self,
        grid: GridId,
        case: &CaseFile,
    ) -> Result<BTreeMap<RecordId, PhotoFile>, StoreError> {
        let files = case.inspections.iter().chain(&case.hazards);
        let named = files
            .chain(&case.cases)
            .flat_map(|file| photo_refs(&file.content));
        let mut found = BTreeMap::new();
        for photo in named.map(|it| it.photo) {
            let mut known = self.photos.borrow_mut();
            if let std::collections::btree_map::Entry::Vacant(slot) = known.entry(photo) {
                slot.insert(self.source.photo(photo)?);
            }
            if let Some(Some((of, file))) = known.get(&photo)
                && *of == grid
            {
                found.insert(photo, file.clone());
            }
        }
        Ok(found)
    }

    /// A record as it was, with the grid of its log; `None`: it was not there yet.
    fn file(
        &self,
        record: RecordId,
        last: LogPlace,
        control: &ControlState,
    ) -> Option<(GridId, RecordFile)> {
        let rows: Vec<Row> = self
            .rows
            .get(&record)?
            .iter()
            .filter(|row| place(row).is_some_and(|it| it <= last))
            .cloned()
            .collect();
        let header = &accepted(rows.last()?)?.header;
        let grid = header.stream.grid();
        Some((grid, record_file(record, &header.kind, &rows, control)))
    }
}

fn record_file(
    record: RecordId,
    kind: &RecordKind,
    rows: &[Row],
    control: &ControlState,
) -> RecordFile {
    let envelopes = rows.iter().filter_map(accepted);
    let ops = envelopes.flat_map(|envelope| &envelope.ops);
    RecordFile {
        record,
        content: content(rows),
        state: fold_rows(kind, rows, control),
        acts: ops.filter_map(|op| op.as_event()?.ok()).collect(),
    }
}

pub(super) fn accepted(row: &Row) -> Option<&Envelope> {
    match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope),
        RowBody::Stub(_) => None,
    }
}

fn place(row: &Row) -> Option<LogPlace> {
    accepted(row).map(|envelope| LogPlace {
        received_at: row.received_at,
        stream: envelope.header.stream,
        seq: row.seq,
    })
}

/// The content of a record after these rows; empty if it cannot be told any more (a redaction).
pub(super) fn content(rows: &[Row]) -> Content {
    let ops = rows
        .iter()
        .filter_map(accepted)
        .flat_map(|envelope| &envelope.ops);
    let changes: Vec<Vec<u8>> = ops
        .filter_map(|op| match op {
            Op::Change(bytes) => Some(bytes.clone()),
            _ => None,
        })
        .collect();
    if changes.is_empty() {
        return Content::default();
    }
    Document::of_changes(&changes).map_or_else(|_| Content::default(), |it| it.content())
}
