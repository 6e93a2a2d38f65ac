use wangge_domain::Digest;
use wangge_protocol::Refusal;

use super::Admin;
use crate::error::RelayStartError;
use crate::quarantine::{Admission, Decider, QuarantineItem};
use crate::strangers::Stranger;

impl Admin {
    /// Envelopes that wait for a person, newest first, with the reason.
    pub fn quarantine(&self) -> Result<Vec<QuarantineItem>, RelayStartError> {
        Ok(self.tenant.quarantine(None)?)
    }

    /// What was brought and left neither bytes nor a place in any log, the newest first.
    pub fn strangers(&self) -> Result<Vec<Stranger>, RelayStartError> {
        Ok(self.tenant.strangers()?)
    }

    /// Admits one envelope in somebody's name: it takes effect at the place it gets now.
    pub fn admit(
        &self,
        envelope: &str,
        by: &str,
        note: &str,
    ) -> Result<Admission, RelayStartError> {
        let envelope: Digest = envelope
            .parse()
            .map_err(|_| RelayStartError::invalid("信封编号不正确（not an id of an envelope）"))?;
        let decider = self.decider(by, note)?;
        Ok(self.tenant.admit_one(&decider, envelope)?)
    }

    /// Admits everything that was made after a lease had run out.
    pub fn admit_lease_expired(
        &self,
        by: &str,
        note: &str,
    ) -> Result<Vec<Admission>, RelayStartError> {
        let decider = self.decider(by, note)?;
        Ok(self.tenant.admit_all(&decider, Refusal::LeaseExpired)?)
    }

    fn decider<'a>(&self, by: &str, note: &'a str) -> Result<Decider<'a>, RelayStartError> {
        if note.trim().is_empty() {
            return Err(RelayStartError::invalid("请写明理由（say why）"));
        }
        Ok(Decider {
            user: self.find_user(by)?,
            note,
            reach: None,
        })
    }
}
