use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Map, Value};

use super::entry::{area_of, entry_of, is_set, plain};
use super::{Demand, LineFinding, LineState, Only, Sheet, SheetLine, SheetStanding, Span};
use crate::GridId;
use crate::control::{ControlState, GridLevel};
use crate::policy::PolicyPack;
use crate::register::RegisterLine;

/// How the entries of a sheet stand on a day（登记表达标情况）, as far as a reader sees grids. Entries that are
/// about no grid are seen by all.
#[must_use]
pub fn sheet_standing(
    name: &str,
    sheet: &Sheet,
    control: &ControlState,
    policy: &PolicyPack,
    on: NaiveDate,
    sees: &dyn Fn(GridId) -> bool,
) -> SheetStanding {
    let gauge = Gauge {
        sheet,
        control,
        policy,
        on,
    };
    let rows: Vec<&RegisterLine> = match sheet.span {
        Span::InForce => control.registers.lines_on(name, on).collect(),
        span => control
            .registers
            .latest_lines(name)
            .filter(|line| in_span(span, line.row.from, on))
            .collect(),
    };
    let mut lines: Vec<SheetLine> = rows
        .into_iter()
        .map(|line| gauge.line(line))
        .filter(|line| line.area.is_none_or(sees))
        .collect();
    let entries = lines.len();
    let (mut findings, mut share) = (Vec::new(), None);
    for demand in &sheet.demands {
        let have = lines.get(..entries).unwrap_or_default();
        let lacking = match demand {
            Demand::Areas {
                zh,
                level,
                least,
                only,
            } => gauge.areas(have, (zh, *level, *least, only.as_ref()), sees),
            Demand::Codes {
                zh,
                list,
                field,
                level,
                only,
            } => gauge.codes(have, (zh, list, field, *level, only.as_ref()), sees),
            Demand::Share {
                zh,
                part,
                whole,
                basis_points,
            } => {
                let sum = |name: &str| have.iter().map(|it| number(&it.entry, name)).sum::<u64>();
                share = (sum(part) * 10_000).checked_div(sum(whole));
                if share.is_some_and(|share| share < u64::from(*basis_points)) {
                    findings.push(finding(zh, "", share, Some(u64::from(*basis_points))));
                }
                Vec::new()
            }
            _ => Vec::new(),
        };
        lines.extend(lacking);
    }
    let met = lines
        .iter()
        .filter(|line| line.state <= LineState::Soon)
        .count();
    let basis_points = (met as u64 * 10_000).checked_div(lines.len() as u64);
    for demand in &sheet.demands {
        if let Demand::Rate {
            zh,
            basis_points: wanted,
        } = demand
            && basis_points.is_none_or(|rate| rate < u64::from(*wanted))
        {
            findings.push(finding(zh, "", basis_points, Some(u64::from(*wanted))));
        }
    }
    SheetStanding {
        sheet: name.to_owned(),
        zh: sheet.zh.clone(),
        rule: sheet.rule.clone(),
        on,
        basis_points,
        met,
        lines,
        share,
        findings,
    }
}

fn in_span(span: Span, day: NaiveDate, on: NaiveDate) -> bool {
    let part = |months: u32| day.month0() / months == on.month0() / months;
    day.year() == on.year()
        && match span {
            Span::InForce | Span::Year => true,
            Span::HalfYear => part(6),
            Span::Quarter => part(3),
        }
}

struct Gauge<'a> {
    sheet: &'a Sheet,
    control: &'a ControlState,
    policy: &'a PolicyPack,
    on: NaiveDate,
}

impl Gauge<'_> {
    fn line(&self, line: &RegisterLine) -> SheetLine {
        let entry = entry_of(&line.row);
        let area = area_of(self.sheet, &entry);
        let mut shown = SheetLine {
            key: Some(line.row.key.clone()),
            area,
            area_name: self.name_of(area),
            state: LineState::Met,
            findings: Vec::new(),
            entry,
        };
        for demand in &self.sheet.demands {
            if let Some((state, finding)) = self.judge(demand, &shown.entry) {
                shown.state = shown.state.max(state);
                shown.findings.push(finding);
            }
        }
        shown
    }

    fn name_of(&self, grid: Option<GridId>) -> String {
        let found = grid.and_then(|grid| self.control.grids.get(&grid));
        found.map(|grid| grid.name.clone()).unwrap_or_default()
    }

    /// What a demand finds wrong with one entry.
    fn judge(
        &self,
        demand: &Demand,
        entry: &Map<String, Value>,
    ) -> Option<(LineState, LineFinding)> {
        match demand {
            Demand::Term {
                zh,
                field,
                months,
                soon_days,
            } => {
                let last = date(entry, field)?.checked_add_months(Months::new(*months))?;
                self.runs_out(zh, last, *soon_days)
            }
            Demand::Done {
                zh,
                done,
                soon_days,
                ..
            } => {
                if is_set(entry, done) {
                    return None;
                }
                self.runs_out(zh, demand.due_on(entry)?, *soon_days)
            }
            Demand::Steps { zh, dates, done } => {
                let days = entry.get(dates)?.as_array()?;
                let passed = days
                    .iter()
                    .filter_map(|day| day.as_str()?.parse::<NaiveDate>().ok())
                    .filter(|day| *day < self.on)
                    .count();
                let (passed, done) = (passed as u64, number(entry, done));
                let late = done < passed;
                late.then(|| {
                    (
                        LineState::Overdue,
                        finding(zh, "", Some(done), Some(passed)),
                    )
                })
            }
            Demand::Number {
                zh,
                field,
                least,
                most,
                per,
                only,
            } => {
                if !holds(only.as_ref(), entry) {
                    return None;
                }
                let found = number(entry, field);
                let each = per.as_ref().map_or(1, |per| number(entry, per));
                let least = least.saturating_mul(each);
                let wanted = match most {
                    Some(most) if found > *most => *most,
                    _ if found < least => least,
                    _ => return None,
                };
                Some((LineState::Short, finding(zh, "", Some(found), Some(wanted))))
            }
            Demand::Whole {
                zh,
                field,
                list,
                only,
            } => {
                if !holds(only.as_ref(), entry) {
                    return None;
                }
                let held = entry.get(field).map(plain).unwrap_or_default();
                let held: Vec<&str> = held.split(',').collect();
                let lacking: Vec<&str> = self
                    .list(list)
                    .into_iter()
                    .filter(|code| !held.contains(code))
                    .collect();
                let what = lacking.join(",");
                (!lacking.is_empty()).then(|| (LineState::Short, finding(zh, &what, None, None)))
            }
            Demand::Certified {
                zh,
                field,
                least,
                enforcement,
            } => {
                let people = entry.get(field).map(plain).unwrap_or_default();
                let certified = |user: &crate::UserId| {
                    if *enforcement {
                        self.control.is_enforcer(*user, self.on)
                    } else {
                        self.control.is_certified(*user, self.on)
                    }
                };
                let found = people.split(',').filter_map(|user| user.parse().ok());
                let found = found.filter(certified).count() as u64;
                let wanted = u64::from(*least);
                let short = found < wanted;
                short.then(|| (LineState::Short, finding(zh, "", Some(found), Some(wanted))))
            }
            Demand::Filled { zh, field } => {
                let open = !is_set(entry, field);
                open.then(|| (LineState::Short, finding(zh, "", None, None)))
            }
            Demand::Areas { .. }
            | Demand::Codes { .. }
            | Demand::Share { .. }
            | Demand::Rate { .. } => None,
        }
    }

    fn runs_out(&self, zh: &str, last: NaiveDate, soon: u32) -> Option<(LineState, LineFinding)> {
        let warn = last.checked_sub_days(Days::new(u64::from(soon)))?;
        let state = if last < self.on {
            LineState::Overdue
        } else if warn <= self.on && soon > 0 {
            LineState::Soon
        } else {
            return None;
        };
        Some((state, finding(zh, &last.to_string(), None, None)))
    }

    fn list(&self, name: &str) -> Vec<&str> {
        match name {
            "categories" => {
                let categories = self.policy.categories.list.iter();
                categories.map(|one| one.id.as_str()).collect()
            }
            "departments" => self
                .policy
                .routing
                .departments
                .keys()
                .map(String::as_str)
                .collect(),
            _ => {
                let list = self.policy.cases.lists.get(name);
                let items = list.map(|list| list.items.as_slice()).unwrap_or_default();
                items.iter().map(|entry| entry.code.as_str()).collect()
            }
        }
    }

    fn grids(&self, level: GridLevel, sees: &dyn Fn(GridId) -> bool) -> Vec<GridId> {
        let grids = self.control.grids.values();
        grids
            .filter(|grid| grid.level == level && grid.valid_on(self.on))
            .map(|grid| grid.grid)
            .filter(|grid| sees(*grid))
            .collect()
    }

    fn lacks(&self, area: Option<GridId>, finding: LineFinding) -> SheetLine {
        SheetLine {
            key: None,
            area,
            area_name: self.name_of(area),
            state: LineState::Missing,
            findings: vec![finding],
            entry: Map::new(),
        }
    }

    fn areas(
        &self,
        have: &[SheetLine],
        (zh, level, least, only): (&str, GridLevel, u32, Option<&Only>),
        sees: &dyn Fn(GridId) -> bool,
    ) -> Vec<SheetLine> {
        let grids = self.grids(level, sees).into_iter();
        grids
            .filter_map(|grid| {
                let here = |line: &&SheetLine| {
                    let within = |area| self.control.is_within(area, grid);
                    line.area.is_some_and(within) && holds(only, &line.entry)
                };
                let found = have.iter().filter(here).count() as u64;
                let wanted = u64::from(least);
                let missing = finding(zh, "", Some(found), Some(wanted));
                (found < wanted).then(|| self.lacks(Some(grid), missing))
            })
            .collect()
    }

    fn codes(
        &self,
        have: &[SheetLine],
        (zh, list, field, level, only): (&str, &str, &str, Option<GridLevel>, Option<&Only>),
        sees: &dyn Fn(GridId) -> bool,
    ) -> Vec<SheetLine> {
        let areas: Vec<Option<GridId>> = level.map_or_else(
            || vec![None],
            |level| self.grids(level, sees).into_iter().map(Some).collect(),
        );
        let mut lacking = Vec::new();
        for area in areas {
            for code in self.list(list) {
                let named = have.iter().any(|line| {
                    let said = line.entry.get(field).map(plain).unwrap_or_default();
                    let here = area.is_none_or(|top| {
                        line.area
                            .is_some_and(|area| self.control.is_within(area, top))
                    });
                    here && holds(only, &line.entry) && said.split(',').any(|one| one == code)
                });
                if !named {
                    lacking.push(self.lacks(area, finding(zh, code, None, None)));
                }
            }
        }
        lacking
    }
}

fn holds(only: Option<&Only>, entry: &Map<String, Value>) -> bool {
    only.is_none_or(|only| only.holds(entry))
}

fn date(entry: &Map<String, Value>, field: &str) -> Option<NaiveDate> {
    entry.get(field)?.as_str()?.trim().parse().ok()
}

/// A number, or how many a field holds.
fn number(entry: &Map<String, Value>, field: &str) -> u64 {
    match entry.get(field) {
        Some(Value::Array(values)) => values.len() as u64,
        Some(value) => value.as_u64().unwrap_or(0),
        None => 0,
    }
}

fn finding(zh: &str, what: &str, found: Option<u64>, wanted: Option<u64>) -> LineFinding {
    LineFinding {
        zh: zh.to_owned(),
        what: what.to_owned(),
        found,
        wanted,
    }
}
