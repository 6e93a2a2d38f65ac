use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::RiskScore;
use super::score::floor_of;
use crate::UserId;
use crate::policy::RiskRules;
use crate::premises::PremisesFacts;

/// The grade a premises has had so far（现等级）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingGrade {
    /// Grade id.
    pub grade: String,
    /// Since when.
    pub since: NaiveDate,
}

/// A grade set by hand（人工调整）, with a name and a reason (S0-18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeOverride {
    /// From this day on.
    pub on: NaiveDate,
    /// Grade id.
    pub grade: String,
    /// Why.
    pub reason: String,
    /// Who set it; `None`: that was not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
}

/// Why the grade is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradeReason {
    /// 按评分: the computed one.
    Computed,
    /// 暂不降级: it would fall, but not yet.
    HeldUp,
    /// 人工调整.
    Overridden,
    /// 人工调整被兜底规则抬高: set by hand below what the floors allow.
    OverrideBelowFloor,
}

impl GradeReason {
    /// Stable code; its words are the label `grade_reason.{code}`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Computed => "computed",
            Self::HeldUp => "held_up",
            Self::Overridden => "overridden",
            Self::OverrideBelowFloor => "override_below_floor",
        }
    }
}

/// The grade that holds from today on（定级结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledGrade {
    /// Grade id.
    pub grade: String,
    /// Why.
    pub reason: GradeReason,
    /// Since when this grade stands: unchanged if it is the one of before.
    pub since: NaiveDate,
}

/// Settles the grade（定级, S0-18）: a higher one at once; a lower one only after an inspection was
/// passed since the standing grade was set and it has stood for the days of the policy. A grade
/// set by hand goes before both, but never below a floor.
#[must_use]
pub fn settle_grade(
    rules: &RiskRules,
    computed: &RiskScore,
    facts: &PremisesFacts,
    standing: Option<&StandingGrade>,
    last_passed: Option<NaiveDate>,
    by_hand: Option<&GradeOverride>,
    today: NaiveDate,
) -> SettledGrade {
    let (grade, reason) = match by_hand.filter(|by_hand| rules.rank(&by_hand.grade).is_some()) {
        Some(by_hand) => match floor_of(rules, facts) {
            Some(floor) if rules.rank(floor) > rules.rank(&by_hand.grade) => {
                (floor.to_owned(), GradeReason::OverrideBelowFloor)
            }
            _ => (by_hand.grade.clone(), GradeReason::Overridden),
        },
        None => match standing
            .filter(|standing| !may_fall(rules, computed, standing, last_passed, today))
        {
            Some(standing) => (standing.grade.clone(), GradeReason::HeldUp),
            None => (computed.grade.clone(), GradeReason::Computed),
        },
    };
    let since = standing
        .filter(|standing| standing.grade == grade)
        .map_or(today, |standing| standing.since);
    SettledGrade {
        grade,
        reason,
        since,
    }
}

/// True if the computed grade may take the place of the standing one.
fn may_fall(
    rules: &RiskRules,
    computed: &RiskScore,
    standing: &StandingGrade,
    last_passed: Option<NaiveDate>,
    today: NaiveDate,
) -> bool {
    if rules.rank(&computed.grade) >= rules.rank(&standing.grade) {
        return true;
    }
    let passed = last_passed.is_some_and(|passed| passed >= standing.since);
    let stood = today.signed_duration_since(standing.since).num_days();
    (passed || !rules.downgrade.needs_passed_inspection) && stood >= rules.downgrade.after_days
}
