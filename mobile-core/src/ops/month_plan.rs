use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::schedule::{MonthPlan, VillageWeek, month_plan, village_week};

use crate::error::CoreError;
use crate::facade::Core;

/// Inspections looked at: more than one phone sees in a month.
const LOOKED_AT: usize = 20_000;

impl Core {
    /// The rhythm of the month（月度计划）: check day in the first ten days with how it stands (S4-05),
    /// rechecks in the last (S4-07). Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`]; [`CoreError::UnknownGrid`]: not one of this person's.
    pub fn month_plan(&self, grid: Option<GridId>) -> Result<MonthPlan, CoreError> {
        let session = self.session()?;
        session.own(grid)?;
        let today = self.now(&session).china_date();
        let calendar = session.policy.working_calendar();
        let inspected = self.inspected_on(grid)?;
        Ok(month_plan(
            &session.policy.calendar,
            &calendar,
            &inspected,
            today,
        ))
    }

    /// How the weekly round of the village stands（每周巡查）of S4-09.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`]; [`CoreError::UnknownGrid`]: not one of this person's.
    pub fn village_week(&self, grid: Option<GridId>) -> Result<VillageWeek, CoreError> {
        let session = self.session()?;
        session.own(grid)?;
        let today = self.now(&session).china_date();
        Ok(village_week(&self.inspected_on(grid)?, today))
    }

    /// Days on which inspections of a grid were submitted, by the relay's time.
    fn inspected_on(&self, grid: Option<GridId>) -> Result<Vec<NaiveDate>, CoreError> {
        let mut days = Vec::new();
        for row in self.inner.store.inspections(None, LOOKED_AT)? {
            let Some(at) = row.submitted_at else { continue };
            let here = match grid {
                None => true,
                Some(grid) => {
                    let premises = self.inner.store.premises_row(row.premises)?;
                    premises.is_some_and(|premises| premises.grid == grid)
                }
            };
            if here {
                days.push(at.china_date());
            }
        }
        Ok(days)
    }
}
