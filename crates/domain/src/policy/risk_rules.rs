use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::checklist::Condition;

/// Scoring of the four risk grades（风险等级评分）of handbook 4.3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRules {
    /// The grades, lowest first, their `max` rising.
    pub grades: Vec<GradeRule>,
    /// 固有风险: points by category.
    pub inherent: BTreeMap<String, i64>,
    /// Points of a category that is not listed.
    pub inherent_default: i64,
    /// 暴露: points on a condition.
    pub exposure: Vec<PointRule>,
    /// 动态: points for each of what is counted.
    pub counted: Vec<CountRule>,
    /// 动态: points on a condition.
    pub dynamic: Vec<PointRule>,
    /// 缓解: points taken off on a condition.
    pub mitigation: Vec<PointRule>,
    /// Grades below which it never falls on a condition.
    pub floors: Vec<FloorRule>,
    /// The least score.
    pub min: i64,
    /// The greatest score.
    pub max: i64,
    /// When a grade may fall.
    pub downgrade: DowngradeRule,
    /// A grade set by hand keeps down what is computed, although that has risen since（人工等级不因评分上升
    /// 而失效）; not so of a pack that does not say: then the higher of both holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub override_outlives_rise: bool,
}

/// One grade（等级）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeRule {
    /// `low`, `general`, `elevated`, `major`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Color by its Chinese name: 蓝、黄、橙、红.
    pub color: String,
    /// The greatest score of this grade, inclusive.
    pub max: i64,
}

/// Points on a condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointRule {
    /// Stable code; its words are the label `risk.{code}`.
    pub code: String,
    /// Counts only if this is known to hold.
    pub when: Condition,
    /// Points, positive; a mitigation takes them off.
    pub points: i64,
}

/// Points for each of what is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountRule {
    /// Stable code; its words are the label `risk.{code}`.
    pub code: String,
    /// The fact that is counted.
    pub count: String,
    /// Points for each.
    pub points_each: i64,
    /// Points at most.
    pub cap: i64,
}

/// A grade below which it never falls（兜底等级）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloorRule {
    /// Stable code; its words are the label `risk.{code}`.
    pub code: String,
    /// On this condition.
    pub when: Condition,
    /// Grade id.
    pub at_least: String,
}

/// When a grade may fall（降级条件）; it rises at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DowngradeRule {
    /// Days that the grade must have stood.
    pub after_days: i64,
    /// True if an inspection must have been passed since it was set.
    pub needs_passed_inspection: bool,
}

impl RiskRules {
    /// Place of a grade in the order, lowest first.
    #[must_use]
    pub fn rank(&self, grade: &str) -> Option<usize> {
        self.grades.iter().position(|rule| rule.id == grade)
    }
}
