use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::RecordId;
use crate::evaluation::{EvaluationPeriod, Ratio, SampleRow, truth_rate};
use crate::lifecycle::RecordState;

/// The code of the truth rate（真实销号率）among the figures of a period. It is shown and not scored.
pub const TRUTH_CODE: &str = "truth";

/// The verdicts of a sample（抽查核查结论）of S3-26, with the day of each, in log order.
pub fn verdicts(sample: &RecordState) -> impl Iterator<Item = (NaiveDate, SampleRow)> {
    sample.case.taken("sample.verdict").filter_map(|taken| {
        let hazard = taken.fields.get("hazard")?.trim().parse().ok()?;
        let truth = taken.fields.get("truth")?;
        let row = SampleRow {
            hazard,
            truly_closed: Some(truth.trim() == "true"),
        };
        Some((taken.time.best().china_date(), row))
    })
}

/// Truth rate of a period（本期真实销号率）: really put right, of the closed hazards that were looked at
/// again in it. Of a hazard that was looked at twice the newer verdict counts; `counts` chooses
/// among the hazards, e.g. by grid.
#[must_use]
pub fn truth_figure(
    verdicts: &[(NaiveDate, SampleRow)],
    period: &EvaluationPeriod,
    counts: impl Fn(RecordId) -> bool,
) -> Ratio {
    let mut within: Vec<&(NaiveDate, SampleRow)> = verdicts
        .iter()
        .filter(|(on, row)| period.contains(*on) && counts(row.hazard))
        .collect();
    within.sort_by_key(|(on, _)| *on);
    let newest: BTreeMap<RecordId, SampleRow> = within
        .into_iter()
        .map(|(_, row)| (row.hazard, *row))
        .collect();
    let rows: Vec<SampleRow> = newest.into_values().collect();
    truth_rate(&rows)
}
