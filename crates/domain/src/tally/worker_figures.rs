use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{CoverageFilter, Measures, close_duties, coverage_rows, recheck_duties};
use crate::evaluation::{EvaluationPeriod, Ratio, coverage, done_rate, on_time_rate};
use crate::policy::PolicyPack;

/// The figures that are told of one worker's grids, by code.
pub const WORKER_FIGURE_CODES: [&str; 4] = ["coverage", "open", "recheck", "timely_close"];

/// The figures of one worker's grids in a period, from the measures of these grids and of nothing
/// else. `open` is of what is open now: the overdue of all that is open.
#[must_use]
pub fn worker_figures(
    own: &Measures,
    pack: &PolicyPack,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> BTreeMap<String, Ratio> {
    let rows = coverage_rows(own, pack, &CoverageFilter::default());
    let closing = close_duties(own, pack, |_| true);
    let rechecks = recheck_duties(own);
    let open = own.hazards.iter().filter(|(_, it)| it.is_open());
    let open = Ratio::of(open.map(|(record, it)| (record.0, it.overdue)));
    BTreeMap::from([
        ("coverage".to_owned(), coverage(&rows, period)),
        ("open".to_owned(), open),
        ("recheck".to_owned(), done_rate(&rechecks, period, today)),
        (
            "timely_close".to_owned(),
            on_time_rate(&closing, period, today),
        ),
    ])
}
