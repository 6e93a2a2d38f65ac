use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{CoverageFilter, Measures, coverage_rows, overdue_events, visit_duties, worker_events};
use crate::accounting::AccountingPolicy;
use crate::control::ControlState;
use crate::evaluation::{
    EvaluationError, EvaluationPeriod, Objection, ObjectionDecision, Ratio, WorkerCard, coverage,
    on_time_rate, worker_score,
};
use crate::policy::PolicyPack;
use crate::{GridId, RecordId, UserId};

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
    /// The small grids the worker answers for.
    pub grids: &'a BTreeSet<GridId>,
    /// The grids with just one worker: [`super::sole_workers`].
    pub sole: &'a BTreeMap<GridId, UserId>,
    /// Which period.
    pub period: EvaluationPeriod,
    /// Today.
    pub today: NaiveDate,
    /// What was decided on objections, as far as it is known here.
    pub decisions: &'a [(String, RecordId, ObjectionDecision)],
}

/// The score card of a worker（网格员考评卡）of S3-08: the same on the phone and at the relay, from the
/// same records.
///
/// # Errors
/// [`EvaluationError`]: an objection decided by the worker himself or without a reason, an award
/// that the policy does not have.
pub fn worker_card(input: &CardInput<'_>) -> Result<WorkerCard, EvaluationError> {
    let (period, worker) = (&input.period, input.worker);
    let own = input.measures.within(input.grids);
    let rows = coverage_rows(&own, input.pack, &CoverageFilter::default());
    let duties = visit_duties(&own, input.control, input.pack, period, input.today);
    let mine = input.measures.inspections.iter().filter(|(_, visit)| {
        visit.author == Some(worker) && visit.visited_on.is_some_and(|day| period.contains(day))
    });
    let (control, sole) = (input.control, input.sole);
    let missed = overdue_events(&own, control, input.pack, sole, period, input.today);
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
    let objections = objections(input);
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

/// The worker's objections with what was decided on them.
fn objections(input: &CardInput<'_>) -> Vec<Objection> {
    let of_hazards = input
        .measures
        .hazards
        .iter()
        .map(|(record, it)| (record, &it.objections));
    let of_premises = input
        .measures
        .premises
        .iter()
        .map(|(record, it)| (record, &it.objections));
    of_hazards
        .chain(of_premises)
        .flat_map(|(record, raised)| raised.iter().map(move |one| (*record, one)))
        .filter(|(_, one)| one.worker == input.worker)
        .map(|(record, one)| {
            let decided = input
                .decisions
                .iter()
                .find(|(code, about, _)| *code == one.code && *about == record);
            Objection {
                code: one.code.clone(),
                record,
                raised_on: one.on,
                text: one.text.clone(),
                decision: decided.map(|(_, _, decision)| decision.clone()),
            }
        })
        .collect()
}
