use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use wangge_domain::control::{ControlState, GridLevel};
use wangge_domain::evaluation::{
    Circular, EvaluationPeriod, FailedRun, PeriodKind, RankEntry, Ranked, Snapshot, TownshipRules,
    circular, failed_runs, rank,
};
use wangge_domain::{GridId, Timestamp};

/// A ranking（考核排名）of frozen figures with the facts of its circular（通报）.
pub(crate) struct RankedPeriod {
    /// The best first; the vetoed and those without a score last, without a place.
    pub(crate) lines: Vec<Ranked>,
    /// Who is praised and who is criticized, and the snapshots it rests on.
    pub(crate) circular: Circular,
    /// When the last of its snapshots was frozen; `None`: it rests on none.
    pub(crate) frozen_at: Option<Timestamp>,
}

/// The grids of a level that a ranking is of（参评单位）: of `top` those in it, without one all; those that
/// were there in the period.
pub(crate) fn ranked_grids(
    control: &ControlState,
    period: &EvaluationPeriod,
    level: GridLevel,
    top: Option<GridId>,
) -> BTreeSet<GridId> {
    let grids = control.grids.values();
    grids
        .filter(|grid| grid.level == level && grid.valid_from <= period.last)
        .filter(|grid| grid.valid_until.is_none_or(|last| period.first <= last))
        .map(|grid| grid.grid)
        .filter(|grid| top.is_none_or(|top| control.is_within(*grid, top)))
        .collect()
}

/// Ranks what was frozen of these scopes in a period; those of `expected` without frozen figures have
/// no result. Of `all` those of the period and of the one before count.
pub(crate) fn ranked(
    all: &[&Snapshot],
    expected: &BTreeSet<GridId>,
    period: EvaluationPeriod,
    rules: &TownshipRules,
) -> RankedPeriod {
    let scores = |of: &EvaluationPeriod| -> BTreeMap<GridId, &Snapshot> {
        let found = all.iter().filter(|it| it.period == *of);
        found.filter_map(|it| Some((it.scope?, *it))).collect()
    };
    let (now, before) = (scores(&period), scores(&period.before()));
    let score = |it: &Snapshot| it.score.as_ref().and_then(|score| score.hundredths);
    let entries: Vec<RankEntry> = now
        .iter()
        .map(|(scope, it)| RankEntry {
            scope: *scope,
            hundredths: score(it),
            grade: it.score.as_ref().and_then(|score| score.grade.clone()),
            before: before.get(scope).and_then(|it| score(it)),
            vetoed: it
                .score
                .as_ref()
                .is_some_and(|score| !score.vetoes.is_empty()),
            undone: it.score.as_ref().is_some_and(|score| score.undone),
        })
        .collect();
    let lines = rank(&entries);
    let hashes = now.values().map(|it| it.hash()).collect();
    let unfrozen = expected.iter().filter(|grid| !now.contains_key(grid));
    let unfrozen: Vec<GridId> = unfrozen.copied().collect();
    RankedPeriod {
        circular: circular(period, &lines, &unfrozen, hashes, rules),
        lines,
        frozen_at: now.values().map(|it| it.frozen_at).max(),
    }
}

/// Years in a row in which a grid failed（连续不合格）of S2-02, of the frozen `years` that were over when the
/// period was.
pub(crate) fn failed_until<'a>(
    years: impl IntoIterator<Item = &'a Snapshot>,
    scope: GridId,
    period: &EvaluationPeriod,
    rules: &TownshipRules,
) -> Vec<FailedRun> {
    let mut by_year = BTreeMap::new();
    for it in years {
        let counts = it.scope == Some(scope) && it.period.last <= period.last;
        let score = it.score.as_ref().filter(|_| counts);
        if let Some(score) = score.filter(|score| score.grade.is_some()) {
            by_year.insert(it.period.first.year(), score.failed);
        }
    }
    failed_runs(&by_year, rules)
}

/// The runs of failed years that the circular of a year tells: those that the year is the last of.
pub(crate) fn failed_with(
    years: &[&Snapshot],
    lines: &[Ranked],
    period: &EvaluationPeriod,
    rules: &TownshipRules,
) -> Vec<(GridId, FailedRun)> {
    if period.kind != PeriodKind::Year {
        return Vec::new();
    }
    let scopes = lines.iter().map(|line| line.scope);
    let runs = scopes.flat_map(|scope| {
        let runs = failed_until(years.iter().copied(), scope, period, rules);
        runs.into_iter().map(move |run| (scope, run))
    });
    runs.filter(|(_, run)| run.to == period.last.year())
        .collect()
}
