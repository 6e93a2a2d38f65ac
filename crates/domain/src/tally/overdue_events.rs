use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Measures, visit_duties};
use crate::control::ControlState;
use crate::evaluation::{EvaluationPeriod, PeriodKind, WorkerEvent};
use crate::people::{Role, Scope};
use crate::policy::PolicyPack;
use crate::{GridId, Timestamp, UserId};

/// The small grids with just one worker（单人网格）at this instant: only there is a missed visit one
/// person's.
#[must_use]
pub fn sole_workers(control: &ControlState, at: Timestamp) -> BTreeMap<GridId, UserId> {
    let mut workers: BTreeMap<GridId, Vec<UserId>> = BTreeMap::new();
    let held = control.grants.iter().filter(|grant| grant.holds_at(at));
    for grant in held.filter(|grant| grant.role == Role::GridWorker) {
        if let Scope::Subtree(top) = grant.scope {
            for grid in control.small_grids(top, at.china_date()) {
                let there = workers.entry(grid).or_default();
                if !there.contains(&grant.user) {
                    there.push(grant.user);
                }
            }
        }
    }
    workers
        .into_iter()
        .filter_map(|(grid, there)| match there.as_slice() {
            [one] => Some((grid, *one)),
            _ => None,
        })
        .collect()
}

/// The visits that a worker alone answered for and that were not made in time（本人任务逾期）of S3-08,
/// month by month; those of a day still to come are none.
#[must_use]
pub fn overdue_events(
    measures: &Measures,
    control: &ControlState,
    pack: &PolicyPack,
    sole: &BTreeMap<GridId, UserId>,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> Vec<WorkerEvent> {
    let mut events = Vec::new();
    for month in period.months().into_iter().filter(|first| *first <= today) {
        let month = EvaluationPeriod::of(PeriodKind::Month, month);
        for duty in visit_duties(measures, control, pack, &month, today) {
            let missed = month.contains(duty.due_on)
                && duty.due_on < today
                && !duty.done.is_some_and(|done| done.in_time);
            let premises = crate::RecordId(duty.id);
            let grid = measures.premises.get(&premises).map(|it| it.grid);
            let worker = grid.and_then(|grid| sole.get(&grid)).filter(|_| missed);
            events.extend(worker.map(|worker| WorkerEvent {
                worker: *worker,
                code: "overdue_task".to_owned(),
                record: premises,
                premises: Some(premises),
                on: duty.due_on,
                verified: true,
                reopens_own: false,
            }));
        }
    }
    events
}
