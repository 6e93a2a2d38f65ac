use serde::{Deserialize, Serialize};

use super::{AnswerType, Condition, Polarity};
use crate::calendar::DeadlineSpec;

/// When an item needs a photo（拍照要求）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoRule {
    /// Whenever the item applies.
    Always,
    /// If it fails.
    OnFail,
    /// Never demanded.
    Optional,
}

/// How grave a failed item is（隐患级别）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemSeverity {
    /// 一般隐患.
    General,
    /// 疑似重大, to be judged: only the fire and rescue body may call it major.
    Major,
}

/// What a number or text may be（填写约束）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constraint {
    /// The least number that can be meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The greatest number that can be meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Above this, `pass` is doubtful: an advice, for there are exceptions (a family in a room).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass_at_most: Option<i64>,
    /// The longest text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_chars: Option<u32>,
}

/// One question of a checklist（检查项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// `RH-01`, unique in the pack.
    pub id: String,
    /// The same question across checklists, e.g. `EXIT`: what makes a hazard a repeat.
    pub common_key: String,
    /// Heading it stands under.
    pub group: String,
    /// The question in plain words.
    pub question: String,
    /// What to look at（怎么查, S0-29）.
    pub how_to_check: String,
    /// How it is answered.
    pub answer_type: AnswerType,
    /// Which way the question is put.
    pub polarity: Polarity,
    /// Words of the button for a pass.
    pub pass_label: String,
    /// Words of the button for a fail.
    pub fail_label: String,
    /// Photo rule.
    pub photo: PhotoRule,
    /// Severity if it fails.
    pub severity_on_fail: ItemSeverity,
    /// Life is threatened（危及生命）: mend or stop using it at once, and alert the supervisor.
    pub life_threat: bool,
    /// What to do about it.
    pub rectification: String,
    /// Deadline a notice proposes.
    pub default_deadline: DeadlineSpec,
    /// Documents it rests on, `XFF:60.1(3)`; see [`super::BasisDocument`].
    pub basis: Vec<String>,
    /// Department code the hazard is routed to, before any route of the premises.
    pub department: String,
    /// The item is asked unless this is known to be false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<Condition>,
    /// Unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What a number or text may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Constraint>,
    /// Elements of the 2017 edition of GB 35181 it may point to: screening only, never printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gb35181_2017_refs: Vec<String>,
}
