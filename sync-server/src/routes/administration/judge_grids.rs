use wangge_domain::GridId;
use wangge_domain::control::{ControlEvent, Grid, GridLevel};

use super::change::{GridChange, GridClose};
use super::problem::{ChangeProblem, text};
use super::standing::Standing;

const OPERATION: &str = "grid_manage";
/// Points of a boundary.
const MOST_POINTS: usize = 2_000;

impl Standing<'_> {
    /// The grid of this id, or of this code among those in force.
    pub(super) fn grid_named(&self, field: &str, which: &str) -> Result<GridId, ChangeProblem> {
        let today = self.now.china_date();
        let by_id = which
            .parse::<GridId>()
            .ok()
            .filter(|grid| self.control.grids.contains_key(grid));
        by_id
            .or_else(|| {
                let mut all = self.control.grids.values();
                all.find(|grid| grid.code == which && grid.valid_until.is_none_or(|it| it >= today))
                    .map(|grid| grid.grid)
            })
            .ok_or_else(|| ChangeProblem::unknown(field, "没有这个网格", "no such grid"))
    }

    fn managed(&self, field: &str, grid: GridId) -> Result<(), ChangeProblem> {
        if self.covers(OPERATION, grid) {
            return Ok(());
        }
        let zh = "该网格不在您的管理范围内";
        let en = "the grid is outside of what you manage";
        Err(ChangeProblem::forbidden(field, zh, en))
    }

    pub(super) fn judge_grid(&self, it: &GridChange) -> Result<ControlEvent, ChangeProblem> {
        let held = match &it.grid {
            Some(id) => {
                let grid = self.grid_named("grid", id)?;
                self.managed("grid", grid)?;
                self.control.grids.get(&grid)
            }
            None => None,
        };
        let parent = match &it.parent {
            Some(which) => Some(self.grid_named("parent", which)?),
            None => held.and_then(|held| held.parent),
        };
        match parent {
            Some(parent) => self.managed("parent", parent)?,
            // A top: only whoever manages everything draws one.
            None if self.is_tenant_wide(OPERATION) || held.is_some() => {}
            None => return Err(ChangeProblem::required("parent")),
        }
        let code = match (&it.code, held) {
            (Some(code), _) => text("code", code, 60)?,
            (None, Some(held)) => held.code.clone(),
            (None, None) => return Err(ChangeProblem::required("code")),
        };
        let name = match (&it.name, held) {
            (Some(name), _) => text("name", name, 60)?,
            (None, Some(held)) => held.name.clone(),
            (None, None) => return Err(ChangeProblem::required("name")),
        };
        let level = it.level.or_else(|| held.map(|held| held.level));
        let grid = held.map_or_else(
            || GridId::mint(self.now.0, rand::random()),
            |held| held.grid,
        );
        let taken = self.grid_named("code", &code).ok();
        if taken.is_some_and(|other| other != grid) {
            let zh = "这个代码已被另一网格使用";
            let en = "the code belongs to another grid";
            return Err(ChangeProblem::new("code", "taken", zh, en));
        }
        let head = match &it.head {
            Some(id) if id.is_empty() => None,
            Some(id) => Some(self.head(id)?),
            None => held.and_then(|held| held.head),
        };
        Ok(ControlEvent::GridSet(Grid {
            grid,
            level: level.ok_or_else(|| ChangeProblem::required("level"))?,
            parent,
            code,
            name,
            head,
            valid_from: it
                .valid_from
                .or_else(|| held.map(|held| held.valid_from))
                .unwrap_or_else(|| self.now.china_date()),
            valid_until: held.and_then(|held| held.valid_until),
            boundary: match &it.boundary {
                Some(points) => boundary(points)?,
                None => held.map(|held| held.boundary.clone()).unwrap_or_default(),
            },
        }))
    }

    fn head(&self, id: &str) -> Result<wangge_domain::UserId, ChangeProblem> {
        id.parse()
            .ok()
            .filter(|user| self.control.people.contains_key(user))
            .ok_or_else(|| ChangeProblem::unknown("head", "没有这个人", "no such person"))
    }

    pub(super) fn judge_grid_close(&self, it: &GridClose) -> Result<ControlEvent, ChangeProblem> {
        let grid = self.grid_named("grid", &it.grid)?;
        self.managed("grid", grid)?;
        let today = self.now.china_date();
        if self
            .control
            .children(grid)
            .any(|below| below.valid_on(today))
        {
            let zh = "下面还有在用的网格，请先撤销或移走";
            let en = "there are grids in force below it";
            return Err(ChangeProblem::new("grid", "rule", zh, en));
        }
        let found = self.control.grids.get(&grid);
        let members = self.control.members_of(grid, self.now);
        if !members.is_empty() && found.is_some_and(|it| it.level == GridLevel::Small) {
            let zh = "网格还有网格员，请先调整其角色";
            let en = "the grid still has members";
            return Err(ChangeProblem::new("grid", "rule", zh, en));
        }
        Ok(ControlEvent::GridClosed {
            grid,
            reason: text("reason", &it.reason, 300)?,
        })
    }
}

fn boundary(points: &[(i64, i64)]) -> Result<Vec<(i64, i64)>, ChangeProblem> {
    let on_earth = |(x, y): &(i64, i64)| x.abs() <= 180_000_000 && y.abs() <= 90_000_000;
    if points.len() > MOST_POINTS || !points.iter().all(on_earth) {
        let zh = "边界点过多，或坐标不在地球上";
        let en = "too many points, or not on earth";
        return Err(ChangeProblem::new("boundary", "range", zh, en));
    }
    Ok(points.to_vec())
}
