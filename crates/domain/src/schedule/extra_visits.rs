use chrono::NaiveDate;

use crate::control::ControlState;
use crate::policy::{Period, Visitor};
use crate::premises::PremisesFacts;
use crate::register::{
    AgencyFrequency, ControlMeasure, DepartmentPlan, RegisterEntry, ResponseLevel, SupervisingBody,
};
use crate::{GridId, RecordId};

/// A visit owed beside those of grade and credit（加密检查）, by what the township has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraVisit {
    /// Why: `response_level`, `control_measure`, `supervising_body`, `department_plan`, or
    /// `agency_frequency`; words are the labels `schedule.{code}`.
    pub code: &'static str,
    /// The name it was given by whoever set it.
    pub zh: String,
    /// Once in every.
    pub every: Period,
    /// From this day on.
    pub since: NaiveDate,
}

/// What extra visits depend on（加密检查依据）.
#[derive(Clone, Copy, Debug)]
pub struct ExtraInput<'a> {
    /// What the township has set.
    pub control: &'a ControlState,
    /// Which premises.
    pub premises: RecordId,
    /// In which small grid it lies.
    pub grid: GridId,
    /// The category that counts.
    pub category: &'a str,
    /// Its facts.
    pub facts: &'a PremisesFacts,
    /// Its risk grade id.
    pub grade: &'a str,
    /// The day.
    pub date: NaiveDate,
}

/// What the township has set on a day, read once for the visits of many premises.
#[derive(Clone, Debug)]
pub struct SetVisits {
    levels: Vec<(NaiveDate, ResponseLevel)>,
    frequencies: Vec<(NaiveDate, AgencyFrequency)>,
    plans: Vec<(NaiveDate, DepartmentPlan)>,
    bodies: Vec<(NaiveDate, SupervisingBody)>,
}

impl SetVisits {
    /// The rows in force on a day, each with the day from which it holds.
    #[must_use]
    pub fn on(control: &ControlState, date: NaiveDate) -> Self {
        Self {
            levels: in_force(control, date),
            frequencies: in_force(control, date),
            plans: in_force(control, date),
            bodies: in_force(control, date),
        }
    }

    /// What a kind of visitor owes by the response level of the area and by open control measures
    /// (S2-11, S1-16).
    #[must_use]
    pub fn raised(&self, input: &ExtraInput<'_>, by: Visitor) -> Vec<ExtraVisit> {
        let path = match self.levels.is_empty() {
            true => Vec::new(),
            false => input.control.path(input.grid),
        };
        let mut extra = Vec::new();
        for (since, level) in &self.levels {
            if !path.contains(&level.area) {
                continue;
            }
            let owed = level
                .minima
                .iter()
                .filter(|it| it.concerns(by, input.grade));
            extra.extend(owed.map(|minimum| ExtraVisit {
                code: "response_level",
                zh: level.zh.clone(),
                every: minimum.every,
                since: *since,
            }));
        }
        if by == Visitor::Grid {
            extra.extend(
                open_measures(input.control, input.premises, input.date)
                    .into_iter()
                    .map(|(since, measure)| ExtraVisit {
                        code: "control_measure",
                        zh: measure.measure,
                        every: measure.every,
                        since,
                    }),
            );
        }
        extra
    }

    /// What an agency owes by its frequency rows, by its own plan, and as the body that supervises a
    /// grade (S4-11, S3-10, S1-17).
    #[must_use]
    pub fn of_agency(&self, input: &ExtraInput<'_>, agency: &str) -> Vec<ExtraVisit> {
        let mut extra = Vec::new();
        for (since, row) in &self.frequencies {
            if row.agency == agency && row.concerns(input.category, input.facts) {
                extra.push(ExtraVisit {
                    code: "agency_frequency",
                    zh: row.zh.clone(),
                    every: row.every,
                    since: *since,
                });
            }
        }
        for (since, plan) in &self.plans {
            if plan.department == agency && plan.categories.iter().any(|it| it == input.category) {
                extra.push(ExtraVisit {
                    code: "department_plan",
                    zh: plan.contact.clone(),
                    every: plan.every,
                    since: *since,
                });
            }
        }
        for (since, body) in &self.bodies {
            if body.body == agency && body.grade == input.grade {
                extra.push(ExtraVisit {
                    code: "supervising_body",
                    zh: body.measures.join("；"),
                    every: body.every,
                    since: *since,
                });
            }
        }
        extra
    }
}

fn in_force<E: RegisterEntry>(control: &ControlState, date: NaiveDate) -> Vec<(NaiveDate, E)> {
    let rows = control.registers.all::<E>(date).into_iter();
    rows.map(|(line, entry)| (line.row.from, entry)).collect()
}

/// What a kind of visitor owes by what is set on the day of the input: [`SetVisits::raised`].
#[must_use]
pub fn raised_visits(input: &ExtraInput<'_>, by: Visitor) -> Vec<ExtraVisit> {
    SetVisits::on(input.control, input.date).raised(input, by)
}

/// What an agency owes by what is set on the day of the input: [`SetVisits::of_agency`].
#[must_use]
pub fn agency_visits(input: &ExtraInput<'_>, agency: &str) -> Vec<ExtraVisit> {
    SetVisits::on(input.control, input.date).of_agency(input, agency)
}

/// The control measures open at a premises on a day（在管措施）, each with the day it was opened.
#[must_use]
pub fn open_measures(
    control: &ControlState,
    premises: RecordId,
    date: NaiveDate,
) -> Vec<(NaiveDate, ControlMeasure)> {
    control
        .registers
        .all_under::<ControlMeasure>(&format!("{premises}/"), date)
        .into_iter()
        .filter(|(_, measure)| !measure.lifted)
        .map(|(line, measure)| (line.row.from, measure))
        .collect()
}
