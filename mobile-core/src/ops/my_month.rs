use wangge_domain::schedule::{MonthPlan, VillageWeek, month_plan, village_week};

use crate::store::InspectionRow;
use crate::{Core, CoreError};

/// Inspections looked at: more than one phone makes in a month.
const LOOKED_AT: usize = 5_000;

impl Core {
    /// The rhythm of the month: check day in the first ten days, rechecks in the last
    /// (S4-05, S4-07).
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn month_plan(&self) -> Result<MonthPlan, CoreError> {
        self.with(|work| {
            let walked = walked_on(&work.db.inspections(None, LOOKED_AT)?);
            let calendar = work.ctx.policy.working_calendar();
            Ok(month_plan(&work.ctx.policy.calendar, &calendar, &walked, work.today()))
        })
    }

    /// How the weekly round of the village stands (S4-09).
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn village_week(&self) -> Result<VillageWeek, CoreError> {
        self.with(|work| {
            let walked = walked_on(&work.db.inspections(None, LOOKED_AT)?);
            Ok(village_week(&walked, work.today()))
        })
    }
}

/// The days on which inspections began.
fn walked_on(inspections: &[InspectionRow]) -> Vec<chrono::NaiveDate> {
    inspections.iter().map(|it| it.started_at.china_date()).collect()
}
