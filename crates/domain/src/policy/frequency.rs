use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::checklist::Condition;

/// 信用等级 of the one who answers for a premises, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CreditGrade {
    /// Nothing found for a year.
    A,
    /// General hazards, all mended in time.
    B,
    /// Overdue once, or a repeat.
    C,
    /// Refuses to mend, or a major case open.
    D,
}

impl CreditGrade {
    /// The letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// The grade of this letter.
    #[must_use]
    pub fn parse(letter: &str) -> Option<Self> {
        [Self::A, Self::B, Self::C, Self::D]
            .into_iter()
            .find(|grade| grade.as_str() == letter)
    }
}

/// Who visits（检查主体）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visitor {
    /// 网格 and village.
    Grid,
    /// 乡镇 station.
    Town,
    /// 派出所.
    Police,
    /// 单位自查.
    SelfCheck,
}

/// How often a premises is visited（检查频次）: by grade × credit, with hard minima.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrequencyRules {
    /// Visits a year by grade and credit (S0-19, S2-27).
    pub visits: BTreeMap<String, BTreeMap<CreditGrade, VisitsPerYear>>,
    /// Self-checks a year by grade (S0-19).
    pub self_checks: BTreeMap<String, u32>,
    /// Minima that no credit lowers.
    pub minima: Vec<FrequencyMinimum>,
    /// 无事不扰: who is left in peace beyond the plan.
    pub no_disturbance: NoDisturbanceRule,
    /// So many days after a rise of the grade the visit that it asks for is due at the earliest
    /// （等级上调后的宽限天数）; 7 of a pack that does not say.
    #[serde(default = "usual_grace", skip_serializing_if = "is_usual_grace")]
    pub raised_grace_days: u32,
}

/// The grace of a pack that says nothing of it.
const USUAL_GRACE_DAYS: u32 = 7;

fn usual_grace() -> u32 {
    USUAL_GRACE_DAYS
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde gives a reference to what may be skipped"
)]
fn is_usual_grace(days: &u32) -> bool {
    *days == USUAL_GRACE_DAYS
}

/// Visits a year（每年次数）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitsPerYear {
    /// By the grid.
    pub grid: u32,
    /// By the township, beside those of the grid.
    #[serde(default)]
    pub town: u32,
}

/// A minimum（最低频次）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrequencyMinimum {
    /// Stable code; its words are the label `schedule.{code}`.
    pub code: String,
    /// Who must come.
    pub by: Visitor,
    /// For premises of which this is known to hold; `None`: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Once in every.
    pub every: Period,
    /// Mechanism id or document.
    pub rule: String,
}

/// A period of the calendar（周期）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 每周: Monday to Sunday.
    Week,
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每年.
    Year,
}

/// Who is left in peace（无事不扰）of S2-27: no extra visit beside the plan unless there was a
/// complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoDisturbanceRule {
    /// Grades it holds for.
    pub grades: Vec<String>,
    /// Credit it holds for.
    pub credits: Vec<CreditGrade>,
}
