use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingLevel {
    /// To look at; nothing is prevented.
    Advice,
    /// To mend before the record can be submitted.
    Blocking,
}

/// Something a rule found in a record（校验结果）. Rules return these; they never fail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub level: FindingLevel,
    /// Stable code in snake case; its words are the label `finding.{code}`.
    pub code: String,
    /// Content key or checklist item it is about; empty if it is about the whole record.
    pub key: String,
    /// A value worth showing, e.g. the limit; empty if none.
    #[serde(default)]
    pub detail: String,
}

impl Finding {
    /// A finding that must be mended.
    #[must_use]
    pub fn blocking(code: &str, key: impl Into<String>) -> Self {
        Self::new(FindingLevel::Blocking, code, key)
    }

    /// A finding to look at.
    #[must_use]
    pub fn advice(code: &str, key: impl Into<String>) -> Self {
        Self::new(FindingLevel::Advice, code, key)
    }

    /// True if it must be mended before the record can be submitted.
    #[must_use]
    pub fn is_blocking(&self) -> bool {
        self.level == FindingLevel::Blocking
    }

    /// The same finding with a value worth showing.
    #[must_use]
    pub fn with_detail(mut self, detail: impl ToString) -> Self {
        self.detail = detail.to_string();
        self
    }

    fn new(level: FindingLevel, code: &str, key: impl Into<String>) -> Self {
        Self {
            level,
            code: code.to_owned(),
            key: key.into(),
            detail: String::new(),
        }
    }
}
