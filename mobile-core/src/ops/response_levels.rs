use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::register::ResponseLevel;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// The response levels in force today over grids on this phone（响应等级）of S2-11, the gravest first,
    /// each with its first day: what stands in the banner. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn response_levels(&self) -> Result<Vec<(NaiveDate, ResponseLevel)>, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let control = &session.control;
        let held: Vec<GridId> = control
            .grids
            .keys()
            .copied()
            .filter(|grid| session.holds(*grid))
            .collect();
        let mut levels: Vec<(NaiveDate, ResponseLevel)> = control
            .registers
            .all::<ResponseLevel>(today)
            .into_iter()
            .filter(|(_, level)| held.iter().any(|grid| control.is_within(*grid, level.area)))
            .map(|(line, level)| (line.row.from, level))
            .collect();
        levels.sort_by_key(|(from, level)| (level.level, *from));
        Ok(levels)
    }
}
