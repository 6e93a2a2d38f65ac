use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::duties::{answer_duties, close_duties, recheck_duties};
use super::{CoverageFilter, Measures, rows};
use crate::accounting::AccountingPolicy;
use crate::control::ControlState;
use crate::evaluation::{
    CoverageRow, EvaluationPeriod, Ratio, coverage, done_rate, on_time_rate, repeat_rate,
    training_rate,
};
use crate::people::{Role, Scope};
use crate::policy::PolicyPack;
use crate::{GridId, Timestamp, UserId};

/// The figures that are computed here（考核指标）, by the codes of the township's score.
pub const FIGURE_CODES: [&str; 9] = [
    "coverage",
    "major",
    "organization",
    "public_reports",
    "recheck",
    "records",
    "repeat",
    "timely_close",
    TRAINING_CODE,
];

/// The code of the figure that rests on the directory（培训持证率）.
pub const TRAINING_CODE: &str = "training";

/// The figures that nothing on file is counted for yet（未统计的指标）: they have no value, which is said
/// otherwise than that nothing was owed, and their weight is left out. Letters of responsibility,
/// meetings and material have no measures.
pub const UNCOUNTED_CODES: [&str; 1] = ["organization"];

/// What figures are computed from（指标数据）.
#[derive(Clone, Copy, Debug)]
pub struct FigureInput<'a> {
    /// The measures of the scope, and of nothing else.
    pub measures: &'a Measures,
    /// People, grants, certificates.
    pub control: &'a ControlState,
    /// The policy pack in force.
    pub pack: &'a PolicyPack,
    /// The accounting policy in force.
    pub accounting: &'a AccountingPolicy,
    /// The grid whose figures these are; without one the whole tenant, several townships together.
    pub scope: Option<GridId>,
    /// Which period.
    pub period: EvaluationPeriod,
    /// Today, by the relay's clock.
    pub today: NaiveDate,
}

/// All figures of a scope in a period（考核指标）of S0-40 and S4-19. What nothing is counted of has a
/// denominator of 0, and so no value: neither 0 % nor 100 %.
#[must_use]
pub fn figures(input: &FigureInput<'_>) -> BTreeMap<String, Ratio> {
    let (accounting, period) = (input.accounting, &input.period);
    let mut figures = record_figures(input.measures, input.pack, accounting, period, input.today);
    let training = training_figure(input.control, input.scope, period, input.today);
    figures.insert(TRAINING_CODE.to_owned(), training);
    figures
}

/// The figures that rest on records alone（记录类指标）, by code; those of anything else are there
/// without a value. Of parts of the records, none of which holds what hangs on a premises of another
/// one, they are those of the whole added up.
#[must_use]
pub fn record_figures(
    measures: &Measures,
    pack: &PolicyPack,
    accounting: &AccountingPolicy,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> BTreeMap<String, Ratio> {
    let all = coverage_rows(measures, pack, &CoverageFilter::default());
    let closing = close_duties(measures, pack, |_| true);
    let grave = close_duties(measures, pack, |it| {
        it.suspected_major || it.escalated_on.is_some()
    });
    // Files that stood at the end of the period: neither those of later, nor those ended by then.
    let files = measures.premises.iter().filter(|(_, it)| {
        let on_file = it.on_file_since.is_some_and(|since| since <= period.last);
        on_file && it.ended_on.is_none_or(|ended| period.last < ended)
    });
    let window = accounting.evaluation.repeat_window_months;
    let figure = |code: &str| match code {
        "coverage" => coverage(&all, period),
        "timely_close" => on_time_rate(&closing, period, today),
        "major" => on_time_rate(&grave, period, today),
        "recheck" => done_rate(&recheck_duties(measures), period, today),
        "repeat" => repeat_rate(&rows::found(measures), period, window),
        "records" => Ratio::of(files.clone().map(|(id, it)| (id.0, it.file_complete()))),
        "public_reports" => on_time_rate(&answer_duties(measures), period, today),
        TRAINING_CODE => Ratio::default(),
        uncounted => {
            debug_assert!(UNCOUNTED_CODES.contains(&uncounted), "{uncounted}");
            Ratio::default()
        }
    };
    FIGURE_CODES
        .iter()
        .map(|code| ((*code).to_owned(), figure(code)))
        .collect()
}

/// Training（培训持证率）of S0-38 of a scope in a period: it rests on the directory, not on records.
#[must_use]
pub fn training_figure(
    control: &ControlState,
    scope: Option<GridId>,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> Ratio {
    let on = period.last.min(today);
    let workers = workers_of(control, scope, on);
    training_rate(&workers, &control.credentials, on)
}

/// The rows that a coverage is computed from（覆盖率数据行）of S0-01, S3-13, S4-16.
#[must_use]
pub fn coverage_rows(
    measures: &Measures,
    pack: &PolicyPack,
    filter: &CoverageFilter,
) -> Vec<CoverageRow> {
    rows::coverage(measures, pack, filter)
}

/// The grid workers who answer for the scope or for a part of it on a day, in id order.
fn workers_of(control: &ControlState, scope: Option<GridId>, on: NaiveDate) -> Vec<UserId> {
    let at = Timestamp::end_of_china_day(on);
    let held = control.grants.iter().filter(|grant| {
        let within = matches!(grant.scope, Scope::Subtree(grid)
            if scope.is_none_or(|scope| control.is_within(grid, scope)));
        grant.role == Role::GridWorker && grant.holds_at(at) && within
    });
    let workers: BTreeSet<UserId> = held.map(|grant| grant.user).collect();
    workers.into_iter().collect()
}
