use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::checklist::Condition;

/// Categories of premises（场所分类）with their selectable threshold profiles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRules {
    /// The profile in force: a key of `profiles`.
    pub profile: String,
    /// The threshold sets a county may choose from, with their Chinese names.
    pub profiles: BTreeMap<String, String>,
    /// The categories in the order a screen shows them.
    pub list: Vec<Category>,
    /// Rules that put a premises under key control（重点管控）.
    pub key_control: Vec<KeyControlRule>,
}

/// One category（类别）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// `small_shop`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// 人员密集场所 or another, for the count of elements of a major hazard.
    pub kind: PlaceKind,
    /// Code of its checklist, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checklist: Option<String>,
    /// One of the nine small places（九小场所）.
    #[serde(default)]
    pub nine_small: bool,
    /// A premises of this category that meets the condition counts as the other one for risk,
    /// e.g. ten beds make `rental_large` of `rental_housing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts_as: Option<CountsAs>,
    /// Thresholds by profile; above them it is no *small* place any more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<String, Threshold>,
}

/// Kind of place（场所性质）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// 人员密集场所.
    Crowded,
    /// Any other.
    Other,
}

/// A stricter category that a premises may count as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountsAs {
    /// Category id.
    pub category: String,
    /// On this condition.
    pub when: Condition,
}

/// Limits of a category under one profile（规模界限）. Limits are inclusive: 以下 includes the number
/// itself, so 300 m² is within 300 and 300.01 m² is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Whether all limits must be kept, or one is enough.
    pub within: WithinRule,
    /// The limits; one that names sub-types holds for these only.
    pub limits: Vec<Limit>,
}

/// How several limits combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithinRule {
    /// 且: within only if all are kept.
    All,
    /// 或: within if any is kept.
    Any,
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What is measured.
    pub field: LimitField,
    /// The greatest that is still within, inclusive.
    pub max: i64,
    /// Sub-types it holds for; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_types: Vec<String>,
}

/// What a limit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitField {
    /// 建筑面积, square meters.
    AreaSquareMeters,
    /// 床位.
    Beds,
    /// 额定就餐人数.
    Diners,
    /// 学生人数.
    Pupils,
    /// 职工人数.
    Staff,
    /// 集体宿舍人数.
    DormitoryPersons,
    /// 所在楼层.
    FloorLevel,
}

/// Puts a premises under key control（重点管控）and makes tasks, e.g. S3-22.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyControlRule {
    /// Stable code; its words are the label `key_control.{code}`.
    pub code: String,
    /// Condition on the facts of the premises.
    pub when: Condition,
    /// Tasks it makes; words are the labels `task.{code}`.
    pub tasks: Vec<String>,
    /// Mechanism id or document.
    pub rule: String,
}

impl CategoryRules {
    /// The category of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Category> {
        self.list.iter().find(|category| category.id == id)
    }
}
