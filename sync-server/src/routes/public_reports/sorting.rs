use std::sync::Arc;

use chrono::NaiveDate;
use wangge_domain::control::ControlState;
use wangge_domain::people::{Role, Scope};
use wangge_domain::policy::PolicyPack;
use wangge_domain::public_report::township_told;
use wangge_domain::{RecordId, Timestamp};

use crate::http::{ApiError, App, SupervisorCaller, is_countywide, streams_below};
use crate::public_reports::position_of;
use crate::store::{PublicReport, Reach};

/// The operation that sorts reports.
const TRIAGE: &str = "report.triage";

/// Which of the reports that wait somebody may see and sort（待分级件归属）: of a township those that belong
/// there, of the whole county all. What belongs to no township is for the county, and where nobody of
/// the county may sort, for every township.
pub(super) struct Sorting {
    control: Arc<ControlState>,
    reach: Reach,
    today: NaiveDate,
    /// The caller is of the whole county.
    is_wide: bool,
    /// Somebody of the whole county sorts reports.
    county_sorts: bool,
}

impl Sorting {
    /// Refused to who sorts none.
    pub(super) fn of(app: &App, caller: &SupervisorCaller) -> Result<Self, ApiError> {
        let reach = caller.require(app, TRIAGE)?;
        let now = app.tenant.now();
        Ok(Self {
            is_wide: is_countywide(&caller.control, &reach),
            county_sorts: county_sorts(&caller.control, &caller.policy, now),
            today: now.china_date(),
            control: Arc::clone(&caller.control),
            reach,
        })
    }

    /// Whether this one is among them.
    pub(super) fn covers(&self, report: &PublicReport) -> bool {
        if self.is_wide {
            return true;
        }
        let position = position_of(report);
        match township_told(&self.control, &report.place, position, self.today) {
            Some(township) => {
                let streams = streams_below(&self.control, Some(township));
                !streams.is_disjoint(&self.reach.streams)
            }
            None => !self.county_sorts,
        }
    }

    /// The report of this id, if it is among them; another one is as if it did not exist.
    pub(super) fn find(&self, app: &App, report: RecordId) -> Result<PublicReport, ApiError> {
        let found = app.tenant.database.public_report(app.tenant.id(), report)?;
        found
            .filter(|found| self.covers(found))
            .ok_or_else(ApiError::not_found)
    }
}

/// Whether somebody in the directory sorts the reports of the whole tenant.
fn county_sorts(control: &ControlState, policy: &PolicyPack, now: Timestamp) -> bool {
    control.grants.iter().any(|grant| {
        let row = policy.permits(grant.role, TRIAGE);
        let of_department = grant.role == Role::DeptOfficer && grant.department.is_some();
        grant.scope == Scope::Tenant
            && grant.holds_at(now)
            && !of_department
            && row.is_some_and(|row| row.scope.honours(&grant.scope, None))
    })
}
