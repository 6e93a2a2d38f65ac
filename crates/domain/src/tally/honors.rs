use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::worker_events::events_of;
use super::{Answering, Measures, overdue_events};
use crate::control::ControlState;
use crate::evaluation::{EvaluationError, EvaluationPeriod, WorkerEvent, worker_score};
use crate::policy::PolicyPack;
use crate::{GridId, RecordId, UserId};

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

/// What the points of a period come from（积分事件）in these measures, of all workers: the events of the period
/// that are awarded, and of earlier ones those about the same records, which are not counted again.
/// `answering` is that of the period.
#[must_use]
pub fn honor_events(
    measures: &Measures,
    control: &ControlState,
    pack: &PolicyPack,
    answering: &Answering,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> Vec<WorkerEvent> {
    let rules = &pack.accounting().evaluation.worker;
    let all = events_of(measures, pack, |_| true);
    let missed = overdue_events(measures, control, pack, answering, period, today);
    let mut events: Vec<WorkerEvent> = all.into_iter().chain(missed).collect();
    events.retain(|event| event.on <= period.last && rules.award(&event.code).is_some());
    let counted: BTreeSet<RecordId> = events
        .iter()
        .filter(|event| period.contains(event.on))
        .map(|event| event.record)
        .collect();
    events.retain(|event| counted.contains(&event.record));
    events
}

/// Workers by points of a period, the most first, then by id; whoever has none is not on the list. `events`
/// are those of [`honor_events`]. Open objections change nothing here: a person reads the cards before
/// anything is given.
///
/// # Errors
/// [`EvaluationError`]: what [`worker_score`] refuses.
pub fn honors<'a>(
    events: impl IntoIterator<Item = &'a WorkerEvent>,
    pack: &PolicyPack,
    workers: &[UserId],
    period: &EvaluationPeriod,
) -> Result<Vec<Honored>, EvaluationError> {
    let rules = &pack.accounting().evaluation.worker;
    let mut by_worker: BTreeMap<UserId, Vec<WorkerEvent>> = BTreeMap::new();
    for event in events {
        by_worker
            .entry(event.worker)
            .or_default()
            .push(event.clone());
    }
    let mut list = Vec::new();
    for worker in workers {
        let Some(events) = by_worker.get(worker) else {
            continue;
        };
        let (mut points, mut review) = (0, false);
        for month in period.months() {
            let score = worker_score(*worker, month, events, &[], rules)?;
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
