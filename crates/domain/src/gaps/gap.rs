use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{GridId, RecordId};

/// What is missing（空白类型）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// 网格无网格员.
    GridWithoutWorker,
    /// 场所未划入网格.
    PremisesWithoutGrid,
    /// 场所所在网格已撤销.
    PremisesInFormerGrid,
    /// 场所所在网格无网格员.
    PremisesWithoutWorker,
    /// 场所未定位.
    PremisesWithoutPosition,
    /// 场所无责任人.
    PremisesWithoutResponsible,
    /// 从未检查.
    NeverVisited,
}

/// What it is missing of（空白对象）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapSubject {
    /// A small grid.
    Grid(GridId),
    /// A premises.
    Premises(RecordId),
}

/// One gap（管理空白）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// What is missing.
    pub kind: GapKind,
    /// True for premises of a key type, which come first.
    pub key_type: bool,
    /// Of what.
    pub subject: GapSubject,
    /// The grid it is in, if any.
    pub grid: Option<GridId>,
}

/// All gaps of an area（管理空白清单）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapReport {
    /// By kind, key types first, then by id.
    pub gaps: Vec<Gap>,
    /// How many grids were looked at: the denominator of gaps of grids.
    pub grids: u64,
    /// How many premises were looked at: the denominator of all other gaps.
    pub premises: u64,
}

impl GapReport {
    /// How many gaps of each kind there are, and how many of these at key types.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<GapKind, (u64, u64)> {
        let mut counts: BTreeMap<GapKind, (u64, u64)> = BTreeMap::new();
        for gap in &self.gaps {
            let (all, key) = counts.entry(gap.kind).or_default();
            *all += 1;
            *key += u64::from(gap.key_type);
        }
        counts
    }

    /// The gaps of key types alone（S4-16）.
    pub fn key_types(&self) -> impl Iterator<Item = &Gap> {
        self.gaps.iter().filter(|gap| gap.key_type)
    }
}
