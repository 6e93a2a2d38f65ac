use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::visit_plan::VisitPlan;
use super::{HazardMeasure, Measures};
use crate::RecordId;
use crate::control::ControlState;
use crate::evaluation::{Done, DutyRow, EvaluationPeriod};
use crate::lifecycle::Status;
use crate::policy::{PolicyPack, Visitor};

/// The duties to close hazards by their deadline（按期办结）of S0-20; `counts` chooses among them, e.g.
/// by channel.
#[must_use]
pub fn close_duties(
    measures: &Measures,
    pack: &PolicyPack,
    counts: impl Fn(&HazardMeasure) -> bool,
) -> Vec<DutyRow> {
    let doubt = pack.rectification.benefit_of_the_doubt;
    rows(measures, counts, |hazard| {
        let in_time = hazard.closed_in_time(doubt);
        hazard.closed.map(|closed| Done {
            on: closed.on,
            in_time,
        })
    })
}

/// The duties to recheck what was to be put right by a deadline（复查）of S4-07.
#[must_use]
pub fn recheck_duties(measures: &Measures) -> Vec<DutyRow> {
    rows(
        measures,
        |_| true,
        |hazard| hazard.rechecked_on.map(|on| Done { on, in_time: true }),
    )
}

/// The duties to recheck within the time of the policy（复查时限）of S4-07, one for each round: what the
/// pack in force gives counts, as everywhere that a recheck is said to be overdue.
#[must_use]
pub fn recheck_time_duties(measures: &Measures, pack: &PolicyPack) -> Vec<DutyRow> {
    let (calendar, rules) = (&pack.working_calendar(), &pack.rectification);
    let real = measures
        .hazards
        .iter()
        .filter(|(_, hazard)| hazard.is_real());
    real.flat_map(|(record, hazard)| {
        hazard.rechecks.iter().map(move |round| {
            let rolls = rules.rolls(round.life_threat);
            let due = calendar.due_date(round.asked_on, rules.recheck.within, rolls);
            DutyRow {
                id: record.0,
                due_on: due.date,
                done: round.done_on.map(|on| Done {
                    on,
                    in_time: on <= due.date,
                }),
            }
        })
    })
    .collect()
}

/// The duties to answer complaints and reports by the public（按期反馈）of S2-18; one that was withdrawn
/// asks for no answer.
#[must_use]
pub fn answer_duties(measures: &Measures) -> Vec<DutyRow> {
    let standing = measures
        .reports
        .iter()
        .filter(|(_, it)| it.status != Status::Withdrawn);
    let duties = standing.filter_map(|(record, it)| {
        Some(DutyRow {
            id: record.0,
            due_on: it.answer_due?,
            done: it.answered_on.map(|on| Done {
                on,
                in_time: it.answered_in_time,
            }),
        })
    });
    duties.collect()
}

fn rows(
    measures: &Measures,
    counts: impl Fn(&HazardMeasure) -> bool,
    done: impl Fn(&HazardMeasure) -> Option<Done>,
) -> Vec<DutyRow> {
    let real = measures
        .hazards
        .iter()
        .filter(|(_, hazard)| hazard.is_real() && counts(hazard));
    real.filter_map(|(record, hazard)| {
        Some(DutyRow {
            id: record.0,
            due_on: hazard.due_on?,
            done: done(hazard),
        })
    })
    .collect()
}

/// The visits that the plan asked of the grid in a period（本期应检）of S0-15: each premises that fell
/// due in it, by the visits before it; done by the first visit inside it. What the township had set on
/// the last day of the period, or by today, counts as in the list of visits: response levels, control
/// measures, frequencies, incidents.
#[must_use]
pub fn visit_duties(
    measures: &Measures,
    control: &ControlState,
    pack: &PolicyPack,
    period: &EvaluationPeriod,
    today: NaiveDate,
) -> Vec<DutyRow> {
    let on = period.last.min(today);
    let plan = VisitPlan::new(measures, control, pack, Visitor::Grid, on, today);
    let visits: BTreeMap<RecordId, Vec<NaiveDate>> = measures.all_visits();
    let none = Vec::new();
    let mut duties = Vec::new();
    for (record, premises) in measures.premises.iter().filter(|(_, it)| it.is_active()) {
        let Some(on_file_since) = premises.on_file_since else {
            continue;
        };
        let days = visits.get(record).unwrap_or(&none);
        let before = days.partition_point(|day| *day < period.first);
        let last_visit = before.checked_sub(1).and_then(|at| days.get(at)).copied();
        let (_, due) = plan.next_visit(*record, premises, on_file_since, last_visit);
        let Some(due) = due else {
            continue;
        };
        // What was overdue when the period began is due on its first day.
        let due_on = due.date.max(period.first);
        let done = days.get(before).copied().filter(|day| *day <= period.last);
        duties.push(DutyRow {
            id: record.0,
            due_on,
            done: done.map(|on| Done {
                on,
                in_time: on <= due.date,
            }),
        });
    }
    duties
}
