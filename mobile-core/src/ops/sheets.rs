use chrono::NaiveDate;
use wangge_domain::register::RegisterLine;
use wangge_domain::sheet::{Sheet, SheetStanding, entries_about, sheet_standing};
use wangge_domain::{GridId, RecordId};

use super::subject::premises_of;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// How a sheet stands below a grid（登记表达标情况）, or everywhere: entries, areas and codes without one, the
    /// rate. Works offline, as of the last sync.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no such sheet. [`CoreError::UnknownGrid`].
    pub fn sheet_standing(
        &self,
        name: &str,
        top: Option<GridId>,
        on: Option<NaiveDate>,
    ) -> Result<SheetStanding, CoreError> {
        let session = self.session()?;
        let sheet = sheet_of(&session.policy, name)?;
        let control = &session.control;
        if top.is_some_and(|top| !control.grids.contains_key(&top)) {
            return Err(CoreError::UnknownGrid);
        }
        let on = on.unwrap_or_else(|| self.now(&session).china_date());
        let sees = |grid| top.is_none_or(|top| control.is_within(grid, top));
        let policy = &session.policy;
        Ok(sheet_standing(name, sheet, control, policy, on, &sees))
    }

    /// The entries of a sheet that concern a grid today（相关登记）: about it, about what lies above it, or naming
    /// it. Works offline.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no such sheet. [`CoreError::UnknownGrid`].
    pub fn sheet_entries(&self, name: &str, grid: GridId) -> Result<Vec<RegisterLine>, CoreError> {
        self.entries(name, grid, None)
    }

    /// The entries of a sheet that concern a premises today（场所相关登记）: those of its grid that are for its
    /// category or for all. Works offline.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no such sheet. [`CoreError::UnknownRecord`].
    pub fn sheet_entries_for(
        &self,
        name: &str,
        premises: RecordId,
    ) -> Result<Vec<RegisterLine>, CoreError> {
        let record = self.get_record(premises)?;
        if premises_of(&record.kind, premises, &record.content) != Some(premises) {
            return Err(CoreError::UnknownRecord);
        }
        let category = record
            .content
            .text(wangge_domain::premises::keys::CATEGORY)
            .unwrap_or_default();
        self.entries(name, record.grid, Some(category))
    }

    fn entries(
        &self,
        name: &str,
        grid: GridId,
        category: Option<&str>,
    ) -> Result<Vec<RegisterLine>, CoreError> {
        let session = self.session()?;
        let sheet = sheet_of(&session.policy, name)?;
        let control = &session.control;
        if !control.grids.contains_key(&grid) {
            return Err(CoreError::UnknownGrid);
        }
        let today = self.now(&session).china_date();
        let found = entries_about(control, name, sheet, grid, category, today);
        Ok(found.into_iter().cloned().collect())
    }
}

fn sheet_of<'a>(
    policy: &'a wangge_domain::policy::PolicyPack,
    name: &str,
) -> Result<&'a Sheet, CoreError> {
    let sheet = policy.sheets.get(name);
    sheet.ok_or_else(|| CoreError::InvalidInput(format!("sheet: {name}")))
}
