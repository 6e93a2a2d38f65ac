use chrono::NaiveDate;

use super::objected::objected;
use super::{
    Answering, CoverageFilter, Measures, ObjectionOutcome, coverage_rows, overdue_events,
    visit_duties, worker_events,
};
use crate::accounting::AccountingPolicy;
use crate::control::ControlState;
use crate::evaluation::{
    EvaluationError, EvaluationPeriod, Ratio, WorkerCard, coverage, on_time_rate, worker_score,
};
use crate::policy::PolicyPack;
use crate::{RecordId, UserId};

/// What a score card is computed from（考评卡数据）.
#[derive(Clone, Copy, Debug)]
pub struct CardInput<'a> {
    /// The measures of the worker's grids.
    pub measures: &'a Measures,
    /// What the township has set.
    pub control: &'a ControlState,
    /// The policy pack in force.
    pub pack: &'a PolicyPack,
    /// The accounting policy in force.
    pub accounting: &'a AccountingPolicy,
    /// Whose card.
    pub worker: UserId,
    /// Who answered for which grid on the days of the period.
    pub answering: &'a Answering,
    /// Which period.
    pub period: EvaluationPeriod,
    /// Today.
    pub today: NaiveDate,
    /// What was decided on the worker's objections, as far as it is known here.
    pub decisions: &'a [ObjectionOutcome],
}

/// The score card of a worker（网格员考评卡）of S3-08: the same on the phone and at the relay, from the
/// same records. A visit that was due on a day counts for who answered for its grid on that day, coverage
/// for who does at the end of the period, or today.
///
/// # Errors
/// [`EvaluationError`]: an objection decided by the worker himself or without a reason, an award
/// that the policy does not have.
pub fn worker_card(input: &CardInput<'_>) -> Result<WorkerCard, EvaluationError> {
    let (period, worker) = (&input.period, input.worker);
    let answering = input.answering;
    let own = input.measures.within(&answering.grids_of(Some(worker)));
    let at_close = own.within(&answering.grids_at_close(Some(worker)));
    let rows = coverage_rows(&at_close, input.pack, &CoverageFilter::default());
    let mut duties = visit_duties(&own, input.control, input.pack, period, input.today);
    duties.retain(|row| {
        let premises = own.premises.get(&RecordId(row.id));
        premises.is_some_and(|it| answering.answers(Some(worker), it.grid, row.due_on))
    });
    let mine = input.measures.inspections.iter().filter(|(_, visit)| {
        visit.author == Some(worker) && visit.visited_on.is_some_and(|day| period.contains(day))
    });
    let (control, pack) = (input.control, input.pack);
    let missed = overdue_events(&own, control, pack, answering, period, input.today);
    let events: Vec<_> = worker_events(input.measures, input.pack, worker)
        .into_iter()
        .chain(missed)
        .filter(|event| {
            input
                .accounting
                .evaluation
                .worker
                .award(&event.code)
                .is_some()
        })
        .collect();
    let objections = objected(input, &events);
    let mut months = Vec::new();
    for month in period.months() {
        let rules = &input.accounting.evaluation.worker;
        months.push(worker_score(worker, month, &events, &objections, rules)?);
    }
    Ok(WorkerCard {
        coverage: coverage(&rows, period),
        on_time: on_time_rate(&duties, period, input.today),
        returned: Ratio::of(mine.map(|(record, visit)| (record.0, visit.rounds > 0))),
        // Samples of closed hazards that were looked at again are not among these measures.
        truth: Ratio::default(),
        months,
    })
}
