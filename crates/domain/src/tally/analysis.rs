use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{HazardMeasure, Measures, close_duties};
use crate::GridId;
use crate::evaluation::{EvaluationPeriod, Ratio, on_time_rate, overdue_on};
use crate::policy::PolicyPack;

/// Headings shown as prominent, at most.
const PROMINENT: usize = 3;

/// A line of the analysis（研判分项）with the records behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalysisLine {
    /// Heading, category or grid, as the list says.
    pub key: String,
    /// Hazards found in the period.
    pub found: Vec<Uuid>,
    /// How many were found in the period before.
    pub before: u64,
}

/// The analysis of fire risk of a period from own data（火灾风险分析研判）of S3-04.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// Which period.
    pub period: EvaluationPeriod,
    /// Hazards found, by heading, the most first.
    pub by_heading: Vec<AnalysisLine>,
    /// By category of the premises, the most first.
    pub by_category: Vec<AnalysisLine>,
    /// By small grid, the most first.
    pub by_grid: Vec<AnalysisLine>,
    /// Of the hazards found: those that threaten life.
    pub life_threat: Ratio,
    /// Closed in time, of what fell due and is decided.
    pub on_time: Ratio,
    /// Overdue on the last day, or today if that is earlier, the longest first.
    pub overdue: Vec<Uuid>,
    /// What to attend to first, in Chinese words: it follows from the numbers above, and says so.
    pub proposals: Vec<String>,
}

/// Analyzes a period（分析研判）of S3-04.
#[must_use]
pub fn analyze(
    measures: &Measures,
    pack: &PolicyPack,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> Analysis {
    let before = period.before();
    let lines = |key: &dyn Fn(&HazardMeasure) -> Option<String>| {
        let mut lines: BTreeMap<String, AnalysisLine> = BTreeMap::new();
        for (record, hazard) in measures.hazards.iter().filter(|(_, it)| it.is_real()) {
            let (Some(on), Some(key)) = (hazard.found_on, key(hazard)) else {
                continue;
            };
            let line = lines.entry(key.clone()).or_insert_with(|| AnalysisLine {
                key,
                found: Vec::new(),
                before: 0,
            });
            if period.contains(on) {
                line.found.push(record.0);
            }
            line.before += u64::from(before.contains(on));
        }
        let mut lines: Vec<AnalysisLine> = lines.into_values().collect();
        lines.retain(|line| !line.found.is_empty() || line.before > 0);
        in_order(lines)
    };
    let category = |hazard: &HazardMeasure| {
        let premises = measures.premises.get(&hazard.premises?)?;
        Some(premises.category().to_owned())
    };
    let grid = |grid: GridId| grid.to_string();
    let by_heading = lines(&|hazard| Some(hazard.heading.clone()).filter(|it| !it.is_empty()));
    let in_period = measures
        .hazards
        .iter()
        .filter(|(_, it)| it.is_real() && it.found_on.is_some_and(|on| period.contains(on)));
    let duties = close_duties(measures, pack, |_| true);
    Analysis {
        period: *period,
        by_category: lines(&category),
        by_grid: lines(&|hazard| Some(grid(hazard.grid))),
        life_threat: Ratio::of(in_period.map(|(record, it)| (record.0, it.life_threat))),
        on_time: on_time_rate(&duties, period, today),
        overdue: overdue_on(&duties, period.last.min(today)),
        proposals: proposals(&by_heading, period),
        by_heading,
    }
}

/// The analyses of parts of the records as one（汇总研判）, the same as of all of them at once; no part
/// holds what hangs on a premises of another one. `due_on` says when a hazard was due.
#[must_use]
pub fn analyze_parts(
    parts: &[&Analysis],
    period: &EvaluationPeriod,
    due_on: impl Fn(Uuid) -> Option<NaiveDate>,
) -> Analysis {
    let by_heading = sum_of_lines(parts.iter().flat_map(|part| &part.by_heading));
    let mut overdue: Vec<Uuid> = parts
        .iter()
        .flat_map(|part| &part.overdue)
        .copied()
        .collect();
    overdue.sort_by_cached_key(|id| (due_on(*id), *id));
    Analysis {
        period: *period,
        by_category: sum_of_lines(parts.iter().flat_map(|part| &part.by_category)),
        by_grid: sum_of_lines(parts.iter().flat_map(|part| &part.by_grid)),
        life_threat: Ratio::sum(parts.iter().map(|part| &part.life_threat)),
        on_time: Ratio::sum(parts.iter().map(|part| &part.on_time)),
        overdue,
        proposals: proposals(&by_heading, period),
        by_heading,
    }
}

/// Lines of one key as one line.
fn sum_of_lines<'a>(lines: impl Iterator<Item = &'a AnalysisLine>) -> Vec<AnalysisLine> {
    let mut sums: BTreeMap<&str, AnalysisLine> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry(&line.key).or_insert_with(|| AnalysisLine {
            key: line.key.clone(),
            found: Vec::new(),
            before: 0,
        });
        sum.found.extend(&line.found);
        sum.before += line.before;
    }
    let sums = sums.into_values().map(|mut line| {
        line.found.sort_unstable();
        line
    });
    in_order(sums.collect())
}

/// The most first, then by key.
fn in_order(mut lines: Vec<AnalysisLine>) -> Vec<AnalysisLine> {
    lines.sort_by(|one, other| {
        let most = other.found.len().cmp(&one.found.len());
        most.then_with(|| one.key.cmp(&other.key))
    });
    lines
}

/// The headings found most, and how they moved: a proposal for a person to judge.
fn proposals(by_heading: &[AnalysisLine], period: &EvaluationPeriod) -> Vec<String> {
    let prominent = by_heading.iter().filter(|line| !line.found.is_empty());
    prominent
        .take(PROMINENT)
        .map(|line| {
            let now = u64::try_from(line.found.len()).unwrap_or(u64::MAX);
            let moved = match now.cmp(&line.before) {
                std::cmp::Ordering::Greater => format!("较上期增加{}处", now - line.before),
                std::cmp::Ordering::Equal => "与上期持平".to_owned(),
                std::cmp::Ordering::Less => format!("较上期减少{}处", line.before - now),
            };
            format!(
                "{period}“{}”类隐患{now}处，{moved}，建议列为重点治理（供研判）",
                line.key
            )
        })
        .collect()
}
