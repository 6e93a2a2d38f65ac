use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::GridId;

/// How the entries of a sheet stand（登记表达标情况）on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetStanding {
    /// Name of the sheet.
    pub sheet: String,
    /// Chinese name.
    pub zh: String,
    /// Mechanism ids.
    pub rule: String,
    /// The day.
    pub on: NaiveDate,
    /// Entries, and areas or codes without one.
    pub lines: Vec<SheetLine>,
    /// Lines that meet all that is asked.
    pub met: usize,
    /// Hundredths of a percent of all lines, rounded down; `None` if there are none.
    pub basis_points: Option<u64>,
    /// The share over all entries, hundredths of a percent, if the sheet asks for one.
    pub share: Option<u64>,
    /// What is wrong with the whole.
    pub findings: Vec<LineFinding>,
}

/// One entry, or the lack of one（达标明细）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetLine {
    /// Key of the entry; `None`: there is none.
    pub key: Option<String>,
    /// The grid.
    pub area: Option<GridId>,
    /// Its name.
    pub area_name: String,
    /// How it stands.
    pub state: LineState,
    /// What is wrong with it, or will be.
    pub findings: Vec<LineFinding>,
    /// What the entry says.
    pub entry: Map<String, Value>,
}

/// How a line stands（达标状态）, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// 达标.
    Met,
    /// 即将到期.
    Soon,
    /// 不达标.
    Short,
    /// 逾期.
    Overdue,
    /// 缺失.
    Missing,
}

/// What is wrong（不达标事项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineFinding {
    /// In words.
    pub zh: String,
    /// The code that is missing, or the day that has passed; empty if neither.
    pub what: String,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<u64>,
    /// How many are asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<u64>,
}
