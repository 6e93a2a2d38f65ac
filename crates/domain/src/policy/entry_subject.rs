use serde::{Deserialize, Serialize};

use crate::control::GridLevel;

/// What a case is about（适用对象）, as an entry of a list asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntrySubject {
    /// A premises.
    Premises,
    /// A large grid: a township.
    Large,
    /// A medium grid: a village.
    Medium,
    /// A small grid.
    Small,
}

impl From<GridLevel> for EntrySubject {
    fn from(level: GridLevel) -> Self {
        match level {
            GridLevel::Large => Self::Large,
            GridLevel::Medium => Self::Medium,
            GridLevel::Small => Self::Small,
        }
    }
}
