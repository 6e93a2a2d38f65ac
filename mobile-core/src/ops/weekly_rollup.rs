use std::collections::BTreeSet;

use chrono::NaiveDate;
use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::{Reason, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::schedule::week_starting;
use wangge_domain::tally::{Measures, ReportedRollup, WeeklyRollup, weekly_rollup};
use wangge_domain::{GridId, RecordId};

use super::open_case::CaseSubject;
use super::step::StepInput;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::CaseFilter;

/// Reports looked at, at most.
const MOST: usize = 10_000;
/// The step that reports.
const REPORT: &str = "rollup.report";

/// A village's week（每周汇总）with what was reported of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollupView {
    /// The village.
    pub village: GridId,
    /// What its hazards came to, from the records on this phone.
    pub rollup: WeeklyRollup,
    /// The case that reports it to the township, where it stands, and what it says.
    pub report: Option<(RecordId, Status, ReportedRollup)>,
}

impl Core {
    /// A village's week（每周汇总）of S4-10: found, put right, open and past the deadline, with the
    /// records behind every number, and whether it was reported. Works offline.
    ///
    /// # Errors
    /// [`CoreError::UnknownGrid`]: no village of this person's.
    pub fn weekly_rollup(&self, village: GridId, on: NaiveDate) -> Result<RollupView, CoreError> {
        let session = self.session()?;
        let grid = session.control.grids.get(&village);
        let is_village = grid.is_some_and(|grid| grid.level == GridLevel::Medium);
        if !is_village || !session.holds(village) {
            return Err(CoreError::UnknownGrid);
        }
        let today = self.now(&session).china_date();
        let week = week_starting(on, session.policy.cases.week_starts_on);
        let measures = self.of_village(&session, village)?;
        Ok(RollupView {
            village,
            report: self.reported(village, week.0)?,
            rollup: weekly_rollup(&measures, week, today),
        })
    }

    /// Confirms a village's week and reports it to the township（汇总上报）of S4-10, with the numbers as
    /// they stand on this phone: durable, sent with the next sync. One that was returned is
    /// reported again in the same case.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]; [`CoreError::UnknownGrid`]; [`CoreError::InvalidInput`]: the week
    /// has not begun, or was reported before.
    pub fn report_rollup(
        &self,
        village: GridId,
        on: NaiveDate,
        note: &str,
    ) -> Result<RecordId, CoreError> {
        let view = self.weekly_rollup(village, on)?;
        let week = view.rollup.from;
        let session = self.session()?;
        if week > self.now(&session).china_date() {
            return Err(CoreError::InvalidInput(format!("{week}: not begun")));
        }
        let input = StepInput {
            fields: view.rollup.fields(note),
            ..StepInput::default()
        };
        let case = match view.report {
            Some((case, Status::Returned, _)) => case,
            Some(_) => {
                return Err(CoreError::InvalidInput(format!("{week}: reported before")));
            }
            None => {
                let title = format!("{}至{}汇总", week, view.rollup.until);
                let fields = [("title".to_owned(), title.into())].into();
                self.open_case(&RecordKind::Rollup, CaseSubject::Grid(village), &fields)?
            }
        };
        self.step(case, REPORT, &input)?;
        Ok(case)
    }

    /// Refuses a second case about a week that the village has reported（重复汇总）, S4-10: what was sent
    /// back is reported again in its own case.
    pub(super) fn refuse_second_week(
        &self,
        case: RecordId,
        step: &str,
        input: &StepInput,
    ) -> Result<(), CoreError> {
        let said = input.fields.get("week").filter(|_| step == REPORT);
        let week: Option<NaiveDate> = said.and_then(|week| week.trim().parse().ok());
        let Some(week) = week else {
            return Ok(());
        };
        let village = self.get_record(case)?.grid;
        match self.reported(village, week)? {
            Some((other, ..)) if other != case => {
                Err(CoreError::NotAllowed(Reason::new("week_reported", "S4-10")))
            }
            _ => Ok(()),
        }
    }

    /// The report of a week, if there is one.
    fn reported(
        &self,
        village: GridId,
        week: NaiveDate,
    ) -> Result<Option<(RecordId, Status, ReportedRollup)>, CoreError> {
        for row in self.list_cases(&RecordKind::Rollup, &CaseFilter::default(), MOST)? {
            if row.grid != village {
                continue;
            }
            let state = self.get_record(row.record)?.state;
            if let Some(said) = ReportedRollup::of(&state.case, week) {
                return Ok(Some((row.record, state.status, said)));
            }
        }
        Ok(None)
    }

    /// The hazards of a village: those of its small grids, past ones too.
    fn of_village(&self, session: &Session, village: GridId) -> Result<Measures, CoreError> {
        let control = &session.control;
        let small: BTreeSet<GridId> = control
            .grids
            .values()
            .filter(|grid| grid.level == GridLevel::Small)
            .filter(|grid| control.is_within(grid.grid, village))
            .map(|grid| grid.grid)
            .collect();
        Ok(self.places(session)?.within(&small))
    }
}
