use chrono::NaiveDate;
use wangge_domain::calendar::Calendar;
use wangge_domain::control::ControlState;
use wangge_domain::inspection::joint_agencies;
use wangge_domain::policy::{CreditGrade, PolicyPack};
use wangge_domain::premises::PremisesFacts;
use wangge_domain::record::RecordKind;
use wangge_domain::register::agencies_of;
use wangge_domain::schedule::{
    AgencyInput, ExtraInput, GradeStep, NextDue, RecentVisit, agency_due,
};
use wangge_domain::tally::{Measures, PlanBasis, PremisesMeasure};
use wangge_domain::{GridId, RecordId};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::content;
use crate::tenant::Tenant;

/// Records of one premises looked at.
const HANGING: u32 = 1_000;

/// A premises as a plan sees it.
pub(crate) struct PlannedPremises {
    pub(crate) facts: PremisesFacts,
    pub(crate) category: String,
    /// The grade that holds, lifted by open control measures (S1-16).
    pub(crate) grade: String,
    pub(crate) record: RecordId,
    pub(crate) grid: GridId,
    pub(crate) date: NaiveDate,
    /// How that grade came to be.
    steps: Vec<GradeStep>,
    credit: Option<CreditGrade>,
    /// When it was put on file.
    since: NaiveDate,
    /// The earliest complaint that nobody has looked into (S2-27).
    open_complaint: Option<NaiveDate>,
}

impl PlannedPremises {
    /// What extra visits depend on.
    pub(crate) fn extra<'a>(&'a self, control: &'a ControlState) -> ExtraInput<'a> {
        ExtraInput {
            control,
            premises: self.record,
            grid: self.grid,
            category: &self.category,
            facts: &self.facts,
            grade: &self.grade,
            date: self.date,
        }
    }

    /// Whether an agency owes visits here at all: when it was here last says when, and not whether. Visits
    /// need be read only where it does.
    pub(crate) fn is_owed_by(
        &self,
        agency: &str,
        control: &ControlState,
        policy: &PolicyPack,
        calendar: &Calendar,
    ) -> bool {
        self.due_of(agency, &[], control, policy, calendar)
            .is_some()
    }

    /// When an agency owes its next visit（部门应检日期）, counted from its own last one of `visits`.
    pub(crate) fn due_of(
        &self,
        agency: &str,
        visits: &[RecentVisit],
        control: &ControlState,
        policy: &PolicyPack,
        calendar: &Calendar,
    ) -> Option<NextDue> {
        let own = visits
            .iter()
            .filter(|visit| visit.agencies.contains(agency));
        let of = AgencyInput {
            agency,
            steps: &self.steps,
            credit: self.credit,
            last_visit: own.map(|visit| visit.on).max(),
            on_file_since: self.since,
            open_complaint: self.open_complaint,
        };
        agency_due(&self.extra(control), &of, policy, calendar)
    }
}

/// What every plan of a day has in common（计划依据）, worked out once for many premises.
pub(crate) struct Plans<'a> {
    basis: PlanBasis<'a>,
}

impl<'a> Plans<'a> {
    /// The plans of a day.
    pub(crate) fn of(control: &'a ControlState, policy: &'a PolicyPack, date: NaiveDate) -> Self {
        Self {
            basis: PlanBasis::new(control, policy, date, date),
        }
    }

    /// A premises with its facts and the grade that holds, as the list of next visits has them; `measures` are
    /// those of all that hangs on it, at least.
    pub(crate) fn planned(
        &self,
        record: RecordId,
        premises: &PremisesMeasure,
        measures: &Measures,
    ) -> PlannedPremises {
        let planned = self.basis.planned(record, premises, measures);
        PlannedPremises {
            facts: planned.graded.facts,
            category: planned.graded.category,
            grade: planned.graded.grade,
            record,
            grid: premises.grid,
            date: self.basis.today,
            steps: planned.steps,
            credit: planned.credit,
            since: premises.on_file_since.unwrap_or(self.basis.today),
            open_complaint: planned.open_complaint,
        }
    }
}

/// The visits to a premises with the agencies of whoever made them.
pub(crate) fn visits_to(
    tenant: &Tenant,
    store: &dyn RelayStore,
    control: &ControlState,
    premises: RecordId,
) -> Result<Vec<RecentVisit>, StoreError> {
    let kind = RecordKind::Inspection;
    let found = tenant
        .database
        .hanging_on(tenant.id(), premises, &kind, HANGING)?;
    let mut visits = Vec::new();
    for listed in found
        .iter()
        .filter(|one| !["draft", "withdrawn"].contains(&one.status.as_str()))
    {
        let mut agencies = listed
            .author
            .map(|user| agencies_of(control, user, listed.first_at))
            .unwrap_or_default();
        agencies.extend(joint_agencies(&content(store, listed.record)?));
        visits.push(RecentVisit {
            inspection: listed.record,
            agencies,
            on: listed.first_at.china_date(),
        });
    }
    Ok(visits)
}
