use super::{EventWord, HistoryEntry, RecordState};
use crate::people::{Role, RoleGrant};
use crate::policy::PolicyPack;
use crate::{Digest, Timestamp, UserId};

/// A case that was handed on（上报移交）to the police station or a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// To which department, by its code in the policy pack.
    pub to: String,
    /// When the relay received it.
    pub at: Timestamp,
    /// Who accepted it there.
    pub accepted_by: Option<UserId>,
}

/// An overdue mark that was taken back（撤销逾期）by an act made in time that arrived later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annulment {
    /// The act that was in time.
    pub because: Digest,
    /// The deadline whose passing had been marked.
    pub due: Option<Timestamp>,
    /// When the relay took it back.
    pub at: Timestamp,
    /// To whom the case had been handed on meanwhile: they are to be told.
    pub told: Vec<Escalation>,
}

/// Why an overdue mark was taken back, in words that can be shown（撤销缘由）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnulmentCause {
    /// Who did what was in time.
    pub by: UserId,
    /// When it was done.
    pub done_at: Timestamp,
    /// When the relay received it.
    pub received_at: Timestamp,
    /// What was said of it.
    pub note: String,
    /// It was entered for the owner（代填）.
    pub on_behalf: bool,
}

impl Annulment {
    /// Whether a person is one of those to whom the case had been handed on: who accepted it, or
    /// speaks for the body that received it.
    #[must_use]
    pub fn is_told<'a>(
        &self,
        policy: &PolicyPack,
        user: UserId,
        mut grants: impl Iterator<Item = &'a RoleGrant>,
    ) -> bool {
        let accepted = self.told.iter().any(|one| one.accepted_by == Some(user));
        accepted || grants.any(|grant| speaks_for(policy, grant).is_some_and(|own| self.is_to(own)))
    }

    fn is_to(&self, department: &str) -> bool {
        self.told.iter().any(|one| one.to == department)
    }

    /// Whether it is still news at this time: for the days of the policy.
    #[must_use]
    pub fn is_news(&self, policy: &PolicyPack, now: Timestamp) -> bool {
        let days = policy.rectification.escalation.annulment_told_days;
        now <= self.at.plus_ms(i64::from(days) * 86_400_000)
    }

    /// The act that was in time, as far as the history of its record tells.
    #[must_use]
    pub fn cause(&self, state: &RecordState) -> Option<AnnulmentCause> {
        let is_it = |entry: &&HistoryEntry| entry.envelope == self.because;
        let entry = state.history.iter().find(is_it)?;
        Some(AnnulmentCause {
            by: entry.user,
            done_at: entry.time.best(),
            received_at: entry.received_at,
            note: entry.said("note").unwrap_or_default().to_owned(),
            on_behalf: entry.said(EventWord::ON_BEHALF).is_some(),
        })
    }
}

/// The department that a grant lets a person speak for（所代表的部门）.
#[must_use]
pub fn speaks_for<'a>(policy: &'a PolicyPack, grant: &'a RoleGrant) -> Option<&'a str> {
    match grant.role {
        Role::DeptOfficer => grant.department.as_deref(),
        role => policy.cases.bodies.get(role.as_str()).map(String::as_str),
    }
}
