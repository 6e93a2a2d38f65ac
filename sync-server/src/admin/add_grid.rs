use wangge_domain::GridId;
use wangge_domain::control::{ControlEvent, ControlState, Grid, GridLevel};

use super::Admin;
use crate::error::RelayStartError;

/// A grid to draw.
#[derive(Clone, Debug)]
pub struct NewGrid {
    /// 大、中、小.
    pub level: GridLevel,
    /// The grid above.
    pub parent: Option<GridId>,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

impl Admin {
    /// Draws a grid, valid from today.
    pub fn add_grid(&self, new: &NewGrid) -> Result<GridId, RelayStartError> {
        let now = self.tenant.now();
        let grid = GridId::mint(now.0, rand::random());
        self.append(&[ControlEvent::GridSet(Grid {
            grid,
            level: new.level,
            parent: new.parent,
            code: new.code.clone(),
            name: new.name.clone(),
            head: None,
            valid_from: now.china_date(),
            valid_until: None,
            boundary: Vec::new(),
        })])?;
        Ok(grid)
    }

    /// All grids.
    pub fn grids(&self) -> Result<Vec<Grid>, RelayStartError> {
        Ok(self.tenant.control()?.grids.values().cloned().collect())
    }

    /// The grid meant: by id, code, or a name that only one has.
    pub fn find_grid(&self, which: &str) -> Result<GridId, RelayStartError> {
        let control = self.tenant.control()?;
        grid_called(&control, which)
    }
}

/// The grid of this id, code, or name that only one has.
pub(crate) fn grid_called(control: &ControlState, which: &str) -> Result<GridId, RelayStartError> {
    let is_it =
        |grid: &&Grid| grid.grid.to_string() == which || grid.code == which || grid.name == which;
    let mut found = control.grids.values().filter(is_it);
    match (found.next(), found.next()) {
        (Some(grid), None) => Ok(grid.grid),
        (None, _) => Err(RelayStartError::invalid(format!(
            "没有网格 {which}（no such grid）"
        ))),
        _ => Err(RelayStartError::invalid(format!(
            "有多个网格叫 {which}，请用编号（several grids have this name）"
        ))),
    }
}
