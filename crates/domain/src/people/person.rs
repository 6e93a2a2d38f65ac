use serde::{Deserialize, Serialize};

use crate::UserId;

/// A person（人员）who acts in the system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub user: UserId,
    /// Name as it is printed on papers.
    pub name: String,
    /// Telephone, empty if none is kept.
    #[serde(default)]
    pub phone: String,
    /// The body this person belongs to, e.g. 青峰镇应急消防管理站.
    #[serde(default)]
    pub organization: String,
}
