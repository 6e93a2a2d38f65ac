use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::premises::Position;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_report::papers::{ZoneCard, ZonePremises};
use wangge_report::{RecordFile, RegisterFile};
use wangge_sync_engine::MadeAt;
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// Premises of a zone card, at most.
const MOST: usize = 5_000;

impl Core {
    /// A case of a register with what its paper speaks of, out of the store of this phone. A hazard
    /// of a grid that this phone does not hold is left out.
    pub(super) fn gather_register(
        &self,
        session: &Session,
        record: RecordId,
        kind: &RecordKind,
    ) -> Result<RegisterFile, CoreError> {
        let file = self.file_of(session, record, kind)?;
        let store = &self.inner.store;
        let made = MadeAt::of_case(&file.state, &store.rows_of(record)?);
        // As it was when the step was taken; as now while that is not in the log.
        let premises_of = |premises: RecordId| {
            let mut file = self.file_of(session, premises, &RecordKind::Premises)?;
            if let Some(made) = made {
                file.quoted = made.content(&store.rows_of(premises)?);
            }
            Ok::<RecordFile, CoreError>(file)
        };
        let premises = file.content.text(PREMISES).and_then(|id| id.parse().ok());
        let premises = premises.map(premises_of).transpose()?;
        let (mut hazards, mut majors) = (Vec::<(RecordFile, RecordFile)>::new(), Vec::new());
        let (of_hazard, of_major) = (RecordKind::Rectification, RecordKind::MajorCase);
        for mut named in RegisterFile::named_hazards(&file) {
            // A major case stands for the hazard that it is about, as it stood when it was named.
            let major = match self.file_of(session, named, &of_major) {
                Err(CoreError::UnknownRecord) => None,
                other => Some(other?),
            };
            if let Some(mut major) = major {
                if let Some(made) = made
                    && let Some(then) =
                        made.state(&of_major, &store.rows_of(named)?, &session.control)
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
            let mut hazard = match self.file_of(session, named, &of_hazard) {
                Err(CoreError::UnknownRecord) => continue,
                other => other?,
            };
            if let Some(made) = made
                && let Some(then) = made.state(&of_hazard, &store.rows_of(named)?, &session.control)
            {
                hazard.with_deadlines_of(&then);
            }
            let Some(of) = Hazard::from_content(&hazard.content).premises else {
                continue;
            };
            match premises_of(of) {
                Err(CoreError::UnknownRecord) => {}
                other => hazards.push((hazard, other?)),
            }
        }
        Ok(RegisterFile {
            grid: self.grid_of(session, record)?,
            file,
            premises,
            hazards,
            majors,
        })
    }

    /// A grid with the premises that this phone holds of it.
    pub(super) fn gather_zone(
        &self,
        session: &Session,
        grid: RecordId,
    ) -> Result<ZoneCard, CoreError> {
        let grid = GridId(grid.0);
        let control = &session.control;
        if !control.grids.contains_key(&grid) {
            return Err(CoreError::UnknownRecord);
        }
        let mut rows = Vec::new();
        for below in control.grids.keys() {
            if control.is_within(*below, grid) {
                let stream = Some(StreamId::of_grid(*below));
                rows.extend(self.inner.store.premises_page(stream, None, MOST)?);
            }
        }
        rows.sort_by_key(|row| row.record);
        let premises = rows.into_iter().map(|row| ZonePremises {
            name: row.name,
            category: row.category,
            address: row.address,
            position: row.position.map(|(latitude, longitude)| Position {
                latitude,
                longitude,
                accuracy_m: None,
            }),
        });
        Ok(ZoneCard {
            grid,
            premises: premises.collect(),
            show_phones: true,
        })
    }
}
