use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::premises::Position;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_report::RegisterFile;
use wangge_report::papers::{ZoneCard, ZonePremises};

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
        let premises = file.content.text(PREMISES).and_then(|id| id.parse().ok());
        let premises = premises
            .map(|premises| self.file_of(session, premises, &RecordKind::Premises))
            .transpose()?;
        let mut hazards = Vec::new();
        for named in RegisterFile::named_hazards(&file) {
            let hazard = match self.file_of(session, named, &RecordKind::Rectification) {
                Err(CoreError::UnknownRecord) => continue,
                other => other?,
            };
            let Some(of) = Hazard::from_content(&hazard.content).premises else {
                continue;
            };
            match self.file_of(session, of, &RecordKind::Premises) {
                Err(CoreError::UnknownRecord) => {}
                other => hazards.push((hazard, other?)),
            }
        }
        Ok(RegisterFile {
            grid: self.grid_of(session, record)?,
            file,
            premises,
            hazards,
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
