use serde::{Deserialize, Serialize};

use crate::accounting::{Unique, demand};
use crate::policy::PolicyError;

/// Score of townships（乡镇考核标准）of S0-40.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownshipRules {
    /// The items; their weights add up to 100.
    pub items: Vec<ScoreItem>,
    /// The grades, best first, down to 0 points.
    pub grades: Vec<ScoreGrade>,
    /// A score counts only if the items that have a value weigh at least this much of 100. A pack
    /// from before this rule has none: 0, and what was frozen under it comes out the same.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub min_weight_counted: u32,
    /// A score counts below that weight, too, where the duties that there are were left undone: whoever
    /// has no duty is not judged, whoever does no work is. A pack from before this rule: never, and what
    /// was frozen under it comes out the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone_counts: bool,
    /// So many failed years in a row lead to the measure.
    pub failed_years: u32,
    /// The measure in Chinese words, e.g. 书面检讨.
    pub failed_years_measure: String,
}

/// An item of the score（考核项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreItem {
    /// `coverage`.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// Points of 100.
    pub weight: u32,
    /// True if less is better.
    #[serde(default)]
    pub inverse: bool,
    /// Mechanism id.
    pub rule: String,
}

/// A grade of the score（考核等次）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreGrade {
    /// `excellent`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// From so many points on.
    pub min: u32,
    /// True if the circular praises it.
    #[serde(default)]
    pub praised: bool,
    /// True if it counts as a failed period.
    #[serde(default)]
    pub failed: bool,
}

impl TownshipRules {
    /// The grade of a score in hundredths of a point.
    #[must_use]
    pub fn grade(&self, hundredths: u32) -> Option<&ScoreGrade> {
        self.grades
            .iter()
            .find(|grade| grade.min.saturating_mul(100) <= hundredths)
    }

    /// The worst grade: where a veto（一票否决）leads.
    #[must_use]
    pub fn worst(&self) -> Option<&ScoreGrade> {
        self.grades.last()
    }

    pub(super) fn check(&self) -> Result<(), PolicyError> {
        let path = "evaluation.township.items";
        let mut codes = Unique::at(path);
        let mut sum: u64 = 0;
        for item in &self.items {
            codes.add(&item.code)?;
            sum += u64::from(item.weight);
        }
        demand(sum == 100, path, "the weights do not add up to 100")?;
        demand(
            self.min_weight_counted <= 100,
            "evaluation.township.min_weight_counted",
            "is above 100",
        )?;
        let path = "evaluation.township.grades";
        let mut ids = Unique::at(path);
        self.grades
            .iter()
            .try_for_each(|grade| ids.add(&grade.id))?;
        let falls = self
            .grades
            .is_sorted_by(|better, worse| better.min > worse.min);
        demand(falls, path, "the grades must fall")?;
        let last = self.grades.last();
        demand(
            last.is_some_and(|it| it.min == 0),
            path,
            "the last grade must begin at 0",
        )?;
        demand(
            last.is_some_and(|it| it.failed),
            path,
            "the last grade must count as failed",
        )?;
        demand(
            self.failed_years > 0,
            "evaluation.township.failed_years",
            "must be above 0",
        )
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde gives a reference to what may be skipped"
)]
fn is_zero(weight: &u32) -> bool {
    *weight == 0
}
