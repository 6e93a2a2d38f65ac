use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::control::{ControlState, Grid, GridLevel};
use crate::evaluation::EvaluationPeriod;
use crate::people::{Role, RoleGrant, Scope};
use crate::{GridId, UserId};

/// That a worker answered for a small grid, from one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSpan {
    /// Who.
    pub worker: UserId,
    /// First day, within the period.
    pub first: NaiveDate,
    /// Last day, within the period.
    pub last: NaiveDate,
}

/// Who answered for which small grid on the days of a period that have come, by the grants as they
/// began and ended. Who holds a grid at the end of a day answered for it on that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    spans: BTreeMap<GridId, Vec<AnswerSpan>>,
    first: NaiveDate,
    closing: NaiveDate,
}

impl Answering {
    /// Of the small grids of `top`, or of all, past ones among them.
    #[must_use]
    pub fn over(
        control: &ControlState,
        top: Option<GridId>,
        period: &EvaluationPeriod,
        today: NaiveDate,
    ) -> Self {
        let closing = period.last.min(today);
        Self::between(control, top, period.first.min(closing), closing)
    }

    /// The same over the whole history of roles until today.
    #[must_use]
    pub fn ever(control: &ControlState, top: Option<GridId>, today: NaiveDate) -> Self {
        Self::between(control, top, NaiveDate::MIN, today)
    }

    fn between(
        control: &ControlState,
        top: Option<GridId>,
        first: NaiveDate,
        closing: NaiveDate,
    ) -> Self {
        let mut grants: BTreeMap<GridId, Vec<&RoleGrant>> = BTreeMap::new();
        let workers = control.grants.iter();
        for grant in workers.filter(|grant| grant.role == Role::GridWorker) {
            if let Scope::Subtree(over) = grant.scope {
                grants.entry(over).or_default().push(grant);
            }
        }
        let mut spans: BTreeMap<GridId, Vec<AnswerSpan>> = BTreeMap::new();
        let small = control.grids.values();
        for grid in small.filter(|grid| grid.level == GridLevel::Small) {
            let path = control.path(grid.grid);
            if top.is_some_and(|top| !path.contains(&top)) {
                continue;
            }
            let held = path.iter().filter_map(|over| grants.get(over)).flatten();
            let held = held.filter_map(|grant| span(grant, grid, first, closing));
            spans.insert(grid.grid, held.collect());
        }
        Self {
            spans,
            first,
            closing,
        }
    }

    /// The last day that counts: the last of the period, or today.
    #[must_use]
    pub fn closing(&self) -> NaiveDate {
        self.closing
    }

    /// Everybody who answered for a grid on any of the days, in id order.
    #[must_use]
    pub fn workers(&self) -> BTreeSet<UserId> {
        let spans = self.spans.values().flatten();
        spans.map(|span| span.worker).collect()
    }

    /// Whether a worker answered for a grid on a day, or, without a worker, nobody did. A day beyond
    /// those that count is as the nearest of them.
    #[must_use]
    pub fn answers(&self, worker: Option<UserId>, grid: GridId, day: NaiveDate) -> bool {
        let day = day.min(self.closing).max(self.first);
        let spans = self.spans.get(&grid).into_iter().flatten();
        let mut there = spans.filter(|span| span.first <= day && day <= span.last);
        match worker {
            Some(worker) => there.any(|span| span.worker == worker),
            None => there.next().is_none(),
        }
    }

    /// Who alone answered for a grid on a day; `None`: nobody, or two of them together. A day beyond
    /// those that count is as the nearest of them.
    #[must_use]
    pub fn sole(&self, grid: GridId, day: NaiveDate) -> Option<UserId> {
        let day = day.min(self.closing).max(self.first);
        let spans = self.spans.get(&grid).into_iter().flatten();
        let mut there = spans.filter(|span| span.first <= day && day <= span.last);
        let one = there.next()?.worker;
        // Who holds a grid twice over, as its own and with its village, is one person.
        there.all(|span| span.worker == one).then_some(one)
    }

    /// The grids that a worker answered for on any of the days; without a worker those that nobody
    /// answered for on some day.
    #[must_use]
    pub fn grids_of(&self, worker: Option<UserId>) -> BTreeSet<GridId> {
        let grids = self.spans.iter().filter(|(_, spans)| match worker {
            Some(worker) => spans.iter().any(|span| span.worker == worker),
            None => self.has_gap(spans),
        });
        grids.map(|(grid, _)| *grid).collect()
    }

    /// The grids that a worker, or nobody, answered for on the last day that counts.
    #[must_use]
    pub fn grids_at_close(&self, worker: Option<UserId>) -> BTreeSet<GridId> {
        let grids = self.spans.keys().copied();
        grids
            .filter(|grid| self.answers(worker, *grid, self.closing))
            .collect()
    }

    /// From when to when a worker answered for which grid, in the order of the grids.
    pub fn spans_of(&self, worker: UserId) -> impl Iterator<Item = (GridId, &AnswerSpan)> {
        let all = self.spans.iter();
        let all = all.flat_map(|(grid, spans)| spans.iter().map(move |span| (*grid, span)));
        all.filter(move |(_, span)| span.worker == worker)
    }

    /// Whether there is a day that none of the spans has.
    fn has_gap(&self, spans: &[AnswerSpan]) -> bool {
        let mut open = self.first;
        let mut sorted: Vec<&AnswerSpan> = spans.iter().collect();
        sorted.sort_by_key(|span| span.first);
        for span in sorted {
            if open < span.first {
                return true;
            }
            if open <= span.last {
                open = span.last.succ_opt().unwrap_or(span.last);
            }
        }
        open <= self.closing
    }
}

/// The days from `first` to `closing` at whose end a grant held, as far as there was the grid.
fn span(
    grant: &RoleGrant,
    grid: &Grid,
    first: NaiveDate,
    closing: NaiveDate,
) -> Option<AnswerSpan> {
    let last = match grant.until {
        // What ends in the course of a day does not hold at its end.
        Some(until) => until.china_date().pred_opt()?,
        None => closing,
    };
    let gone = grid.valid_until.unwrap_or(closing);
    let first = first.max(grant.from.china_date()).max(grid.valid_from);
    let last = last.min(gone).min(closing);
    (first <= last).then_some(AnswerSpan {
        worker: grant.user,
        first,
        last,
    })
}
