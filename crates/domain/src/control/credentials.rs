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

    /// Who else holds the certificate of this number（证号持有人）: a number is one person's, whatever its
    /// kind and whether it is valid still, and is taken from nobody by being entered for another one.
    #[must_use]
    pub fn other_holder_of(&self, number: &str, user: UserId) -> Option<UserId> {
        let mut held = self.credentials.iter();
        let other = held.find(|held| held.number == number && held.user != user);
        other.map(|held| held.user)
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

    /// The last day on which a person may still do what a kind of certificate allows, by what was
    /// issued until now; `None`: none of the kind was ever issued.
    #[must_use]
    pub fn certified_until(&self, user: UserId, kind: &str) -> Option<NaiveDate> {
        let held = self.credentials.iter();
        let held = held.filter(|held| held.user == user && held.kind == kind);
        held.map(|held| held.valid_until).max()
    }

    /// Days until the first of a person's certificates ends（证书到期）of S3-14: 0 on its last day,
    /// negative once the one for inspections has ended. A kind that ended otherwise was given up. `None`:
    /// there is no certificate.
    #[must_use]
    pub fn certificate_days_left(&self, user: UserId, today: NaiveDate) -> Option<i64> {
        let left = |kind| {
            let until = self.certified_until(user, kind)?;
            Some(until.signed_duration_since(today).num_days())
        };
        let inspection = left(Credential::INSPECTION);
        let enforcement = left(Credential::ENFORCEMENT).filter(|days| *days >= 0);
        inspection.into_iter().chain(enforcement).min()
    }

    /// Whether a certificate that is good today ends within so many days, and no other one of its kind
    /// goes on（证书将到期）.
    #[must_use]
    pub fn expires_soon(&self, held: &Credential, today: NaiveDate, within: u32) -> bool {
        let left = held.valid_until.signed_duration_since(today).num_days();
        held.valid_on(today)
            && left <= i64::from(within)
            && self.certified_until(held.user, &held.kind) == Some(held.valid_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_told_ahead_and_not_of_what_was_renewed() {
        let (user, other) = (UserId::from_bytes([1; 16]), UserId::from_bytes([2; 16]));
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let held = |kind: &str, from: &str, until: &str| Credential {
            user,
            kind: kind.to_owned(),
            number: "1".to_owned(),
            issuer: String::new(),
            valid_from: day(from),
            valid_until: day(until),
        };
        let mut control = ControlState::default();
        let first = held(Credential::INSPECTION, "2026-01-01", "2026-12-31");
        control.credentials.push(first.clone());
        for (today, left, soon) in [
            ("2026-11-30", 31, false),
            ("2026-12-01", 30, true),
            ("2026-12-31", 0, true),
            ("2027-01-01", -1, false),
        ] {
            let today = day(today);
            let said = control.certificate_days_left(user, today);
            assert_eq!(said, Some(left), "{today}");
            assert_eq!(control.expires_soon(&first, today, 30), soon, "{today}");
        }
        let today = day("2026-12-20");
        assert_eq!(control.certificate_days_left(other, today), None);
        let enforcement = held(Credential::ENFORCEMENT, "2026-01-01", "2026-12-25");
        control.credentials.push(enforcement);
        assert_eq!(control.certificate_days_left(user, today), Some(5));
        // Renewed in time: the old one is no news any more.
        let renewed = held(Credential::INSPECTION, "2027-01-01", "2027-12-31");
        control.credentials.push(renewed);
        assert!(!control.expires_soon(&first, today, 30));
        assert_eq!(
            control.certificate_days_left(user, day("2026-12-26")),
            Some(370),
            "a certificate that was given up is no news"
        );
    }
}
