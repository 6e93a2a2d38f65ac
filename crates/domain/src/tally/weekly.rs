use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{HazardMeasure, Measures};
use crate::lifecycle::CaseState;
use crate::{GridId, RecordId};

/// What the hazards of a village came to in a week（每周汇总）of S4-10, with the records behind every
/// number, in id order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyRollup {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Found in the week.
    pub found: Vec<RecordId>,
    /// Put right: closed in the week.
    pub fixed: Vec<RecordId>,
    /// Open at its end, or today if it is not over.
    pub open: Vec<RecordId>,
    /// Of these, past their deadline: what could not be put right in time.
    pub overdue: Vec<RecordId>,
}

/// What a village said of a week when it reported it（上报数）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedRollup {
    /// Found.
    pub found: u64,
    /// Put right.
    pub fixed: u64,
    /// Open.
    pub open: u64,
    /// Past their deadline.
    pub overdue: u64,
    /// What it asks of the township.
    pub note: String,
}

/// Rolls a week up（每周汇总）of S4-10; `measures` are those of one village, and of nothing else.
#[must_use]
pub fn weekly_rollup(
    measures: &Measures,
    week: (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> WeeklyRollup {
    let mut rollup = WeeklyRollup::empty(week);
    for (record, hazard) in &measures.hazards {
        rollup.count(*record, hazard, today);
    }
    rollup
}

/// The week of every village（各村每周汇总）of S4-10 in one pass over the hazards of all; `villages` has the
/// village of each grid. What lies in none of these grids is left out.
#[must_use]
pub fn weekly_rollups(
    measures: &Measures,
    villages: &BTreeMap<GridId, GridId>,
    week: (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> BTreeMap<GridId, WeeklyRollup> {
    let mut rollups: BTreeMap<GridId, WeeklyRollup> = villages
        .values()
        .map(|village| (*village, WeeklyRollup::empty(week)))
        .collect();
    for (record, hazard) in &measures.hazards {
        let village = villages.get(&hazard.grid);
        if let Some(rollup) = village.and_then(|village| rollups.get_mut(village)) {
            rollup.count(*record, hazard, today);
        }
    }
    rollups
}

impl WeeklyRollup {
    fn empty((from, until): (NaiveDate, NaiveDate)) -> Self {
        Self {
            from,
            until,
            found: Vec::new(),
            fixed: Vec::new(),
            open: Vec::new(),
            overdue: Vec::new(),
        }
    }

    /// Counts one hazard where it belongs.
    fn count(&mut self, record: RecordId, hazard: &HazardMeasure, today: NaiveDate) {
        let end = self.until.min(today);
        let in_week = |day: NaiveDate| self.from <= day && day <= end;
        let found = hazard.found_on.filter(|day| *day <= end);
        let Some(found_on) = found.filter(|_| hazard.is_real()) else {
            return;
        };
        if in_week(found_on) {
            self.found.push(record);
        }
        match hazard.closed {
            Some(closed) if closed.on <= end => {
                if in_week(closed.on) {
                    self.fixed.push(record);
                }
            }
            _ => {
                self.open.push(record);
                if hazard.due_on.is_some_and(|due| due < end) {
                    self.overdue.push(record);
                }
            }
        }
    }

    /// The fields of the step that reports it, by the names of its table.
    #[must_use]
    pub fn fields(&self, note: &str) -> BTreeMap<String, String> {
        let items: Vec<String> = self.overdue.iter().map(RecordId::to_string).collect();
        let mut fields: BTreeMap<String, String> = [
            ("week", self.from.to_string()),
            ("found", self.found.len().to_string()),
            ("fixed", self.fixed.len().to_string()),
            ("open", self.open.len().to_string()),
            ("overdue", self.overdue.len().to_string()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        for (name, value) in [("items", items.join(",")), ("note", note.trim().to_owned())] {
            if !value.is_empty() {
                fields.insert(name.to_owned(), value);
            }
        }
        fields
    }

    /// Whether a village said the same when it reported.
    #[must_use]
    pub fn agrees(&self, said: &ReportedRollup) -> bool {
        let count = |records: &[RecordId]| u64::try_from(records.len()).unwrap_or(u64::MAX);
        count(&self.found) == said.found
            && count(&self.fixed) == said.fixed
            && count(&self.open) == said.open
            && count(&self.overdue) == said.overdue
    }
}

impl ReportedRollup {
    /// What a case said of the week that begins on this day; `None`: it is about another one.
    #[must_use]
    pub fn of(case: &CaseState, week: NaiveDate) -> Option<Self> {
        if case.field("week") != week.to_string() {
            return None;
        }
        let count = |name: &str| case.field(name).parse().unwrap_or(0);
        let said = case.taken("rollup.report").last()?;
        Some(Self {
            found: count("found"),
            fixed: count("fixed"),
            open: count("open"),
            overdue: count("overdue"),
            note: said.fields.get("note").cloned().unwrap_or_default(),
        })
    }
}
