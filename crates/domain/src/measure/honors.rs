use super::Measures;
use crate::accounting::AccountingPolicy;
use crate::evaluation::{EvaluationError, EvaluationPeriod, WorkerScore, worker_score};
use crate::policy::PolicyPack;
use crate::{GridId, UserId};
use std::collections::BTreeMap;

/// A worker on the honors list（表彰建议）of S2-44.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Honored {
    /// Who.
    pub worker: UserId,
    /// Points of all months of the period.
    pub points: i64,
    /// True if a person is to look into the worker's records before anything is given.
    pub review: bool,
}

/// What is to be followed up in a grid（跟踪督办）of S2-44.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// Open hazards.
    pub open: u64,
    /// Of these, overdue.
    pub overdue: u64,
    /// Of these, reported upward.
    pub escalated: u64,
}

/// Workers by points of a period, the most first, then by id; whoever has none is not on the list.
///
/// # Errors
/// [`EvaluationError`]: an award that the policy does not have.
pub fn honors(
    measures: &Measures,
    pack: &PolicyPack,
    accounting: &AccountingPolicy,
    workers: &[UserId],
    period: &EvaluationPeriod,
) -> Result<Vec<Honored>, EvaluationError> {
    let rules = &accounting.evaluation.worker;
    let mut list = Vec::new();
    for worker in workers {
        let events: Vec<_> = super::worker_events(measures, pack, *worker)
            .into_iter()
            .filter(|event| rules.award(&event.code).is_some())
            .collect();
        let mut points = 0;
        let mut review = false;
        for month in period.months() {
            let score: WorkerScore = worker_score(*worker, month, &events, &[], rules)?;
            points += score.points;
            review |= score.review;
        }
        if points > 0 {
            list.push(Honored {
                worker: *worker,
                points,
                review,
            });
        }
    }
    list.sort_by_key(|it| (std::cmp::Reverse(it.points), it.worker));
    Ok(list)
}

/// The follow-up board（跟踪督办台）: what is still open in each grid.
#[must_use]
pub fn follow_up(measures: &Measures) -> BTreeMap<GridId, FollowUp> {
    let mut board: BTreeMap<GridId, FollowUp> = BTreeMap::new();
    for hazard in measures.hazards.values().filter(|it| it.is_open()) {
        let line = board.entry(hazard.grid).or_default();
        line.open += 1;
        line.overdue += u64::from(hazard.overdue);
        line.escalated += u64::from(hazard.escalated_on.is_some());
    }
    board
}
