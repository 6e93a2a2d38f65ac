use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::inspection::{InspectionMode, keys};
use wangge_domain::lifecycle::Reason;
use wangge_domain::register::{VisitRule, agencies_of, planning_agencies};
use wangge_domain::schedule::{AgencyDue, JointVisit, RecentVisit, joint_visits, recent_visit};

use super::start_inspection::StartInspection;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Visits that several agencies owe to one premises, merged（综合查一次）of S2-26: who comes together,
    /// and by when. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn joint_visits(&self) -> Result<Vec<JointVisit>, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let agencies = planning_agencies(&session.control.registers, now.china_date());
        let mut due = Vec::new();
        for row in self.active_premises(None)? {
            let Some(planned) = self.planned(&session, row.record, now)? else {
                continue;
            };
            for agency in &agencies {
                if let Some(next) = self.agency_due(&session, &planned, agency)? {
                    due.push(AgencyDue {
                        premises: row.record,
                        agency: agency.clone(),
                        date: next.date,
                    });
                }
            }
        }
        let rule = VisitRule::on(&session.control.registers, now.china_date());
        Ok(joint_visits(&due, &rule))
    }

    /// The last visit to a premises within the days in which another one is worth a warning
    /// （重复检查提醒）of S2-26 and S2-07: shown before a visit begins, and never in its way.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn recent_visit(&self, premises: RecordId) -> Result<Option<RecentVisit>, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let rule = VisitRule::on(&session.control.registers, today);
        Ok(recent_visit(
            &self.visits_to(&session, premises)?,
            &rule,
            today,
        ))
    }

    /// Whether nobody is to come to a premises today（无事不扰）of S2-27: low risk, good credit, no complaint
    /// and nothing due. Shown before a visit begins, and never in its way.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`], [`CoreError::UnknownRecord`].
    pub fn left_in_peace(&self, premises: RecordId) -> Result<bool, CoreError> {
        let today = self.now(&*self.session()?).china_date();
        let due = self.get_premises(premises)?.next_due;
        Ok(due.is_some_and(|due| due.is_left_in_peace_on(today)))
    }

    /// Starts a joint visit（联合检查）of S2-26: it is submitted only with a signature for each of the
    /// agencies, in the role `inspector:{agency}`.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: fewer than two agencies, or none of this person's. As
    /// [`Core::start_inspection`].
    pub fn start_joint_inspection(
        &self,
        premises: RecordId,
        agencies: &BTreeSet<String>,
        input: &StartInspection,
    ) -> Result<RecordId, CoreError> {
        let session = self.session()?;
        let refuse = |code| Err(CoreError::NotAllowed(Reason::new(code, "S2-26")));
        if agencies.len() < 2 {
            return refuse("joint_visit_of_one");
        }
        let known = |agency: &String| {
            agency == wangge_domain::register::GRID_AGENCY
                || session.policy.routing.departments.contains_key(agency)
        };
        if !agencies.iter().all(known) {
            return Err(CoreError::InvalidInput("agencies".to_owned()));
        }
        let own = agencies_of(&session.control, session.user, self.now(&session));
        if own.is_disjoint(agencies) {
            return refuse("joint_visit_of_others");
        }
        let input = StartInspection {
            mode: InspectionMode::Joint,
            ..input.clone()
        };
        let list = agencies.iter().cloned().collect::<Vec<_>>().join(",");
        self.begin_inspection(premises, &input, &[(keys::AGENCIES, list)])
    }
}
