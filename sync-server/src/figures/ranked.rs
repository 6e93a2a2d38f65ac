use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::{ControlState, GridLevel};
use wangge_domain::evaluation::{
    Circular, EvaluationPeriod, RankEntry, Ranked, Snapshot, TownshipRules, circular, rank,
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
