use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{GridId, UserId};

/// The three levels of the grid（大、中、小网格）of S4-02. Every grid has a log of its own, one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GridLevel {
    /// 大网格: a township.
    Large,
    /// 中网格: an administrative village or community.
    Medium,
    /// 小网格: a villager group, building or courtyard.
    Small,
}

/// A grid（网格）: an area with a parent, members and dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Which.
    pub grid: GridId,
    /// 大、中、小.
    pub level: GridLevel,
    /// The grid above; `None` for the top.
    #[serde(default)]
    pub parent: Option<GridId>,
    /// Code, e.g. `500118119001-02`.
    pub code: String,
    /// Name as people say it.
    pub name: String,
    /// The person answerable for it（责任人）.
    #[serde(default)]
    pub head: Option<UserId>,
    /// First day this grid exists: townships redraw their grids every year.
    pub valid_from: NaiveDate,
    /// Last day, inclusive.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// Boundary as longitude and latitude pairs in microdegrees, WGS-84; empty if not drawn.
    #[serde(default)]
    pub boundary: Vec<(i64, i64)>,
}
