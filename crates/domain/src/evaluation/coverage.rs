use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{EvaluationPeriod, EvaluationRules, Ratio};
use crate::{GridId, RecordId};

/// One premises as coverage sees it（覆盖率数据行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// Which.
    pub premises: RecordId,
    /// Its small grid.
    pub grid: GridId,
    /// Department code that supervises it; empty if none (S3-13).
    pub department: String,
    /// The first day it is on file.
    pub on_file_since: NaiveDate,
    /// The last day it was active; `None`: it still is.
    pub active_until: Option<NaiveDate>,
    /// The days of all its inspections that were accepted.
    pub accepted_visits: Vec<NaiveDate>,
}

/// Coverage beside its target（覆盖率与目标）of S0-01.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageFigure {
    /// Premises visited of those on file.
    pub ratio: Ratio,
    /// Target in basis points; `None` if the policy has none so early.
    pub target: Option<u32>,
    /// Whether it is reached; `None` if there is no target or no premises.
    pub reached: Option<bool>,
}

impl CoverageFigure {
    /// A coverage beside the target of the year in which the period ends.
    #[must_use]
    pub fn of(ratio: Ratio, period: &EvaluationPeriod, rules: &EvaluationRules) -> Self {
        let target = rules.coverage_target(period.last.year());
        let reached = ratio
            .basis_points()
            .zip(target)
            .map(|(value, target)| value >= target);
        Self {
            ratio,
            target,
            reached,
        }
    }
}

impl CoverageRow {
    /// Whether it counts: on file and active on the last day of the period.
    fn counts(&self, period: &EvaluationPeriod) -> bool {
        self.on_file_since <= period.last
            && self.active_until.is_none_or(|until| period.last <= until)
    }

    fn visited(&self, period: &EvaluationPeriod) -> bool {
        self.accepted_visits.iter().any(|day| period.contains(*day))
    }
}

/// Coverage（检查覆盖率）: active premises with an accepted inspection in the period, of all.
#[must_use]
pub fn coverage(rows: &[CoverageRow], period: &EvaluationPeriod) -> Ratio {
    let counting = rows.iter().filter(|row| row.counts(period));
    Ratio::of(counting.map(|row| (row.premises.0, row.visited(period))))
}

/// Coverage of each part（分项覆盖率）: by grid, village, township or department.
#[must_use]
pub fn coverage_by<K: Ord>(
    rows: &[CoverageRow],
    period: &EvaluationPeriod,
    part: impl Fn(&CoverageRow) -> K,
) -> BTreeMap<K, Ratio> {
    let mut parts: BTreeMap<K, Vec<_>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.counts(period)) {
        parts
            .entry(part(row))
            .or_default()
            .push((row.premises.0, row.visited(period)));
    }
    parts
        .into_iter()
        .map(|(key, rows)| (key, Ratio::of(rows)))
        .collect()
}

/// Coverage against the target of the year in which the period ends（S0-01）.
#[must_use]
pub fn coverage_figure(
    rows: &[CoverageRow],
    period: &EvaluationPeriod,
    rules: &EvaluationRules,
) -> CoverageFigure {
    CoverageFigure::of(coverage(rows, period), period, rules)
}

/// Premises that count and were never visited up to the end of the period（从未检查）, in id order.
#[must_use]
pub fn never_visited(rows: &[CoverageRow], period: &EvaluationPeriod) -> Vec<RecordId> {
    let mut list: Vec<RecordId> = rows
        .iter()
        .filter(|row| row.counts(period))
        .filter(|row| row.accepted_visits.iter().all(|day| *day > period.last))
        .map(|row| row.premises)
        .collect();
    list.sort_unstable();
    list.dedup();
    list
}
