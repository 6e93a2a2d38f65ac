use chrono::NaiveDate;

use super::{Answering, Measures, visit_duties};
use crate::control::ControlState;
use crate::evaluation::{EvaluationPeriod, PeriodKind, WorkerEvent};
use crate::policy::PolicyPack;

/// The visits that a worker alone answered for on the day they were due, and that were not made in time
/// （本人任务逾期）of S3-08, month by month; those of a day still to come are none. What is handed on, or
/// ends, later changes nothing. `answering` is that of the period.
#[must_use]
pub fn overdue_events(
    measures: &Measures,
    control: &ControlState,
    pack: &PolicyPack,
    answering: &Answering,
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
            let grid = grid.filter(|_| missed);
            let worker = grid.and_then(|grid| answering.sole(grid, duty.due_on));
            events.extend(worker.map(|worker| WorkerEvent {
                worker,
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
