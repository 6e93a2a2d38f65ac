use chrono::NaiveDate;
use wangge_domain::calendar::Calendar;
use wangge_domain::control::ControlState;
use wangge_domain::inspection::joint_agencies;
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::{Premises, PremisesFacts, effective_category};
use wangge_domain::record::RecordKind;
use wangge_domain::register::agencies_of;
use wangge_domain::risk::score_risk;
use wangge_domain::schedule::{ExtraInput, NextDue, RecentVisit, agency_due, open_measures};
use wangge_domain::sheet::{fire_within, flagged_credit};
use wangge_domain::{GridId, RecordId};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::content;
use crate::store::ListedRecord;
use crate::tenant::Tenant;

/// Records of one premises looked at.
const HANGING: u32 = 1_000;
/// Hazards that are not open.
const SETTLED: [&str; 3] = ["closed", "voided", "withdrawn"];

/// A premises as a plan sees it.
pub(crate) struct PlannedPremises {
    pub(crate) premises: Premises,
    pub(crate) facts: PremisesFacts,
    pub(crate) category: String,
    /// By its score, lifted by open control measures (S1-16).
    pub(crate) grade: String,
    pub(crate) record: RecordId,
    pub(crate) grid: GridId,
    pub(crate) date: NaiveDate,
    /// When it was put on file.
    pub(crate) since: NaiveDate,
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
        agency_due(
            &self.extra(control),
            agency,
            self.premises.credit,
            own.map(|visit| visit.on).max(),
            self.since,
            policy,
            calendar,
        )
    }
}

/// A premises with its facts and grade, those counted from its hazards among them.
pub(crate) fn planned_premises(
    tenant: &Tenant,
    store: &dyn RelayStore,
    control: &ControlState,
    policy: &PolicyPack,
    listed: &ListedRecord,
    date: NaiveDate,
) -> Result<PlannedPremises, StoreError> {
    let mut premises = Premises::from_content(&content(store, listed.record)?);
    let flagged = flagged_credit(&control.registers, listed.record, date);
    premises.credit = flagged.or(premises.credit);
    let mut facts = premises.facts(&policy.categories, date);
    if fire_within(&control.registers, listed.record, date) {
        facts.set_flag("fire_in_24m", true);
    }
    let kind = RecordKind::Rectification;
    let hazards = tenant
        .database
        .hanging_on(tenant.id(), listed.record, &kind, HANGING)?;
    let open: Vec<&ListedRecord> = hazards
        .iter()
        .filter(|hazard| !SETTLED.contains(&hazard.status.as_str()))
        .collect();
    let count = |bit: u32, is_set: bool| {
        let fitting = open
            .iter()
            .filter(|hazard| (hazard.flags & bit != 0) == is_set);
        i64::try_from(fitting.count()).unwrap_or(i64::MAX)
    };
    facts.set_number("overdue", count(1, true));
    facts.set_number("open_general", count(2, false));
    facts.set_flag("suspected_major", count(2, true) > 0);
    facts.set_number("open_life_threat", count(4, true));
    let category = effective_category(&premises, &policy.categories, &facts);
    let mut grade = score_risk(&policy.risk, &category, &facts).grade;
    for (_, measure) in open_measures(control, listed.record, date) {
        if policy.risk.rank(&measure.grade) > policy.risk.rank(&grade) {
            grade = measure.grade;
        }
    }
    Ok(PlannedPremises {
        premises,
        facts,
        category,
        grade,
        record: listed.record,
        grid: listed.stream.grid(),
        date,
        since: listed.first_at.china_date(),
    })
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
