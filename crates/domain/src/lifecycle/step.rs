use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Version;
use crate::calendar::DeadlineSpec;
use crate::{RecordId, UserId};

/// A step of a case（办理步骤）: one event for all registers. What a step is called, what it asks
/// and where it leads is a row of the table of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Id in the table, `{kind}.{step}`, e.g. `major_case.approve_filing`.
    pub step: String,
    /// What the step says, by the field names of the table; lists are codes with commas between.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// People who acted together with the author.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<UserId>,
    /// Photos that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<RecordId>,
    /// The deadline stated, where the table lets the author state one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DeadlineSpec>,
    /// The content that the step is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
}

impl Step {
    /// The name in tables and logs. The id of a step holds a dot, which the name of no other event
    /// does: a step can never pass itself off as one of them.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.step.contains('.') {
            &self.step
        } else {
            "step"
        }
    }

    /// A field, empty if it is not set.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
    }

    /// The relay's mark that the deadline has passed.
    #[must_use]
    pub fn is_overdue_mark(&self) -> bool {
        self.step.ends_with(".overdue")
    }

    /// That its author confirms having acted with those who said so（同行确认）.
    #[must_use]
    pub fn is_countersign(&self) -> bool {
        self.step.ends_with(".countersign")
    }

    /// The records that its fields name.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        self.fields
            .values()
            .filter_map(|value| value.trim().parse().ok())
    }
}

/// The codes of a field that holds several（多值字段）.
pub fn codes(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty())
}
