use wangge_domain::RecordId;
use wangge_domain::schedule::{AgencyInput, NextDue, agency_due, due_list};

use super::due_list::DueItem;
use super::visited_premises::PlannedPremises;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

impl Core {
    /// What an agency owes, earliest due first（部门检查计划）of S3-10, S4-11 and S1-17: the premises of its
    /// own plan, of its frequency rows, and of the grades it supervises, counted from its own last
    /// visit. Works offline, of what this phone holds.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`]; [`CoreError::InvalidInput`] for an agency that the policy pack
    /// does not have.
    pub fn agency_plan(&self, agency: &str, limit: usize) -> Result<Vec<DueItem>, CoreError> {
        let session = self.session()?;
        let known = agency == wangge_domain::register::GRID_AGENCY
            || session.policy.routing.departments.contains_key(agency);
        if !known {
            return Err(CoreError::InvalidInput(format!("agency: {agency}")));
        }
        let now = self.now(&session);
        let mut entries = Vec::new();
        let mut rows = std::collections::BTreeMap::new();
        for row in self.active_premises(None)? {
            let Some(planned) = self.planned(&session, row.record, now)? else {
                continue;
            };
            if let Some(due) = self.agency_due(&session, &planned, agency)? {
                entries.push((row.record, planned.plan.graded.grade.clone(), due));
                rows.insert(row.record, row);
            }
        }
        let list = due_list(entries, &session.policy.risk, now.china_date());
        Ok(list
            .into_iter()
            .take(limit)
            .filter_map(|entry| {
                let premises = rows.remove(&entry.premises)?;
                Some(DueItem { entry, premises })
            })
            .collect())
    }

    /// When an agency owes its next visit to a premises, counted from its own last one.
    pub(super) fn agency_due(
        &self,
        session: &Session,
        planned: &PlannedPremises,
        agency: &str,
    ) -> Result<Option<NextDue>, CoreError> {
        let of = AgencyInput {
            agency,
            steps: &planned.plan.steps,
            credit: planned.plan.credit,
            last_visit: self.last_visit_by(session, planned.record, agency)?,
            on_file_since: self.on_file_since(session, planned.record, planned.date)?,
            open_complaint: planned.plan.open_complaint,
        };
        Ok(agency_due(
            &planned.extra(session),
            &of,
            &session.policy,
            &session.policy.working_calendar(),
        ))
    }

    /// When an agency was last at a premises.
    pub(super) fn last_visit_by(
        &self,
        session: &Session,
        premises: RecordId,
        agency: &str,
    ) -> Result<Option<chrono::NaiveDate>, CoreError> {
        let visits = self.visits_to(session, premises)?;
        let own = visits
            .iter()
            .filter(|visit| visit.agencies.contains(agency));
        Ok(own.map(|visit| visit.on).max())
    }
}
