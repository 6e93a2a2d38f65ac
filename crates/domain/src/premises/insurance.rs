use chrono::NaiveDate;

use super::keys;
use crate::record::Content;

/// How a premises is insured（火灾公众责任保险）by S2-19.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insurance {
    /// With whom.
    pub insurer: String,
    /// Last day.
    pub until: NaiveDate,
}

impl Insurance {
    /// The insurance on file; `None` without one, or without a day.
    #[must_use]
    pub fn of(content: &Content) -> Option<Self> {
        let text = |key: &str| content.text(key).map(str::trim).unwrap_or_default();
        Some(Self {
            insurer: text(keys::INSURER).to_owned(),
            until: text(keys::INSURANCE_VALID).parse().ok()?,
        })
    }

    /// Days until it runs out; negative once it has.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        self.until.signed_duration_since(today).num_days()
    }
}
