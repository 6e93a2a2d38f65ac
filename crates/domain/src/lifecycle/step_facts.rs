use serde::{Deserialize, Serialize};

use super::LinkedFact;
use crate::RecordId;

/// What is known around the step of a case（步骤相关事实）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    /// The record itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
    /// The records that the step names, photos among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<LinkedFact>,
    /// The roles of those whose signature holds under the content as it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<String>,
}

impl StepFacts {
    /// What is known of a record, if anything.
    #[must_use]
    pub fn of(&self, record: RecordId) -> Option<&LinkedFact> {
        self.linked.iter().find(|fact| fact.record == record)
    }
}
