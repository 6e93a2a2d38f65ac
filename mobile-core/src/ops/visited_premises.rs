//! What plans look at: premises with their facts, and who came when.

use chrono::NaiveDate;
use wangge_domain::lifecycle::Status;
use wangge_domain::register::agencies_of;
use wangge_domain::schedule::{ExtraInput, RecentVisit};
use wangge_domain::tally::{PlanBasis, Planned};
use wangge_domain::{GridId, RecordId, StreamId, Timestamp};

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::PremisesRow;

/// Premises read at once.
const PAGE: usize = 500;
/// Visits to one premises looked at.
const VISITS: usize = 1_000;

/// A premises as a plan sees it.
pub(super) struct PlannedPremises {
    /// Its grade, credit and complaint, as the desk has them.
    pub(super) plan: Planned,
    pub(super) grid: GridId,
    pub(super) record: RecordId,
    pub(super) date: NaiveDate,
}

impl PlannedPremises {
    /// What extra visits depend on.
    pub(super) fn extra<'a>(&'a self, session: &'a Session) -> ExtraInput<'a> {
        ExtraInput {
            control: &session.control,
            premises: self.record,
            grid: self.grid,
            category: &self.plan.graded.category,
            facts: &self.plan.graded.facts,
            grade: &self.plan.graded.grade,
            date: self.date,
        }
    }
}

impl Core {
    /// Every active premises on this phone, or of one grid.
    pub(super) fn active_premises(
        &self,
        grid: Option<GridId>,
    ) -> Result<Vec<PremisesRow>, CoreError> {
        let stream = grid.map(StreamId::of_grid);
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = self.inner.store.premises_page(stream, after, PAGE)?;
            after = page.last().map(|row| row.record);
            let complete = page.len() < PAGE;
            rows.extend(page.into_iter().filter(|row| row.status == Status::Active));
            if complete {
                return Ok(rows);
            }
        }
    }

    /// A premises with what its plan depends on; `None` if it is not here.
    pub(super) fn planned(
        &self,
        session: &Session,
        record: RecordId,
        now: Timestamp,
    ) -> Result<Option<PlannedPremises>, CoreError> {
        let measures = self.measures_at(session, record)?;
        let Some(premises) = measures.premises.get(&record) else {
            return Ok(None);
        };
        let date = now.china_date();
        let basis = PlanBasis::new(&session.control, &session.policy, date, date);
        Ok(Some(PlannedPremises {
            plan: basis.planned(record, premises, &measures),
            grid: premises.grid,
            record,
            date,
        }))
    }

    /// The visits to a premises that were submitted, with the agencies of whoever made them.
    pub(super) fn visits_to(
        &self,
        session: &Session,
        premises: RecordId,
    ) -> Result<Vec<RecentVisit>, CoreError> {
        let rows = self.inner.store.inspections(Some(premises), VISITS)?;
        let mut visits = Vec::new();
        for row in rows {
            let Some(at) = row.submitted_at else { continue };
            let mut agencies = row
                .inspector
                .map(|user| agencies_of(&session.control, user, at))
                .unwrap_or_default();
            if let Some((_, _, content)) = self.inner.store.content(row.record)? {
                agencies.extend(wangge_domain::inspection::joint_agencies(&content));
            }
            visits.push(RecentVisit {
                inspection: row.record,
                agencies,
                on: at.china_date(),
            });
        }
        Ok(visits)
    }
}
