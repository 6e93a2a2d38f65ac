use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::Inspection;
use wangge_domain::record::{Content, RecordKind};
use wangge_report::{CaseFile, PhotoFile, RecordFile};
use wangge_sync_engine::client::view;
use wangge_sync_engine::store::ClientStore as _;
use wangge_sync_engine::{MadeAt, field_edits};

use super::PaperKind;
use super::record_basis::RecordBasis;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::HazardFilter;

/// Visits and hazards of one premises that a paper shows, at most.
const MOST: usize = 10_000;

/// What a paper is made from, and the hazards it is about.
pub(super) struct PaperCase {
    pub(super) case: CaseFile,
    pub(super) hazards: Vec<RecordId>,
}

impl Core {
    /// Gathers what a paper needs out of the store of this phone.
    pub(super) fn gather(
        &self,
        session: &Session,
        record: RecordId,
        kind: PaperKind,
    ) -> Result<PaperCase, CoreError> {
        let (mut inspections, mut hazards) = (Vec::new(), Vec::new());
        let premises = match kind {
            PaperKind::Dossier => {
                self.file_of(session, record, &RecordKind::Premises)?;
                for row in self.inner.store.inspections(Some(record), MOST)? {
                    inspections.push(row.record);
                }
                for row in self.hazard_rows(Some(record), None)? {
                    hazards.push(row);
                }
                record
            }
            PaperKind::Notice
            | PaperKind::MajorNotice
            | PaperKind::RecheckOpinion
            | PaperKind::Transfer
                if self.is_kind(session, record, &RecordKind::Rectification)? =>
            {
                let file = self.file_of(session, record, &RecordKind::Rectification)?;
                let hazard = Hazard::from_content(&file.content);
                hazards.push(record);
                inspections.extend(hazard.inspection);
                hazard.premises.ok_or(CoreError::UnknownRecord)?
            }
            PaperKind::RecheckOpinion | PaperKind::Transfer => {
                return Err(CoreError::UnknownRecord);
            }
            _ => {
                let file = self.file_of(session, record, &RecordKind::Inspection)?;
                inspections.push(record);
                hazards = self.hazard_rows(None, Some(record))?;
                let visit = Inspection::from_content(&file.content);
                visit.premises.ok_or(CoreError::UnknownRecord)?
            }
        };
        // The ids are in the order of time.
        inspections.sort_unstable();
        hazards.sort_unstable();
        let files = |all: &[RecordId], kind: RecordKind| {
            all.iter()
                .map(|one| self.file_of(session, *one, &kind))
                .collect::<Result<Vec<_>, _>>()
        };
        let mut case = CaseFile {
            grid: self.grid_of(session, premises)?,
            premises: self.file_of(session, premises, &RecordKind::Premises)?,
            inspections: files(&inspections, RecordKind::Inspection)?,
            hazards: files(&hazards, RecordKind::Rectification)?,
            cases: Vec::new(),
            edits: BTreeMap::new(),
            photos: BTreeMap::new(),
        };
        if kind == PaperKind::Dossier {
            for file in &case.hazards {
                let rows = self.inner.store.rows_of(file.record)?;
                let edits = field_edits(&file.state.kind, &rows, &session.control);
                if !edits.is_empty() {
                    case.edits.insert(file.record, edits);
                }
            }
        }
        let registers: &[RecordKind] = match kind {
            PaperKind::Dossier => &CaseFile::REGISTERS,
            // Whether the brigade has filed the hazards of the notice.
            PaperKind::MajorNotice => &[RecordKind::MajorCase],
            _ => &[],
        };
        for kind in registers {
            for one in self.inner.store.records_on(premises, kind)? {
                case.cases.push(self.file_of(session, one, kind)?);
            }
        }
        if matches!(kind, PaperKind::Notice | PaperKind::MajorNotice) && hazards != [record] {
            // Of an inspection those for which a notice of this kind was issued.
            let major = kind == PaperKind::MajorNotice;
            case.hazards.retain(|one| {
                one.state.provisional_number.is_some() && one.state.major_notice == major
            });
            hazards = case.hazards.iter().map(|one| one.record).collect();
        }
        self.add_photos(&mut case)?;
        case.premises.quoted = self.premises_then(kind, &case)?;
        Ok(PaperCase { case, hazards })
    }

    /// What the premises said when the act was done that made the paper; `None`: as now. A paper
    /// over several notices says what was said under the first of them.
    fn premises_then(
        &self,
        kind: PaperKind,
        case: &CaseFile,
    ) -> Result<Option<Content>, CoreError> {
        let (files, acts) = match kind {
            PaperKind::Notice | PaperKind::MajorNotice => (&case.hazards, MadeAt::NOTICE),
            PaperKind::RecheckOpinion => (&case.hazards, MadeAt::RECHECK),
            PaperKind::Transfer => (&case.hazards, MadeAt::TRANSFER),
            PaperKind::InspectionRecord => (&case.inspections, MadeAt::VISIT),
            _ => return Ok(None),
        };
        let store = &self.inner.store;
        let mut first: Option<MadeAt> = None;
        for file in files {
            let made = MadeAt::of(&file.state, &store.rows_of(file.record)?, acts);
            first = first.into_iter().chain(made).min();
        }
        let Some(made) = first else { return Ok(None) };
        Ok(made.content(&store.rows_of(case.premises.record)?))
    }

    fn hazard_rows(
        &self,
        premises: Option<RecordId>,
        inspection: Option<RecordId>,
    ) -> Result<Vec<RecordId>, CoreError> {
        let filter = HazardFilter {
            premises,
            inspection,
            ..HazardFilter::default()
        };
        let rows = self.inner.store.hazards(&filter, MOST)?;
        Ok(rows.into_iter().map(|row| row.record).collect())
    }

    fn add_photos(&self, case: &mut CaseFile) -> Result<(), CoreError> {
        let files = case
            .inspections
            .iter()
            .chain(&case.hazards)
            .chain(&case.cases);
        let photos: Vec<RecordId> = files.flat_map(RecordFile::photos).collect();
        for photo in photos {
            if let Some(row) = self.inner.store.photo_row(photo)? {
                let file = PhotoFile {
                    original: row.original,
                    view: row.view,
                    thumbnail: row.thumbnail,
                    taken_at: row.taken_at,
                };
                case.photos.insert(photo, file);
            }
        }
        Ok(())
    }

    fn is_kind(
        &self,
        session: &Session,
        record: RecordId,
        kind: &RecordKind,
    ) -> Result<bool, CoreError> {
        let found = self.read(session, |ctx| view(ctx, record))?;
        Ok(found.ok_or(CoreError::UnknownRecord)?.kind == *kind)
    }

    pub(super) fn grid_of(
        &self,
        session: &Session,
        record: RecordId,
    ) -> Result<wangge_domain::GridId, CoreError> {
        let found = self.read(session, |ctx| view(ctx, record))?;
        Ok(found.ok_or(CoreError::UnknownRecord)?.stream.grid())
    }

    /// A record with its events, accepted ones before pending ones.
    pub(super) fn file_of(
        &self,
        session: &Session,
        record: RecordId,
        kind: &RecordKind,
    ) -> Result<RecordFile, CoreError> {
        let RecordBasis {
            content,
            state,
            acts,
            basis,
        } = self.basis_of(session, record, kind)?;
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
}
