use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::{GridId, UserId};

/// A slot that is to be filled（岗位设置）of S4-24: one leader and three inspectors in the first level,
/// managers in the second. The key of its row is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSlot {
    /// The grid it belongs to.
    pub grid: GridId,
    /// 岗位名称.
    pub zh: String,
    /// How many people it takes.
    pub people: u32,
    /// Who holds it.
    pub holders: BTreeSet<UserId>,
}

impl RegisterEntry for RoleSlot {
    const REGISTER: &'static str = "role_slot";
    const ZH: &'static str = "岗位设置";
    const RULE: &'static str = "S4-24";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, _row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if !control.grids.contains_key(&self.grid) {
            return refuse("grid_unknown", "没有这个网格");
        }
        if self.zh.trim().is_empty() || self.people == 0 {
            return refuse("slot_incomplete", "岗位没有名称或人数为零");
        }
        if self
            .holders
            .iter()
            .any(|user| !control.people.contains_key(user))
        {
            return refuse("person_unknown", "没有这个人员");
        }
        if u32::try_from(self.holders.len()).unwrap_or(u32::MAX) > self.people {
            return refuse("slot_overfilled", "在岗人数超过岗位人数");
        }
        Ok(())
    }

    fn area(&self) -> Option<GridId> {
        Some(self.grid)
    }
}

/// A slot that is not filled（空缺岗位）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Vacancy {
    /// Key of the slot.
    pub key: String,
    /// The grid.
    pub grid: GridId,
    /// 岗位名称.
    pub zh: String,
    /// People it takes.
    pub people: u32,
    /// People missing.
    pub short: u32,
}

/// The slots that are not filled on a day（空缺清单）of S4-24, by key.
#[must_use]
pub fn vacancies(control: &ControlState, date: NaiveDate) -> Vec<Vacancy> {
    control
        .registers
        .all::<RoleSlot>(date)
        .into_iter()
        .filter_map(|(line, slot)| {
            let held = u32::try_from(slot.holders.len()).unwrap_or(u32::MAX);
            let short = slot.people.saturating_sub(held);
            (short > 0).then(|| Vacancy {
                key: line.row.key.clone(),
                grid: slot.grid,
                zh: slot.zh,
                people: slot.people,
                short,
            })
        })
        .collect()
}
