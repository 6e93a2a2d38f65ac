use chrono::NaiveDate;

use super::{ControlState, Grid, GridLevel};
use crate::GridId;

impl Grid {
    /// Whether the grid exists on this day.
    #[must_use]
    pub fn valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_until.is_none_or(|until| date <= until)
    }
}

impl ControlState {
    /// The grid and the grids above it, nearest first; empty if it is unknown. Grids that have
    /// ceased to exist still have their path: the records made in them stay.
    #[must_use]
    pub fn path(&self, grid: GridId) -> Vec<GridId> {
        let mut path = Vec::new();
        let mut next = Some(grid);
        while let Some(current) = next {
            let Some(found) = self.grids.get(&current) else {
                break;
            };
            if path.contains(&current) {
                break;
            }
            path.push(current);
            next = found.parent;
        }
        path
    }

    /// The grids directly below this one, in id order, whatever their dates.
    pub fn children(&self, grid: GridId) -> impl Iterator<Item = &Grid> {
        self.grids
            .values()
            .filter(move |below| below.parent == Some(grid))
    }

    /// The small grids（小网格）of a subtree that exist on this day, in id order.
    #[must_use]
    pub fn small_grids(&self, top: GridId, date: NaiveDate) -> Vec<GridId> {
        self.grids
            .values()
            .filter(|grid| grid.level == GridLevel::Small && grid.valid_on(date))
            .map(|grid| grid.grid)
            .filter(|grid| self.is_within(*grid, top))
            .collect()
    }

    /// Whether `grid` is `top` or lies below it.
    #[must_use]
    pub fn is_within(&self, grid: GridId, top: GridId) -> bool {
        self.path(grid).contains(&top)
    }
}
