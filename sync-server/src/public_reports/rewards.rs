use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use wangge_domain::control::ControlState;
use wangge_domain::public_report::{
    PublicReportRules, PublicRewardFacts, PublicRewardRefusal, group_sightings, judge_public_reward,
};
use wangge_domain::{Digest, RecordId, UserId};
use wangge_sync_engine::store::StoreError;

use super::standing::Standing;
use super::{PublicReports, sighting};
use crate::store::{PublicReport, ReportState, RewardAct, RewardDeed};
use crate::tenant::Tenant;

/// Reports looked at, at most.
const MOST: u32 = 50_000;

/// A report with the hazard it was found to be about, and what it earns（举报奖励）.
pub(crate) struct RewardLine {
    pub(crate) report: PublicReport,
    pub(crate) hazard: RecordId,
    /// In which log the case stands.
    pub(crate) stream: wangge_domain::StreamId,
    /// What it earns by the rules, in fen.
    pub(crate) judged: Result<u64, PublicRewardRefusal>,
    /// The hazard was found to be none: what was granted has lapsed.
    pub(crate) lapsed: bool,
    /// Who found the report to be about the hazard.
    pub(crate) matched_by: Option<UserId>,
    /// What was decided, if anything.
    pub(crate) decision: Option<RewardAct>,
    /// When it was paid.
    pub(crate) claim: Option<RewardAct>,
}

/// All reports that were matched to a hazard, in the order of their coming（举报奖励台账）: the first of each
/// hazard is the first reporter, by the clock of the machine that took the reports.
pub(crate) fn reward_lines(
    reports: &PublicReports,
    tenant: &Tenant,
    control: &ControlState,
    rules: &PublicReportRules,
) -> Result<Vec<RewardLine>, StoreError> {
    let database = &tenant.database;
    let mut matched = database.public_reports(tenant.id(), ReportState::Taken, MOST)?;
    matched.extend(database.public_reports(tenant.id(), ReportState::Joined, MOST)?);
    matched.sort_by_key(|report| (report.received_at, report.report));
    let sightings = matched.iter().map(sighting).collect();
    let groups = group_sightings(sightings, &rules.grouping);
    let numbered = groups.iter().enumerate();
    let group_of: BTreeMap<RecordId, usize> = numbered
        .flat_map(|(number, members)| members.iter().map(move |report| (*report, number)))
        .collect();
    let mut leaders: BTreeMap<usize, RecordId> = BTreeMap::new();
    let acts = database.reward_acts(tenant.id())?;
    let persons: BTreeMap<RecordId, Option<Digest>> =
        matched.iter().map(|it| (it.report, it.person)).collect();
    let staff: BTreeSet<Digest> = control
        .people
        .values()
        .filter_map(|person| reports.key.person(&person.phone))
        .collect();
    let store = database.turn(tenant.id())?;
    let mut standings: BTreeMap<RecordId, Option<Standing>> = BTreeMap::new();
    let mut first: BTreeMap<RecordId, RecordId> = BTreeMap::new();
    for record in matched.iter().filter_map(|report| report.record) {
        if let std::collections::btree_map::Entry::Vacant(place) = standings.entry(record) {
            place.insert(Standing::of(tenant, store.as_ref(), control, record)?);
        }
    }
    let years: BTreeMap<RecordId, i32> = matched
        .iter()
        .filter_map(|report| {
            let standing = standings.get(&report.record?)?.as_ref()?;
            Some((report.report, standing.verified_on()?.year()))
        })
        .collect();
    let this_year = tenant.now().china_date().year();
    let mut lines = Vec::new();
    for report in matched {
        let Some(record) = report.record else {
            continue;
        };
        let Some(Some(standing)) = standings.get(&record) else {
            continue;
        };
        let Some(hazard) = &standing.hazard else {
            continue;
        };
        // One thing has one first reporter, however many cases were made of it.
        let group = group_of.get(&report.report).copied();
        let group = group.filter(|_| !standing.is_void());
        let leader = group.map_or(report.report, |group| {
            *leaders.entry(group).or_insert(report.report)
        });
        let earliest = *first.entry(hazard.record).or_insert(report.report);
        let of = |deed| {
            let mut acts = acts.iter();
            acts.find(|act| act.report == report.report && act.deed == deed)
                .cloned()
        };
        // The budget is that of the year in which it was found true, whenever it is granted.
        let year = years.get(&report.report).copied().unwrap_or(this_year);
        let granted = |wanted: &dyn Fn(&RewardAct) -> bool| {
            acts.iter()
                .filter(|act| act.deed == RewardDeed::Decision)
                .filter(|act| year_of(act, &years) == year && wanted(act))
                .map(|act| act.fen)
                .fold(0_u64, u64::saturating_add)
        };
        let same_person = |act: &RewardAct| {
            let theirs = persons.get(&act.report).copied().flatten();
            report.person.is_some() && theirs == report.person
        };
        let flags = |bit: u32| hazard.flags & bit != 0;
        let facts = PublicRewardFacts {
            verified: standing.is_verified() && !standing.is_void(),
            known_before: hazard.first_at < report.received_at,
            has_earlier: earliest != report.report || leader != report.report,
            is_staff: report.person.is_some_and(|person| staff.contains(&person)),
            is_named: report.person.is_some(),
            tariff: if flags(2) {
                "suspected_major"
            } else if flags(4) {
                "life_threat"
            } else {
                "general"
            }
            .to_owned(),
            person_year_fen: granted(&same_person),
            all_year_fen: granted(&|_| true),
        };
        lines.push(RewardLine {
            hazard: hazard.record,
            stream: standing.case.stream,
            lapsed: standing.is_void(),
            matched_by: standing.matched_by(),
            judged: judge_public_reward(&facts, &rules.reward),
            decision: of(RewardDeed::Decision),
            claim: of(RewardDeed::Claim),
            report,
        });
    }
    Ok(lines)
}

/// The year whose budget a decision falls in: that in which the report was found true, or of the decision
/// itself where that is not known.
fn year_of(act: &RewardAct, years: &BTreeMap<RecordId, i32>) -> i32 {
    let own = || act.at.china_date().year();
    years.get(&act.report).copied().unwrap_or_else(own)
}
