use serde::{Deserialize, Serialize};

use crate::accounting::{Unique, demand};
use crate::policy::PolicyError;

/// Points of grid workers（网格员积分标准）with caps against gaming (S3-08).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerRules {
    /// What earns or costs points.
    pub awards: Vec<Award>,
    /// The most that can be earned in a month; deductions come off after it.
    pub month_cap: i64,
    /// A month never ends below this.
    pub month_floor: i64,
    /// The most that can be earned at one premises in a month.
    pub place_cap: i64,
}

/// What earns or costs points（积分项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// `valid_hazard`.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// Points; negative for a deduction.
    pub points: i64,
    /// Of the awards of one group only the greatest counts for one record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The most that this award earns in a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month_cap: Option<i64>,
    /// True if the cap of a premises does not hold for it.
    #[serde(default)]
    pub beyond_place_cap: bool,
    /// True if a person looks into the worker's records after it.
    #[serde(default)]
    pub review: bool,
}

impl WorkerRules {
    /// The award of this code.
    #[must_use]
    pub fn award(&self, code: &str) -> Option<&Award> {
        self.awards.iter().find(|award| award.code == code)
    }

    pub(super) fn check(&self) -> Result<(), PolicyError> {
        let path = "evaluation.worker.awards";
        let mut codes = Unique::at(path);
        for award in &self.awards {
            codes.add(&award.code)?;
            demand(award.points != 0, path, "an award has 0 points")?;
            let sane = award.points.unsigned_abs() <= 10_000;
            demand(sane, path, "an award has more than 10000 points")?;
            let capped = award.month_cap.is_none_or(|cap| cap >= award.points);
            demand(capped, path, "a cap is below its points")?;
        }
        demand(
            self.place_cap > 0,
            "evaluation.worker.place_cap",
            "must be above 0",
        )?;
        let limits = [self.place_cap, self.month_cap, self.month_floor];
        let sane = limits.iter().all(|it| it.unsigned_abs() <= 1_000_000);
        demand(sane, "evaluation.worker", "a cap is above 1000000")?;
        let rises = self.month_floor <= self.month_cap;
        demand(rises, "evaluation.worker.month_floor", "is above month_cap")
    }
}
