use std::fmt;

use serde::{Deserialize, Serialize};

/// What a record is. Kinds are extensible: one that this build does not know is kept by name,
/// passed on, and read-only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum RecordKind {
    /// A premises（场所）with its file 一户一档.
    Premises,
    /// One visit（检查）to a premises, whatever its outcome.
    Inspection,
    /// One photo（照片）with its three blobs.
    Photo,
    /// A hazard（隐患）and the task of putting it right（整改）.
    Rectification,
    /// Rows of the control stream: people, grids, grants, keys, policy.
    Control,
    /// A kind of a later version.
    Other(String),
}

impl RecordKind {
    /// The name used on the wire, in SQL and in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Premises => "premises",
            Self::Inspection => "inspection",
            Self::Photo => "photo",
            Self::Rectification => "rectification",
            Self::Control => "control",
            Self::Other(name) => name,
        }
    }
}

impl From<String> for RecordKind {
    fn from(name: String) -> Self {
        match name.as_str() {
            "premises" => Self::Premises,
            "inspection" => Self::Inspection,
            "photo" => Self::Photo,
            "rectification" => Self::Rectification,
            "control" => Self::Control,
            _ => Self::Other(name),
        }
    }
}

impl From<RecordKind> for String {
    fn from(kind: RecordKind) -> Self {
        kind.as_str().to_owned()
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
