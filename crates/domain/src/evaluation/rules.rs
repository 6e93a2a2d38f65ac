use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{TownshipRules, WorkerRules};
use crate::accounting::demand;
use crate::policy::PolicyError;

/// Rules of evaluation（考核标准）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluationRules {
    /// Coverage to be reached by the end of a year, in basis points; later years keep the last.
    pub coverage_targets: BTreeMap<i32, u32>,
    /// A hazard of the same kind within so many months is a repeat.
    pub repeat_window_months: u32,
    /// Share of closed hazards that are looked at again, in basis points.
    pub truth_sample_basis_points: u32,
    /// Points of grid workers.
    pub worker: WorkerRules,
    /// Score of townships.
    pub township: TownshipRules,
}

impl EvaluationRules {
    /// The coverage target of a year in basis points; `None` before the first.
    #[must_use]
    pub fn coverage_target(&self, year: i32) -> Option<u32> {
        self.coverage_targets
            .range(..=year)
            .next_back()
            .map(|(_, target)| *target)
    }

    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        for (year, target) in &self.coverage_targets {
            let path = format!("evaluation.coverage_targets.{year}");
            demand(*target <= 10_000, &path, "is above 10000")?;
        }
        let path = "evaluation.truth_sample_basis_points";
        demand(
            self.truth_sample_basis_points <= 10_000,
            path,
            "is above 10000",
        )?;
        self.worker.check()?;
        self.township.check()
    }
}
