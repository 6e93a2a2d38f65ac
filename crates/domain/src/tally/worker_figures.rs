use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Answering, CoverageFilter, Measures, close_duties, coverage_rows, recheck_duties,
    recheck_time_duties,
};
use crate::evaluation::{
    DutyRow, EvaluationPeriod, Ratio, always_on_time_rate, coverage, done_rate, on_time_rate,
};
use crate::policy::PolicyPack;
use crate::{RecordId, UserId};

/// The figures that are told of one worker's grids, by code.
pub const WORKER_FIGURE_CODES: [&str; 5] = [
    "coverage",
    "open",
    "recheck",
    "recheck_in_time",
    "timely_close",
];

/// The figures of a worker in a period, or of what nobody answered for. What was due on a day counts
/// for who answered for its grid on that day; coverage, and what is open now, for who answered on the
/// last day of the period or does today. `open` is of what is open now: the overdue of all that is
/// open.
#[must_use]
pub fn worker_figures(
    measures: &Measures,
    answering: &Answering,
    worker: Option<UserId>,
    pack: &PolicyPack,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> BTreeMap<String, Ratio> {
    let all = measures.within(&answering.grids_of(worker));
    let at_close = all.within(&answering.grids_at_close(worker));
    let rows = coverage_rows(&at_close, pack, &CoverageFilter::default());
    let own = |mut duties: Vec<DutyRow>| {
        duties.retain(|row| {
            let hazard = all.hazards.get(&RecordId(row.id));
            hazard.is_some_and(|it| answering.answers(worker, it.grid, row.due_on))
        });
        duties
    };
    let closing = own(close_duties(&all, pack, |_| true));
    let rechecks = own(recheck_duties(&all));
    let timed = own(recheck_time_duties(&all, pack));
    let open = at_close.hazards.iter().filter(|(_, it)| it.is_open());
    let open = Ratio::of(open.map(|(record, it)| (record.0, it.overdue)));
    BTreeMap::from([
        ("coverage".to_owned(), coverage(&rows, period)),
        ("open".to_owned(), open),
        ("recheck".to_owned(), done_rate(&rechecks, period, today)),
        (
            "recheck_in_time".to_owned(),
            always_on_time_rate(&timed, period, today),
        ),
        (
            "timely_close".to_owned(),
            on_time_rate(&closing, period, today),
        ),
    ])
}
