use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wangge_domain::people::Credential;

/// A power that was delegated（委托执法）or conferred（赋权）, with its dates (S0-03).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Number of the written delegation.
    pub number: String,
    /// Who delegated.
    pub delegator: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, inclusive.
    pub valid_until: NaiveDate,
}

/// What lets a signer use words of compulsion（执法依据）: a delegation in force and an enforcement
/// certificate in force, both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The delegation.
    pub delegation: Delegation,
    /// The signer's certificate.
    pub certificate: Credential,
}

impl Authority {
    /// Whether both hold on the day of the paper.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        let delegated = self.delegation.valid_from <= date && date <= self.delegation.valid_until;
        delegated
            && !self.delegation.number.trim().is_empty()
            && self.certificate.kind == Credential::ENFORCEMENT
            && self.certificate.valid_on(date)
    }
}
