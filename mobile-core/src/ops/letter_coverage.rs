use chrono::Datelike as _;
use wangge_domain::casework::{LetterCoverage, LetterLine, letter_coverage};
use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::CaseFilter;

/// Letters and premises looked at, at most.
const MOST: usize = 10_000;

impl Core {
    /// How far a signing drive has come（签订覆盖率）on what this phone holds: `village`, `grid`,
    /// `premises` or `household`; of letters of this year, but for those of households, which have
    /// none.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no such level.
    pub fn letter_coverage(&self, drive: &str, level: &str) -> Result<LetterCoverage, CoreError> {
        let session = self.session()?;
        let year = self.now(&session).china_date().year();
        self.letter_coverage_of(drive, level, year)
    }

    /// The same of another year（年度）: a letter of one year covers nobody in another.
    ///
    /// # Errors
    /// As [`Core::letter_coverage`].
    pub fn letter_coverage_of(
        &self,
        drive: &str,
        level: &str,
        year: i32,
    ) -> Result<LetterCoverage, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let year = year.to_string();
        let grids = |level: GridLevel| {
            let grids = session.control.grids.values();
            grids
                .filter(|grid| grid.level == level && grid.valid_on(today))
                .filter(|grid| session.holds(grid.grid))
                .map(|grid| grid.grid.to_string())
                .collect::<Vec<_>>()
        };
        // Nobody has a list of households: those are counted that were knocked at.
        let expected: Option<Vec<String>> = match level {
            "village" => Some(grids(GridLevel::Medium)),
            "grid" => Some(grids(GridLevel::Small)),
            "premises" => {
                let page = self.inner.store.premises_page(None, None, MOST)?;
                let active = page.into_iter().filter(|row| row.status == Status::Active);
                Some(active.map(|row| row.record.to_string()).collect())
            }
            "household" => None,
            other => return Err(CoreError::InvalidInput(format!("level: {other}"))),
        };
        let filter = CaseFilter {
            drive: Some(drive.to_owned()),
            ..CaseFilter::default()
        };
        let mut letters = Vec::new();
        for row in self.list_cases(&RecordKind::Letter, &filter, MOST)? {
            let case = self.get_record(row.record)?.state.case;
            let household = level == "household";
            let is_asked = case.field("level") == level && case.field("year") == year;
            if !household && !is_asked {
                continue;
            }
            let unit = case.field(if household { "household" } else { "unit" });
            letters.push(LetterLine {
                unit: unit.to_owned(),
                status: row.status,
            });
        }
        Ok(letter_coverage(expected.as_deref(), &letters))
    }
}
