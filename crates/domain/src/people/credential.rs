use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::UserId;

/// A certificate of training（培训合格证）: without a valid one nobody starts an inspection
/// (S3-15), and without an enforcement certificate nobody signs a paper of compulsion (S3-14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Whose.
    pub user: UserId,
    /// What it allows: `inspection` or `enforcement`.
    pub kind: String,
    /// Number printed on the certificate.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity, inclusive.
    pub valid_until: NaiveDate,
}

impl Credential {
    /// The kind that allows inspections.
    pub const INSPECTION: &'static str = "inspection";
    /// The kind that allows papers of compulsion.
    pub const ENFORCEMENT: &'static str = "enforcement";

    /// Whether the certificate is valid on this day.
    #[must_use]
    pub fn valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && date <= self.valid_until
    }
}
