use std::collections::{BTreeMap, BTreeSet};

use super::{Gap, GapKind, GapReport, GapRules, GapSubject, GridRow};
use crate::{GridId, RecordId};

/// An active premises as the search for gaps sees it（场所数据行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PremisesRow {
    /// Which.
    pub premises: RecordId,
    /// The grid it is in; `None` if it is in none, e.g. after an import.
    pub grid: Option<GridId>,
    /// Category id.
    pub category: String,
    /// Whether it has a position（坐标）.
    pub has_position: bool,
    /// Whether a person is named as responsible for it (S1-14).
    pub has_responsible: bool,
    /// Whether it ever had an accepted inspection.
    pub visited: bool,
}

/// Finds every gap（查找管理空白）in the premises and small grids given. One premises can have
/// several; where the grid itself is missing, its worker is not missed besides.
#[must_use]
pub fn find_gaps(premises: &[PremisesRow], grids: &[GridRow], rules: &GapRules) -> GapReport {
    let workers: BTreeMap<GridId, u32> = grids.iter().map(|it| (it.grid, it.workers)).collect();
    let key_categories: BTreeSet<&str> = rules.key_categories.iter().map(String::as_str).collect();
    let mut gaps: Vec<Gap> = grids
        .iter()
        .filter(|row| row.workers == 0)
        .map(|row| Gap {
            kind: GapKind::GridWithoutWorker,
            key_type: false,
            subject: GapSubject::Grid(row.grid),
            grid: Some(row.grid),
        })
        .collect();
    for row in premises {
        let place = match row.grid.map(|grid| workers.get(&grid)) {
            None => Some(GapKind::PremisesWithoutGrid),
            Some(None) => Some(GapKind::PremisesInFormerGrid),
            Some(Some(0)) => Some(GapKind::PremisesWithoutWorker),
            Some(Some(_)) => None,
        };
        let missing = [
            place,
            (!row.has_position).then_some(GapKind::PremisesWithoutPosition),
            (!row.has_responsible).then_some(GapKind::PremisesWithoutResponsible),
            (!row.visited).then_some(GapKind::NeverVisited),
        ];
        gaps.extend(missing.into_iter().flatten().map(|kind| Gap {
            kind,
            key_type: key_categories.contains(row.category.as_str()),
            subject: GapSubject::Premises(row.premises),
            grid: row.grid,
        }));
    }
    gaps.sort_by_key(|gap| (gap.kind, !gap.key_type, gap.subject));
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    GapReport {
        gaps,
        grids: count(grids.len()),
        premises: count(premises.len()),
    }
}
