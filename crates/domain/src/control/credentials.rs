use chrono::NaiveDate;

use super::ControlState;
use crate::UserId;
use crate::people::Credential;

impl ControlState {
    /// The certificates（培训合格证、执法证）of a person that are valid on this day.
    pub fn credentials_of(
        &self,
        user: UserId,
        date: NaiveDate,
    ) -> impl Iterator<Item = &Credential> {
        self.credentials
            .iter()
            .filter(move |held| held.user == user && held.valid_on(date))
    }

    /// Whether a person holds a valid certificate of training on this day (S3-15).
    #[must_use]
    pub fn is_certified(&self, user: UserId, date: NaiveDate) -> bool {
        self.credentials_of(user, date)
            .any(|held| held.kind == Credential::INSPECTION)
    }

    /// Whether a person holds a valid enforcement certificate on this day (S3-14).
    #[must_use]
    pub fn is_enforcer(&self, user: UserId, date: NaiveDate) -> bool {
        self.credentials_of(user, date)
            .any(|held| held.kind == Credential::ENFORCEMENT)
    }
}
