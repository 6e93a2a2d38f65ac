use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::{ControlState, GridLevel};
use crate::{GridId, UserId};

/// The team of a village（村应急消防管理工作组，一组一队一员）of S0-12 and S2-08. The key of its row is the village's
/// id; a hand-over is a new row, and the rows before it are the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageTeam {
    /// The village's grid 中网格.
    pub village: GridId,
    /// 组长: the secretary of the village.
    #[serde(default)]
    pub head: Option<UserId>,
    /// 领导小组成员, by name; the head is not among them.
    #[serde(default)]
    pub group: Vec<String>,
    /// 综合救援队员, by name.
    #[serde(default)]
    pub rescue: Vec<String>,
    /// 应急消防管理员.
    #[serde(default)]
    pub manager: Option<UserId>,
}

impl RegisterEntry for VillageTeam {
    const REGISTER: &'static str = "village_team";
    const ZH: &'static str = "村级应急消防组织";
    const RULE: &'static str = "S0-12";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.village.to_string() {
            return refuse("key_mismatch", "条目键应为村（社区）网格编号");
        }
        let grid = control.grids.get(&self.village);
        if grid.is_none_or(|grid| grid.level != GridLevel::Medium) {
            return refuse("village_unknown", "没有这个村（中网格）");
        }
        let mut people = self.head.iter().chain(&self.manager);
        if people.any(|user| !control.people.contains_key(user)) {
            return refuse("person_unknown", "没有这个人员");
        }
        Ok(())
    }

    fn area(&self) -> Option<GridId> {
        Some(self.village)
    }
}

impl VillageTeam {
    /// The team of the village that a grid lies in, on a day; `None`: nobody entered one.
    #[must_use]
    pub fn over(control: &ControlState, grid: GridId, date: NaiveDate) -> Option<Self> {
        let above = control.path(grid).into_iter();
        let mut teams = above.filter_map(|grid| {
            let key = grid.to_string();
            control.registers.get::<Self>(&key, date)
        });
        teams.next()
    }

    /// Names of who walks its round（检查组成员）: its head, its manager, its group. The rescue team does not.
    #[must_use]
    pub fn members(&self, control: &ControlState) -> BTreeSet<String> {
        let officials = self.head.iter().chain(&self.manager);
        let officials = officials.filter_map(|user| control.people.get(user));
        let officials = officials.map(|person| person.name.clone());
        officials.chain(self.group.iter().cloned()).collect()
    }
}

/// What a village lacks（一组一队一员缺项）of S2-08.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VillageGap {
    /// The village.
    pub village: GridId,
    /// `group` 一组, `rescue` 一队, `manager` 一员, `head` 组长.
    pub missing: Vec<&'static str>,
}

/// The villages whose team is not complete on a day（组织缺项清单）, those without any among them. The
/// manager must hold a valid certificate of training (S3-15).
#[must_use]
pub fn village_gaps(control: &ControlState, date: NaiveDate) -> Vec<VillageGap> {
    control
        .grids
        .values()
        .filter(|grid| grid.level == GridLevel::Medium && grid.valid_on(date))
        .filter_map(|grid| {
            let team = control
                .registers
                .get::<VillageTeam>(&grid.grid.to_string(), date);
            let certified = |user: UserId| control.is_certified(user, date);
            let lacks = |holds: bool, code: &'static str| (!holds).then_some(code);
            let of = |test: &dyn Fn(&VillageTeam) -> bool| team.as_ref().is_some_and(test);
            let missing: Vec<&'static str> = [
                lacks(of(&|team| !team.group.is_empty()), "group"),
                lacks(of(&|team| !team.rescue.is_empty()), "rescue"),
                lacks(of(&|team| team.manager.is_some_and(certified)), "manager"),
                lacks(of(&|team| team.head.is_some()), "head"),
            ]
            .into_iter()
            .flatten()
            .collect();
            (!missing.is_empty()).then_some(VillageGap {
                village: grid.grid,
                missing,
            })
        })
        .collect()
}
