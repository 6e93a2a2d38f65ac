use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{EvaluationPeriod, Ratio};

/// Something that had to be done by a day（限时事项）: closing a hazard, a recheck, an answer to a
/// report, a signed letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyRow {
    /// The record.
    pub id: Uuid,
    /// The last day in time.
    pub due_on: NaiveDate,
    /// When it was done, if it was.
    pub done: Option<Done>,
}

/// When it was done（完成情况）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The day.
    pub on: NaiveDate,
    /// Whether it counted as in time when it was decided. The recorded outcome is taken, not
    /// judged again by dates: an act made in time may have arrived late.
    pub in_time: bool,
}

/// On-time rate（按时办结率）: done in time, of what the period's days asked for and is decided by
/// `today`: what is neither done nor past its day is not counted yet.
#[must_use]
pub fn on_time_rate(rows: &[DutyRow], period: &EvaluationPeriod, today: NaiveDate) -> Ratio {
    let due = fallen_due(rows, period, today);
    Ratio::of(due.map(|row| (row.id, row.done.is_some_and(|done| done.in_time))))
}

/// The same of what may fall due several times for one record（多轮限时事项）, as rechecks do: the record
/// counts as in time only if it was so each time in the period.
#[must_use]
pub fn always_on_time_rate(rows: &[DutyRow], period: &EvaluationPeriod, today: NaiveDate) -> Ratio {
    let mut records: BTreeMap<Uuid, bool> = BTreeMap::new();
    for row in fallen_due(rows, period, today) {
        let in_time = row.done.is_some_and(|done| done.in_time);
        let so_far = records.entry(row.id).or_insert(true);
        *so_far &= in_time;
    }
    Ratio::of(records)
}

/// Rate of what was done at all by the end of the period（复查率 and the like）, of what its days
/// asked for and is decided by `today`.
#[must_use]
pub fn done_rate(rows: &[DutyRow], period: &EvaluationPeriod, today: NaiveDate) -> Ratio {
    let due = fallen_due(rows, period, today);
    Ratio::of(due.map(|row| (row.id, row.done.is_some_and(|done| done.on <= period.last))))
}

/// What had to be done in the period, so far as it is done or its last day is over: nobody is late
/// with what still has time.
fn fallen_due<'a>(
    rows: &'a [DutyRow],
    period: &'a EvaluationPeriod,
    today: NaiveDate,
) -> impl Iterator<Item = &'a DutyRow> {
    rows.iter()
        .filter(|row| period.contains(row.due_on))
        .filter(move |row| row.done.is_some() || row.due_on < today)
}

/// What is overdue on a day（当前逾期）, the longest first, then by id.
#[must_use]
pub fn overdue_on(rows: &[DutyRow], today: NaiveDate) -> Vec<Uuid> {
    let mut overdue: Vec<_> = rows
        .iter()
        .filter(|row| row.due_on < today && row.done.is_none_or(|done| done.on > today))
        .map(|row| (row.due_on, row.id))
        .collect();
    overdue.sort_unstable();
    overdue.into_iter().map(|(_, id)| id).collect()
}
