use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::{Inspection, keys};
use wangge_domain::lifecycle::{Event, FieldEdit};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{GridId, RecordId};
use wangge_protocol::{Envelope, Op, Row, RowBody};
use wangge_report::{CaseFile, PhotoFile, RecordFile, RegisterFile};
use wangge_sync_engine::store::StoreError;
use wangge_sync_engine::{
    Document, MadeAt, PaperBasis, content_envelopes, field_edits, fold_rows, fold_unsent,
};

use super::case_rows::CaseRows;
use super::known::{Known, Unsent};
use super::version::LogPlace;
use crate::paper::PaperKind;
use crate::paper::as_made::made_at;
use crate::paper::gather::Gathered;

/// A photo with the grid of its log; `None`: it is not here.
type KnownPhoto = Option<(GridId, PhotoFile)>;

/// What a record depends on: how many of its rows were known, how many lay on the device, whose
/// these were, the control stream. Two versions of a paper differ in few records.
type FileKey = (RecordId, usize, usize, Option<Unsent>, u64);

/// The records that a paper speaks of, as they were at any row of their logs（按日志重放）.
pub(super) struct Replay<'a> {
    source: &'a dyn CaseRows,
    kind: PaperKind,
    record: RecordId,
    premises: Option<RecordId>,
    rows: BTreeMap<RecordId, Vec<Row>>,
    photos: RefCell<BTreeMap<RecordId, KnownPhoto>>,
    files: RefCell<BTreeMap<FileKey, RecordFile>>,
    said: RefCell<BTreeMap<(RecordId, MadeAt), Option<Content>>>,
    /// What had been written anew in a hazard, by how many of its rows were known.
    edits: RefCell<BTreeMap<(RecordId, usize), Vec<FieldEdit>>>,
}

/// The house under whose rules and names the records are read.
#[derive(Clone, Copy)]
pub(super) struct House<'a> {
    pub(super) control: &'a ControlState,
    pub(super) policy: &'a PolicyPack,
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
                    others.extend(judgements(source, kind, premises)?);
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
                if let Some(premises) = hazard.premises {
                    others.extend(judgements(source, kind, premises)?);
                }
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
            files: RefCell::default(),
            said: RefCell::default(),
            edits: RefCell::default(),
        };
        replay.with_premises_of_hazards().map(Some)
    }

    /// An order speaks of hazards of several premises, also of those of major cases.
    fn with_premises_of_hazards(mut self) -> Result<Self, StoreError> {
        if self.kind == PaperKind::Supervision {
            let about: BTreeSet<RecordId> = self
                .rows
                .values()
                .filter_map(|it| hazard_of_major(it))
                .collect();
            for hazard in about {
                self.rows.insert(hazard, self.source.rows_of(hazard)?);
            }
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

    /// What the paper would have been made from where this was known. `None`: it could not have been
    /// made.
    pub(super) fn at(
        &self,
        known: Known,
        house: House<'_>,
    ) -> Result<Option<Gathered>, StoreError> {
        match self.kind {
            PaperKind::Commitment
            | PaperKind::Responsibility
            | PaperKind::Promise
            | PaperKind::Supervision => Ok(self.register_at(known, house)),
            _ => self.case_at(known, house),
        }
    }

    fn register_at(&self, known: Known, house: House<'_>) -> Option<Gathered> {
        let (grid, file) = self.file(self.record, known, house)?;
        let made = MadeAt::of_case(&file.state, self.rows_of(self.record));
        let premises_of = |premises: RecordId| {
            let (_, mut file) = self.file(premises, known, house)?;
            file.quoted = made.and_then(|made| self.said_then(premises, made));
            Some(file)
        };
        let of_hazard = RecordKind::Rectification;
        let (mut hazards, mut majors) = (Vec::<(RecordFile, RecordFile)>::new(), Vec::new());
        for mut named in RegisterFile::named_hazards(&file) {
            if let Some(mut major) = self.major(named, known, house) {
                let rows = self.rows_of(named);
                let then =
                    made.and_then(|made| made.state(&RecordKind::MajorCase, rows, house.control));
                if let Some(then) = then {
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
            let Some((_, mut hazard)) = self.file(named, known, house) else {
                continue;
            };
            let rows = self.rows_of(named);
            let then = made.and_then(|made| made.state(&of_hazard, rows, house.control));
            if let Some(then) = then {
                hazard.with_deadlines_of(&then);
            }
            let of = Hazard::from_content(&hazard.content).premises;
            if let Some(of) = of.and_then(premises_of) {
                hazards.push((hazard, of));
            }
        }
        Some(Gathered::Register(Box::new(RegisterFile {
            grid,
            premises: self.premises.and_then(premises_of),
            hazards,
            majors,
            file,
        })))
    }

    /// A major case that an order names.
    fn major(&self, named: RecordId, known: Known, house: House<'_>) -> Option<RecordFile> {
        let (_, file) = self.file(named, known, house)?;
        (file.state.kind == RecordKind::MajorCase).then_some(file)
    }

    /// Everything that the log has of a record. What an act in the log rests on was received before
    /// it, so that whoever knew of the act knew of that.
    fn rows_of(&self, record: RecordId) -> &[Row] {
        let rows = self.rows.get(&record);
        rows.map(Vec::as_slice).unwrap_or_default()
    }

    /// What a premises said when a paper was made.
    fn said_then(&self, premises: RecordId, made: MadeAt) -> Option<Content> {
        let mut said = self.said.borrow_mut();
        let found = said.entry((premises, made));
        let found = found.or_insert_with(|| made.content(self.rows_of(premises)));
        found.clone()
    }

    /// What had been written anew in a hazard by then, as the log knew it.
    fn edits_then(&self, hazard: RecordId, known: Known, house: House<'_>) -> Vec<FieldEdit> {
        let rows = self.rows_of(hazard).iter();
        let rows: Vec<&Row> = rows
            .filter(|row| place(row).is_some_and(|it| known.holds(it)))
            .collect();
        let mut found = self.edits.borrow_mut();
        let found = found.entry((hazard, rows.len())).or_insert_with(|| {
            let rows: Vec<Row> = rows.into_iter().cloned().collect();
            field_edits(&RecordKind::Rectification, &rows, house.control)
        });
        found.clone()
    }

    fn case_at(&self, known: Known, house: House<'_>) -> Result<Option<Gathered>, StoreError> {
        let found = self.premises.and_then(|it| self.file(it, known, house));
        let Some((grid, premises)) = found else {
            return Ok(None);
        };
        let mut case = CaseFile {
            premises,
            grid,
            inspections: Vec::new(),
            hazards: Vec::new(),
            cases: Vec::new(),
            edits: BTreeMap::new(),
            photos: BTreeMap::new(),
        };
        // The ids are in the order of time.
        for record in self.rows.keys().filter(|it| Some(**it) != self.premises) {
            let Some((_, file)) = self.file(*record, known, house) else {
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
                let major = self.kind == PaperKind::MajorNotice;
                case.hazards.retain(|one| {
                    one.state.provisional_number.is_some() && one.state.major_notice == major
                });
            }
        }
        let made = made_at(self.kind, &case, |file, acts| {
            Ok(MadeAt::of(&file.state, self.rows_of(file.record), acts))
        })?;
        if let Some(made) = made {
            case.premises.quoted = self.said_then(case.premises.record, made);
        }
        if self.kind == PaperKind::Dossier {
            for file in &case.hazards {
                let edits = self.edits_then(file.record, known, house);
                if !edits.is_empty() {
                    case.edits.insert(file.record, edits);
                }
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
        let named = files.chain(&case.cases).flat_map(RecordFile::photos);
        let mut found = BTreeMap::new();
        for photo in named {
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
        known: Known,
        house: House<'_>,
    ) -> Option<(GridId, RecordFile)> {
        let rows = self.rows.get(&record)?;
        let is_known = |row: &&Row| place(row).is_some_and(|it| known.holds(it));
        let in_log: Vec<Row> = rows.iter().filter(is_known).cloned().collect();
        let waiting: Vec<Row> = rows
            .iter()
            .filter(|row| waits(row, known))
            .cloned()
            .collect();
        let newest = waiting.last().or_else(|| in_log.last())?;
        let header = &accepted(newest)?.header;
        let grid = header.stream.grid();
        let unsent = known.unsent.filter(|_| !waiting.is_empty());
        let key = (
            record,
            in_log.len(),
            waiting.len(),
            unsent,
            house.control.seq,
        );
        let made = self.files.borrow().get(&key).cloned();
        let file = made.unwrap_or_else(|| {
            let mut file = record_file(record, &header.kind, &in_log, house.control);
            if let Some(unsent) = unsent {
                lay_on(&mut file, &in_log, &waiting, unsent, house);
            }
            self.files.borrow_mut().insert(key, file.clone());
            file
        });
        Some((grid, file))
    }
}

/// A row of the device's own that was still to be sent.
fn waits(row: &Row, known: Known) -> bool {
    let (Some(envelope), Some(place), Some(unsent)) = (accepted(row), place(row), known.unsent)
    else {
        return false;
    };
    let by = (envelope.header.device, envelope.header.user);
    !known.holds(place) && unsent.holds(place, by)
}

/// Lays what waits on a record, as the device did.
fn lay_on(
    file: &mut RecordFile,
    in_log: &[Row],
    waiting: &[Row],
    unsent: Unsent,
    house: House<'_>,
) {
    let kind = file.state.kind.clone();
    let all: Vec<Row> = in_log.iter().chain(waiting).cloned().collect();
    let ops = waiting.iter().filter_map(accepted).flat_map(|it| &it.ops);
    file.acts.extend(ops.filter_map(|op| op.as_event()?.ok()));
    let document = document(&all);
    file.content = document.content();
    let House { control, policy } = house;
    file.state = fold_unsent(&kind, in_log, waiting, control, policy, unsent.at);
    let basis = PaperBasis::of(&document, &file.content, &file.state, &file.acts);
    file.quoted = basis.quoted;
    file.void = basis.void;
    file.blanked = basis.blanked;
}

/// The hazard that a major case is about; `None`: these are no rows of one.
fn hazard_of_major(rows: &[Row]) -> Option<RecordId> {
    let kind = &rows.iter().find_map(accepted)?.header.kind;
    if *kind != RecordKind::MajorCase {
        return None;
    }
    let state = fold_rows(kind, rows, &ControlState::default());
    state.case.field("hazard").parse().ok()
}

/// The cases that say whether the hazards of a notice were judged to be major.
fn judgements(
    source: &dyn CaseRows,
    kind: PaperKind,
    premises: RecordId,
) -> Result<Vec<RecordId>, StoreError> {
    match kind {
        PaperKind::MajorNotice => source.on_premises(premises, &RecordKind::MajorCase),
        _ => Ok(Vec::new()),
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
    let acts: Vec<Event> = ops.filter_map(|op| op.as_event()?.ok()).collect();
    let document = document(rows);
    let content = document.content();
    let state = fold_rows(kind, rows, control);
    let basis = PaperBasis::of(&document, &content, &state, &acts);
    RecordFile {
        record,
        content,
        state,
        acts,
        quoted: basis.quoted,
        void: basis.void,
        blanked: basis.blanked,
    }
}

pub(super) fn accepted(row: &Row) -> Option<&Envelope> {
    match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope),
        RowBody::Stub(_) => None,
    }
}

/// Where a row stands; `None`: only a trace of it is there.
pub(super) fn place(row: &Row) -> Option<LogPlace> {
    accepted(row).map(|envelope| LogPlace {
        received_at: row.received_at,
        stream: envelope.header.stream,
        seq: row.seq,
    })
}

/// The content of a record after these rows; empty if it cannot be told any more (a redaction).
pub(super) fn content(rows: &[Row]) -> Content {
    document(rows).content()
}

/// The document of these rows; empty if it cannot be told any more.
fn document(rows: &[Row]) -> Document {
    let envelopes = content_envelopes(rows);
    let ops = envelopes.into_iter().flat_map(|envelope| &envelope.ops);
    let changes: Vec<Vec<u8>> = ops
        .filter_map(|op| match op {
            Op::Change(bytes) => Some(bytes.clone()),
            _ => None,
        })
        .collect();
    if changes.is_empty() {
        return Document::new();
    }
    Document::of_changes(&changes).unwrap_or_default()
}
