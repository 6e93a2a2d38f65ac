use chrono::NaiveDate;

use crate::policy::CensusRules;
use crate::{Finding, RecordId};

/// One visit of a sweep（一次走访）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CensusVisit {
    /// Where.
    pub premises: RecordId,
    /// When, in China.
    pub on: NaiveDate,
    /// Outcome code of the policy pack.
    pub outcome: String,
}

/// What is missing in a visit before it can be closed（走访登记校验）. `key` of a finding is the
/// content key of the inspection.
#[must_use]
pub fn check_visit(rules: &CensusRules, outcome: &str, note: &str, photos: usize) -> Vec<Finding> {
    use crate::inspection::keys::{CENSUS_NOTE, CENSUS_OUTCOME};
    let Some(known) = rules.get(outcome) else {
        return vec![Finding::blocking("outcome_unknown", CENSUS_OUTCOME).with_detail(outcome)];
    };
    let mut findings = Vec::new();
    if known.needs_note && note.trim().is_empty() {
        findings.push(Finding::blocking("note_missing", CENSUS_NOTE));
    }
    if known.needs_photo && photos == 0 {
        findings.push(Finding::blocking("photo_missing", CENSUS_OUTCOME));
    }
    findings
}
