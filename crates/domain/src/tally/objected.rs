use chrono::NaiveDate;

use super::{Answering, CardInput, Measures, RaisedObjection, overdue_events};
use crate::RecordId;
use crate::evaluation::{EvaluationPeriod, Objection, PeriodKind, WorkerEvent};

/// The worker's objections to these deductions, with what was decided on them. One that names no day is
/// to the latest deduction before it was written: that stood on the card then.
pub(super) fn objected(input: &CardInput<'_>, events: &[WorkerEvent]) -> Vec<Objection> {
    let hazards = input.measures.hazards.iter();
    let of_hazards = hazards.map(|(record, it)| (*record, &it.objections));
    let premises = input.measures.premises.iter();
    let of_premises = premises.map(|(record, it)| (*record, &it.objections));
    of_hazards
        .chain(of_premises)
        .flat_map(|(record, raised)| raised.iter().map(move |one| (record, one)))
        .filter(|(_, one)| one.worker == input.worker)
        .filter_map(|(record, one)| {
            let day = one.day.or_else(|| meant(input, events, record, one))?;
            let outcome = input.decisions.iter().find(|it| {
                let same_day = it.day == Some(day) || (it.day, one.day) == (None, None);
                same_day && it.record == record && it.code == one.code
            });
            Some(Objection {
                code: one.code.clone(),
                record,
                day,
                raised_on: one.on,
                text: one.text.clone(),
                decision: outcome.map(|it| it.decision.clone()),
            })
        })
        .collect()
}

/// The day of the deduction that an objection without a day is about; `None`: none of these.
fn meant(
    input: &CardInput<'_>,
    events: &[WorkerEvent],
    record: RecordId,
    raised: &RaisedObjection,
) -> Option<NaiveDate> {
    let about = |it: &&WorkerEvent| {
        it.worker == input.worker && it.record == record && it.code == raised.code
    };
    let later = later_missed(input, record, raised);
    let days = events.iter().chain(&later).filter(about).map(|it| it.on);
    let days: Vec<NaiveDate> = days.filter(|day| *day <= raised.on).collect();
    // What was due on that very day did not stand on the card yet, unless there is nothing else.
    let before = days.iter().filter(|day| **day < raised.on).max();
    before.or(days.iter().max()).copied()
}

/// Visits to a premises that were missed after the period and before an objection without a day: it is
/// about the latest of them. Such objections are few, and only of before days were kept.
fn later_missed(
    input: &CardInput<'_>,
    record: RecordId,
    raised: &RaisedObjection,
) -> Vec<WorkerEvent> {
    let (measures, control) = (input.measures, input.control);
    if raised.on <= input.period.last || !measures.premises.contains_key(&record) {
        return Vec::new();
    }
    let there = around(measures, record);
    let mut month = input.period.last.succ_opt();
    let mut missed = Vec::new();
    while let Some(first) = month.filter(|first| *first <= raised.on) {
        let period = EvaluationPeriod::of(PeriodKind::Month, first);
        let answering = Answering::over(control, None, &period, input.today);
        let (pack, today) = (input.pack, input.today);
        missed.extend(overdue_events(
            &there, control, pack, &answering, &period, today,
        ));
        month = period.last.succ_opt();
    }
    missed
}

/// A premises with all that hangs on it.
fn around(measures: &Measures, record: RecordId) -> Measures {
    let visits = measures.visits_at(record).map(|(visit, _)| visit);
    let hazards = measures.hazards.iter();
    let hazards = hazards.filter(|(_, it)| it.premises == Some(record));
    let reports = measures.reports.iter();
    let reports = reports.filter(|(_, it)| it.premises == Some(record));
    let hanging = hazards.map(|(id, _)| *id).chain(reports.map(|(id, _)| *id));
    measures.only([record].into_iter().chain(visits).chain(hanging))
}
