use serde::{Deserialize, Serialize};
use wangge_domain::GridId;
use wangge_domain::control::{ControlState, Grid, GridLevel};

use super::ImportFile;

/// What a document says how many there are below a grid（汇总数）: an import that does not come to the same
/// is refused whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportTotal {
    /// The grid, e.g. the township.
    pub grid: GridId,
    /// Villages（中网格）below it.
    #[serde(default)]
    pub villages: Option<usize>,
    /// Small grids（小网格）below it.
    #[serde(default)]
    pub small_grids: Option<usize>,
}

/// Why an import is refused（导入错误）; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The numbers stated are not those of the file.
    #[error("S4-20: {grid}写明{level}{stated}个，实有{found}个（the numbers do not add up）")]
    DoNotAddUp {
        /// Name of the grid.
        grid: String,
        /// What was counted.
        level: &'static str,
        /// How many are stated.
        stated: usize,
        /// How many there are.
        found: usize,
    },
    /// Numbers are stated of a grid that nobody knows.
    #[error("S4-20: 汇总数所指网格{grid}不存在（the grid of the totals is not there）")]
    UnknownGrid {
        /// Its id.
        grid: GridId,
    },
}

impl ImportError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DoNotAddUp { .. } => "totals_do_not_add_up",
            Self::UnknownGrid { .. } => "totals_of_unknown_grid",
        }
    }
}

/// Whether the grids of a file, with those that stand already, come to the numbers stated.
pub(super) fn check_totals(control: &ControlState, file: &ImportFile) -> Result<(), ImportError> {
    let standing = control.grids.values();
    let standing = standing.filter(|known| file.grids.iter().all(|one| one.grid != known.grid));
    let all: Vec<&Grid> = standing.chain(&file.grids).collect();
    for total in &file.totals {
        let top = all.iter().find(|one| one.grid == total.grid);
        let top = top.ok_or(ImportError::UnknownGrid { grid: total.grid })?;
        for (level, zh, stated) in [
            (GridLevel::Medium, "中网格（村）", total.villages),
            (GridLevel::Small, "小网格", total.small_grids),
        ] {
            let found = all
                .iter()
                .filter(|one| one.level == level && lies_below(&all, one, total.grid))
                .count();
            if let Some(stated) = stated.filter(|stated| *stated != found) {
                return Err(ImportError::DoNotAddUp {
                    grid: top.name.clone(),
                    level: zh,
                    stated,
                    found,
                });
            }
        }
    }
    Ok(())
}

fn lies_below(all: &[&Grid], grid: &Grid, top: GridId) -> bool {
    let mut next = grid.parent;
    // No tree is deeper than its number of grids; a ring ends here too.
    for _ in 0..all.len() {
        match next {
            Some(parent) if parent == top => return true,
            Some(parent) => {
                let above = all.iter().find(|one| one.grid == parent);
                next = above.and_then(|above| above.parent);
            }
            None => return false,
        }
    }
    false
}
