use serde::{Deserialize, Serialize};

use crate::lifecycle::Status;

/// Census of all premises（全量场所排摸）of S0-23.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CensusRules {
    /// How a visit may end; there is one for every case, so that a visit can always be closed.
    pub outcomes: Vec<CensusOutcome>,
}

/// How a visit ended（走访结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CensusOutcome {
    /// `locked`.
    pub code: String,
    /// Chinese words.
    pub zh: String,
    /// English words.
    pub en: String,
    /// True if the premises counts as reached: nothing more is to be done in this sweep.
    pub reached: bool,
    /// False if it drops out of the list altogether: a duplicate, or torn down.
    pub counts: bool,
    /// Status of the premises that follows; `None`: it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Come again after so many days; `None`: no need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revisit_after_days: Option<u32>,
    /// True if a photo of the door or place is demanded.
    #[serde(default)]
    pub needs_photo: bool,
    /// True if a remark is demanded.
    #[serde(default)]
    pub needs_note: bool,
}

impl CensusRules {
    /// The outcome of this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&CensusOutcome> {
        self.outcomes.iter().find(|outcome| outcome.code == code)
    }

    /// The outcome that somebody means by a code or by its Chinese words.
    #[must_use]
    pub fn meant(&self, text: &str) -> Option<&CensusOutcome> {
        let text = text.trim();
        let mut outcomes = self.outcomes.iter();
        outcomes.find(|it| it.code == text || it.zh == text)
    }
}
