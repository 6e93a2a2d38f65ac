use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::RecordId;
use crate::register::VisitRule;

/// A visit that an agency owes to a premises（部门应检）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyDue {
    /// Which premises.
    pub premises: RecordId,
    /// Which agency.
    pub agency: String,
    /// The last day on which it is in time.
    pub date: NaiveDate,
}

/// Visits of several agencies made as one（综合查一次）of S2-26.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointVisit {
    /// Which premises.
    pub premises: RecordId,
    /// The agencies, each of which signs.
    pub agencies: BTreeSet<String>,
    /// The earliest of their due dates: on this day all of them are in time.
    pub by: NaiveDate,
}

/// Merges what agencies owe to one premises into joint visits（合并检查）: due dates that lie within
/// the rule's days of the earliest one. Premises at which only one agency is due are left out.
#[must_use]
pub fn joint_visits(due: &[AgencyDue], rule: &VisitRule) -> Vec<JointVisit> {
    let mut sorted: Vec<&AgencyDue> = due.iter().collect();
    sorted.sort_by(|one, other| {
        (one.premises, one.date, &one.agency).cmp(&(other.premises, other.date, &other.agency))
    });
    let mut visits: Vec<JointVisit> = Vec::new();
    for one in sorted {
        let joins = visits.last().is_some_and(|visit| {
            let apart = one.date.signed_duration_since(visit.by).num_days();
            visit.premises == one.premises && apart <= i64::from(rule.merge_within_days)
        });
        match visits.last_mut().filter(|_| joins) {
            Some(visit) => {
                visit.agencies.insert(one.agency.clone());
            }
            None => visits.push(JointVisit {
                premises: one.premises,
                agencies: BTreeSet::from([one.agency.clone()]),
                by: one.date,
            }),
        }
    }
    visits.retain(|visit| visit.agencies.len() > 1);
    visits.sort_by_key(|visit| (visit.by, visit.premises));
    visits
}

/// A visit that was made so lately that another one would be a burden（重复检查提醒）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentVisit {
    /// Which inspection.
    pub inspection: RecordId,
    /// By which agencies; empty if that is not known.
    pub agencies: BTreeSet<String>,
    /// When.
    pub on: NaiveDate,
}

/// The last visit within the rule's days before `today`, if there was one（S2-26, S2-07）.
#[must_use]
pub fn recent_visit(
    visits: &[RecentVisit],
    rule: &VisitRule,
    today: NaiveDate,
) -> Option<RecentVisit> {
    visits
        .iter()
        .filter(|visit| {
            let days = today.signed_duration_since(visit.on).num_days();
            (0..=i64::from(rule.warn_within_days)).contains(&days)
        })
        .max_by_key(|visit| (visit.on, visit.inspection))
        .cloned()
}
