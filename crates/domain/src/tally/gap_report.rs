use super::Measures;
use crate::control::ControlState;
use crate::gaps::{GapReport, GapRules, PremisesRow, find_gaps, grid_rows};
use crate::{GridId, Timestamp};

/// The gaps of an area（管理空白）of S4-23 and S0-23 by the measures of it: premises in no grid, in a
/// former one or in one without a worker, without a position, a responsible person or a visit; grids
/// without a worker. Without `top` of the whole tenant.
#[must_use]
pub fn gap_report(
    measures: &Measures,
    control: &ControlState,
    rules: &GapRules,
    top: Option<GridId>,
    at: Timestamp,
) -> GapReport {
    let roots = control.grids.values().filter(|grid| grid.parent.is_none());
    let tops: Vec<GridId> = match top {
        Some(top) => vec![top],
        None => roots.map(|grid| grid.grid).collect(),
    };
    let grids: Vec<_> = tops
        .iter()
        .flat_map(|top| grid_rows(control, *top, at))
        .collect();
    let visited = measures.all_visits();
    let premises: Vec<PremisesRow> = measures
        .premises
        .iter()
        .filter(|(_, it)| it.is_active())
        .map(|(id, it)| PremisesRow {
            premises: *id,
            grid: control.grids.contains_key(&it.grid).then_some(it.grid),
            category: it.category().to_owned(),
            has_position: it.position.is_some(),
            has_responsible: it.responsible_named,
            visited: it.census.is_some() || visited.contains_key(id),
        })
        .collect();
    find_gaps(&premises, &grids, rules)
}
