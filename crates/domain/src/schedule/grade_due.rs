use chrono::{Days, NaiveDate};

use super::VisitInput;
use super::next_due::after_interval;
use crate::policy::{CreditGrade, PolicyPack, Visitor};

/// The visit that grade and credit ask for.
#[derive(Clone, Copy)]
pub(super) struct GradeDue {
    /// The last day on which it is in time.
    pub(super) date: NaiveDate,
    /// Visits a year.
    pub(super) times: u32,
    /// The day comes from a rise of the grade: by the new interval alone it would be over already, or all
    /// but over.
    pub(super) raised: bool,
}

/// When grade and credit ask for the next visit; `None`: they ask for none. What the grade asked for
/// before it rose stays owed; what the rise asks for has the grace of the pack from that day on, or the
/// new interval where that is shorter: nobody is late with what was not owed.
pub(super) fn grade_due(input: &VisitInput<'_>, pack: &PolicyPack) -> Option<GradeDue> {
    let from = input.last_visit.unwrap_or(input.on_file_since);
    let plain = |grade: &str| {
        let times = times_a_year(input, grade, pack);
        (times > 0).then(|| GradeDue {
            date: after_interval(times, from),
            times,
            raised: false,
        })
    };
    let (before, after) = input
        .steps
        .split_at(input.steps.partition_point(|step| step.on <= from));
    let first = before.last().or(after.first());
    let mut grade = first.map_or(input.grade, |step| step.grade.as_str());
    let mut due = plain(grade);
    for step in after {
        let rises = pack.risk.rank(&step.grade) > pack.risk.rank(grade);
        grade = &step.grade;
        let asked = plain(grade);
        due = match (due, asked) {
            (before, Some(asked)) if rises => Some(raised(before, asked, step.on, pack)),
            (_, asked) => asked,
        };
    }
    due
}

/// What is owed after a rise on a day, of what was owed before it and what the new grade asks for.
fn raised(before: Option<GradeDue>, asked: GradeDue, on: NaiveDate, pack: &PolicyPack) -> GradeDue {
    let grace = Days::new(u64::from(pack.frequency.raised_grace_days));
    let grace = on.checked_add_days(grace).unwrap_or(on);
    let earliest = grace.min(after_interval(asked.times, on));
    let date = asked.date.max(earliest);
    match before {
        Some(before) if before.date <= date => GradeDue {
            times: asked.times,
            ..before
        },
        _ => GradeDue {
            date,
            times: asked.times,
            raised: asked.date < earliest,
        },
    }
}

/// Visits a year by this visitor at a grade.
fn times_a_year(input: &VisitInput<'_>, grade: &str, pack: &PolicyPack) -> u32 {
    let rules = &pack.frequency;
    let credit = input.credit.unwrap_or(CreditGrade::B);
    let row = rules.visits.get(grade);
    let cell = row.and_then(|row| row.get(&credit));
    match input.by {
        Visitor::Grid => cell.map_or(0, |cell| cell.grid),
        Visitor::Town => cell.map_or(0, |cell| cell.town),
        Visitor::Police => 0,
        Visitor::SelfCheck => rules.self_checks.get(grade).copied().unwrap_or(0),
    }
}
