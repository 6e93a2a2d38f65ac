use serde::{Deserialize, Serialize};

use super::{LinkedFact, Reason};
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
    /// Another open case of the kind with the same value of the field that its row names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_already: Option<RecordId>,
    /// Another case about the same thing that ended badly so lately that no next one follows yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_lately: Option<RecordId>,
    /// Its day lies before that of the record which it names as the one before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before_previous: bool,
    /// The first of several values of a field that is no record such as its row asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfit: Option<String>,
    /// The first of the records that the step lists and that stands on another open case, with that
    /// case, where the row asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_on: Option<String>,
    /// The first of the records listed by the case that is not at its end, where the row asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<String>,
    /// Why the hazard of the case does not let it close, where the row asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unready: Option<Reason>,
    /// What the records around the case have against the step: what it names is not what the case was
    /// opened for, or what the case rests on is still open and nothing is said of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amiss: Option<Reason>,
    /// The roles of those whose signature holds under the content as it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<String>,
    /// A signature that holds names nobody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nameless_signer: bool,
    /// Of the fields that must be as they were signed those of which the content, as it stands, says
    /// the same word for word. Their names alone: what was written stays where it can be blanked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_signed: Vec<String>,
    /// The words of compulsion in what the step prints of the hazards that it lists, each with the
    /// hazard. Of them comes [`super::Facts::compulsion`], which is what is recorded.
    #[serde(skip)]
    pub listed_words: Vec<(RecordId, String)>,
}

impl StepFacts {
    /// What is known of a record, if anything.
    #[must_use]
    pub fn of(&self, record: RecordId) -> Option<&LinkedFact> {
        self.linked.iter().find(|fact| fact.record == record)
    }
}
