use std::collections::{BTreeMap, BTreeSet};

use super::Recusal;
use crate::{GridId, RecordId, UserId};

/// The recusals that follow from the grids（本网格回避）: nobody is drawn to inspect premises of a
/// grid he answers for. `homes` is the path of grids above each target.
#[must_use]
pub fn own_grid_recusals(
    homes: &BTreeMap<RecordId, Vec<GridId>>,
    answers_for: &BTreeMap<UserId, BTreeSet<GridId>>,
) -> Vec<Recusal> {
    let mut recusals = Vec::new();
    for (target, path) in homes {
        for (inspector, grids) in answers_for {
            if path.iter().any(|grid| grids.contains(grid)) {
                recusals.push(Recusal {
                    inspector: *inspector,
                    target: *target,
                    reason: "own_grid".to_owned(),
                    note: String::new(),
                });
            }
        }
    }
    recusals
}
