use std::collections::HashMap;

use super::Field;
use crate::boundary::short;
use crate::error::FieldError;
use crate::records::{DueItem, Grid, NearDuplicate, PremisesCard, PremisesRow, RecentVisit};
use crate::values::{FieldValue, limit, read, read_some, scalars};

#[uniffi::export]
impl Field {
    /// The grids of this person（我的网格）.
    pub fn my_grids(&self) -> Result<Vec<Grid>, FieldError> {
        short(|| {
            let grids = self.core.my_grids()?;
            Ok::<_, FieldError>(grids.into_iter().map(Into::into).collect())
        })
    }

    /// Premises of a grid, or of all, from the one after `after` on（场所列表）.
    pub fn list_premises(
        &self,
        grid: Option<String>,
        after: Option<String>,
        most: u32,
    ) -> Result<Vec<PremisesRow>, FieldError> {
        short(|| {
            let grid = read_some("grid", grid.as_deref())?;
            let after = read_some("after", after.as_deref())?;
            let rows = self.core.list_premises(grid, after, limit(most))?;
            Ok::<_, FieldError>(rows.into_iter().map(Into::into).collect())
        })
    }

    /// Premises by name, address, telephone, license or initials（搜索场所）.
    pub fn search_premises(
        &self,
        query: String,
        most: u32,
    ) -> Result<Vec<PremisesRow>, FieldError> {
        short(|| {
            let rows = self.core.search_premises(&query, limit(most))?;
            Ok::<_, FieldError>(rows.into_iter().map(Into::into).collect())
        })
    }

    /// A premises with what its screen shows（场所档案）.
    pub fn get_premises(&self, premises: String) -> Result<PremisesCard, FieldError> {
        short(|| {
            let mut card = self.core.get_premises(read("premises", &premises)?)?;
            let hazards = self.hazard_rows(std::mem::take(&mut card.hazards))?;
            Ok::<_, FieldError>(PremisesCard::new(card, hazards))
        })
    }

    /// The line of one premises（场所一行）: name and address for a list that knows only its id.
    pub fn premises_line(&self, premises: String) -> Result<PremisesRow, FieldError> {
        short(|| {
            let row = self.core.premises_line(read("premises", &premises)?)?;
            Ok::<_, FieldError>(row.into())
        })
    }

    /// The last visit that was not long ago（近期检查）, by whichever body: look at it before another
    /// one begins.
    pub fn recent_visit(&self, premises: String) -> Result<Option<RecentVisit>, FieldError> {
        short(|| {
            let visit = self.core.recent_visit(read("premises", &premises)?)?;
            Ok::<_, FieldError>(visit.map(Into::into))
        })
    }

    /// Those that may be the same as what is about to be put on file（疑似重复）.
    pub fn near_duplicates(
        &self,
        grid: String,
        fields: HashMap<String, FieldValue>,
        except: Option<String>,
    ) -> Result<Vec<NearDuplicate>, FieldError> {
        short(|| {
            let except = read_some("except", except.as_deref())?;
            let grid = read("grid", &grid)?;
            let found = self.core.near_duplicates(grid, &scalars(fields), except)?;
            Ok::<_, FieldError>(found.into_iter().map(Into::into).collect())
        })
    }

    /// Puts a premises on file and gives its id（建档）.
    pub fn create_premises(
        &self,
        grid: String,
        fields: HashMap<String, FieldValue>,
    ) -> Result<String, FieldError> {
        short(|| {
            let grid = read("grid", &grid)?;
            let made = self.core.create_premises(grid, &scalars(fields))?;
            Ok::<_, FieldError>(made.to_string())
        })
    }

    /// Changes fields of a premises（改档）.
    pub fn edit_premises(
        &self,
        premises: String,
        fields: HashMap<String, FieldValue>,
    ) -> Result<(), FieldError> {
        short(|| {
            let premises = read("premises", &premises)?;
            self.core.edit_premises(premises, &scalars(fields))?;
            Ok::<_, FieldError>(())
        })
    }

    /// Closes a visit of a census with its outcome, whatever it was（普查走访）. Outcomes that demand a
    /// photo are proven by photos attached to the premises before.
    pub fn census_visit(
        &self,
        premises: String,
        outcome: String,
        note: String,
    ) -> Result<(), FieldError> {
        short(|| {
            let premises = read("premises", &premises)?;
            self.core.census_visit(premises, &outcome, &note)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Premises to visit, earliest due first（待检清单）.
    pub fn due_list(&self, grid: Option<String>, most: u32) -> Result<Vec<DueItem>, FieldError> {
        short(|| {
            let grid = read_some("grid", grid.as_deref())?;
            let list = self.core.due_list(grid, limit(most))?;
            Ok::<_, FieldError>(list.into_iter().map(Into::into).collect())
        })
    }
}
