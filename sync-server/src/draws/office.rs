use std::collections::BTreeSet;
use std::path::PathBuf;

use wangge_domain::draw::{DrawError, DrawRecord};
use wangge_domain::record::holds_hidden_letters;
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::store::StoreError;

use super::DrawFailure;
use crate::data_folder::DataFolder;
use crate::tenant::Tenant;

/// Where draws are announced, drawn and kept（抽查办理）, whoever asks.
pub(crate) struct DrawOffice<'a> {
    pub(crate) tenant: &'a Tenant,
    /// Holds the secrets until their day.
    pub(crate) folder: &'a DataFolder,
}

impl DrawOffice<'_> {
    /// The operation of the permission table under which draws are announced, drawn and changed.
    pub(crate) const OPERATION: &'static str = "draw_manage";

    /// The record of a draw as it is published.
    pub(crate) fn draw(&self, draw: RecordId) -> Result<DrawRecord, DrawFailure> {
        let found = self.tenant.database.draw(self.tenant.id(), draw)?;
        found.ok_or(DrawFailure::Unknown(draw))
    }

    /// The grids of the premises that a draw is over（抽查范围）, as streams.
    pub(crate) fn area(&self, record: &DrawRecord) -> Result<BTreeSet<StreamId>, DrawFailure> {
        let standing = self.tenant.standing()?;
        let premises = &standing.measures.premises;
        let targets = record.announcement()?.inputs.targets.iter();
        Ok(targets
            .filter_map(|target| premises.get(&target.id))
            .map(|it| StreamId::of_grid(it.grid))
            .collect())
    }

    pub(super) fn secret_file(&self, draw: RecordId) -> PathBuf {
        self.folder.draw_secrets().join(format!("{draw}.secret"))
    }

    /// Keeps the newest entry of a record. Of two that draw at once only one does.
    pub(super) fn add_entry(&self, draw: RecordId, record: &DrawRecord) -> Result<(), DrawFailure> {
        let Some((place, entry)) = record.entries.iter().enumerate().next_back() else {
            return Ok(());
        };
        let (database, tenant) = (&self.tenant.database, self.tenant.id());
        match database.add_draw_entry(tenant, draw, place, entry) {
            Err(StoreError::HeadMoved) if place == 1 => Err(DrawError::AlreadyDrawn.into()),
            other => Ok(other?),
        }
    }
}

/// Refuses letters that nobody sees in a text that is published for good.
pub(super) fn readable(what: &'static str, text: &str) -> Result<(), DrawFailure> {
    if holds_hidden_letters(text) {
        Err(DrawFailure::Text(what))
    } else {
        Ok(())
    }
}
