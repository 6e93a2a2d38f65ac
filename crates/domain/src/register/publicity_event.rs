use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::GridId;
use crate::control::ControlState;

/// A day of training or publicity（培训、宣传日）of S4-12; its first day is the day. Attendance stands in the
/// register of training under its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicityEvent {
    /// Where: a grid of any level.
    pub grid: GridId,
    /// What.
    pub kind: PublicityKind,
    /// 主题.
    pub title: String,
    /// 资料: what is handed out or shown, in words.
    #[serde(default)]
    pub material: String,
    /// How many people came; `None` until it was held.
    #[serde(default)]
    pub attended: Option<u32>,
}

/// What is held（活动类别）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicityKind {
    /// 每季度培训.
    QuarterlyTraining,
    /// 每月宣传日.
    PublicityDay,
}

impl RegisterEntry for PublicityEvent {
    const REGISTER: &'static str = "publicity_event";
    const ZH: &'static str = "培训宣传日历";
    const RULE: &'static str = "S4-12";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if self.title.trim().is_empty() {
            return refuse("event_untitled", "活动没有主题");
        }
        if !control.grids.contains_key(&self.grid) {
            return refuse("grid_unknown", "没有这个网格");
        }
        if row.until != Some(row.from) {
            return refuse("event_of_one_day", "活动须为一天");
        }
        Ok(())
    }

    fn area(&self) -> Option<GridId> {
        Some(self.grid)
    }
}

/// What a grid has missed of a year up to a day（缺办清单）: months without a publicity day and quarters
/// without a training that was held, the current ones left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublicityGaps {
    /// Months, 1 to 12.
    pub months: Vec<u32>,
    /// Quarters, 1 to 4.
    pub quarters: Vec<u32>,
}

/// Finds what a grid has missed (S4-12).
#[must_use]
pub fn publicity_gaps(book: &RegisterBook, grid: GridId, date: NaiveDate) -> PublicityGaps {
    let (mut months, mut quarters) = (BTreeSet::new(), BTreeSet::new());
    for (line, event) in book.latest::<PublicityEvent>() {
        let on = line.row.from;
        let held = event.grid == grid && event.attended.is_some_and(|people| people > 0);
        if !held || on.year() != date.year() || on > date {
            continue;
        }
        match event.kind {
            PublicityKind::PublicityDay => months.insert(on.month()),
            PublicityKind::QuarterlyTraining => quarters.insert(on.month0() / 3 + 1),
        };
    }
    PublicityGaps {
        months: (1..date.month())
            .filter(|it| !months.contains(it))
            .collect(),
        quarters: (1..date.month0() / 3 + 1)
            .filter(|it| !quarters.contains(it))
            .collect(),
    }
}
