use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::TownshipRules;
use crate::GridId;

/// Years in a row in which a township failed（连续不合格）of S2-02.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedRun {
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
    /// What follows, in Chinese words.
    pub measure: String,
}

/// The runs of failed years that are long enough for the measure（S2-02）, oldest first. A year
/// without a result ends a run: it is no proof of anything.
#[must_use]
pub fn failed_runs(failed_by_year: &BTreeMap<i32, bool>, rules: &TownshipRules) -> Vec<FailedRun> {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for (year, _) in failed_by_year.iter().filter(|(_, failed)| **failed) {
        match runs.last_mut() {
            Some((_, to)) if to.checked_add(1) == Some(*year) => *to = *year,
            _ => runs.push((*year, *year)),
        }
    }
    let long_enough =
        |from: i32, to: i32| to.abs_diff(from).saturating_add(1) >= rules.failed_years;
    runs.into_iter()
        .filter(|(from, to)| long_enough(*from, *to))
        .map(|(from, to)| FailedRun {
            from,
            to,
            measure: rules.failed_years_measure.clone(),
        })
        .collect()
}

/// Who failed for years in a row, and what follows, in Chinese words（连续不合格）of S2-02; `None`: nobody.
#[must_use]
pub fn failed_line(
    failed: &[(GridId, FailedRun)],
    name: impl Fn(GridId) -> String,
) -> Option<String> {
    let runs = failed.iter().map(|(scope, run)| {
        let FailedRun { from, to, measure } = run;
        format!("{}（{from}年至{to}年，{measure}）", name(*scope))
    });
    let runs: Vec<String> = runs.collect();
    (!runs.is_empty()).then(|| format!("连续不合格：{}", runs.join("、")))
}
