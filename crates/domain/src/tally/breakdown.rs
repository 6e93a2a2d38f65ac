use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    CoverageFilter, Measures, close_duties, coverage_rows, recheck_duties, recheck_time_duties,
};
use crate::RecordId;
use crate::evaluation::{
    EvaluationPeriod, Ratio, always_on_time_rate, coverage, done_rate, on_time_rate,
};
use crate::policy::PolicyPack;

/// So many periods stand beside each other.
const PERIODS: usize = 6;

/// What is taken apart（分项指标）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakdownMeasure {
    /// 未销号隐患: what is open now, whenever it was found.
    Open,
    /// 按时办结率.
    TimelyClose,
    /// 复查率.
    Recheck,
    /// 复查及时率: rechecked within the time of the policy.
    RecheckInTime,
    /// 检查覆盖率.
    Coverage,
}

/// By what it is taken apart（分组方式）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakdownBy {
    /// Small grid.
    Grid,
    /// Category of the premises.
    Category,
    /// Heading of the hazard.
    Heading,
    /// Severity of the hazard, as it is judged now.
    Severity,
    /// Who found the hazard.
    Worker,
    /// This period and those before it; what is open stands in the one it was found in.
    Period,
}

/// A figure in parts（分项提问）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BreakdownQuestion {
    /// Which figure.
    pub measure: BreakdownMeasure,
    /// In which parts.
    pub by: BreakdownBy,
    /// Of which period.
    pub period: EvaluationPeriod,
}

impl BreakdownQuestion {
    /// Whether the figure has such parts: coverage is of premises, which nobody found, and which have
    /// neither heading nor severity.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        self.measure != BreakdownMeasure::Coverage
            || matches!(
                self.by,
                BreakdownBy::Grid | BreakdownBy::Category | BreakdownBy::Period
            )
    }
}

/// A figure in parts（分项统计）, by the key of the part: ids of grids and people, codes, words of headings,
/// first days of periods. What belongs to none stands under the empty key, so that nothing is missing:
/// the parts add up to the figure, those of periods aside.
#[must_use]
pub fn breakdown(
    measures: &Measures,
    pack: &PolicyPack,
    asked: &BreakdownQuestion,
    today: NaiveDate,
) -> BTreeMap<String, Ratio> {
    let figure = |period: &EvaluationPeriod| match asked.measure {
        BreakdownMeasure::Open => {
            let open = measures.hazards.iter().filter(|(_, it)| it.is_open());
            Ratio::of(open.map(|(record, _)| (record.0, true)))
        }
        BreakdownMeasure::TimelyClose => {
            on_time_rate(&close_duties(measures, pack, |_| true), period, today)
        }
        BreakdownMeasure::Recheck => done_rate(&recheck_duties(measures), period, today),
        BreakdownMeasure::RecheckInTime => {
            always_on_time_rate(&recheck_time_duties(measures, pack), period, today)
        }
        BreakdownMeasure::Coverage => {
            let rows = coverage_rows(measures, pack, &CoverageFilter::default());
            coverage(&rows, period)
        }
    };
    if asked.by == BreakdownBy::Period && asked.measure != BreakdownMeasure::Open {
        let periods = std::iter::successors(Some(asked.period), |it| Some(it.before()));
        return periods
            .take(PERIODS)
            .map(|period| (period.first.to_string(), figure(&period)))
            .collect();
    }
    split(&figure(&asked.period), |id| {
        key(measures, asked, RecordId(id)).unwrap_or_default()
    })
}

/// The ids of a ratio by their keys.
fn split(ratio: &Ratio, key: impl Fn(Uuid) -> String) -> BTreeMap<String, Ratio> {
    let mut parts: BTreeMap<String, Vec<(Uuid, bool)>> = BTreeMap::new();
    let met = ratio.met.iter().map(|id| (*id, true));
    let unmet = ratio.unmet.iter().map(|id| (*id, false));
    for (id, is_met) in met.chain(unmet) {
        parts.entry(key(id)).or_default().push((id, is_met));
    }
    let parts = parts.into_iter();
    parts.map(|(key, rows)| (key, Ratio::of(rows))).collect()
}

/// Where a premises or a hazard belongs.
fn key(measures: &Measures, asked: &BreakdownQuestion, record: RecordId) -> Option<String> {
    if let Some(premises) = measures.premises.get(&record) {
        return match asked.by {
            BreakdownBy::Grid => Some(premises.grid.to_string()),
            BreakdownBy::Category => Some(premises.category().to_owned()),
            _ => None,
        };
    }
    let hazard = measures.hazards.get(&record)?;
    match asked.by {
        BreakdownBy::Grid => Some(hazard.grid.to_string()),
        BreakdownBy::Category => {
            let premises = measures.premises.get(&hazard.premises?)?;
            Some(premises.category().to_owned())
        }
        BreakdownBy::Heading => Some(hazard.heading.clone()),
        BreakdownBy::Severity if hazard.major_confirmed => Some("major_confirmed".to_owned()),
        BreakdownBy::Severity if hazard.suspected_major => Some("suspected_major".to_owned()),
        BreakdownBy::Severity => Some("general".to_owned()),
        BreakdownBy::Worker => Some(hazard.found_by?.to_string()),
        BreakdownBy::Period => {
            let found = EvaluationPeriod::of(asked.period.kind, hazard.found_on?);
            Some(found.first.to_string())
        }
    }
}
