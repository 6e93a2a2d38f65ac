use wangge_domain::RecordId;
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::lifecycle::{Event, Responsible, Version};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::record::RecordKind;

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::{Core, poisoned};
use crate::session::Session;

/// Numbers left out for every database that was lost: those it had given are not known any more.
const GAP_PER_LOSS: u64 = 10_000;
/// The counter of the numbers that this phone has given.
const COUNT: &str = "notice_count";
/// Stands in for a number where a notice is judged before it takes one.
const NO_NUMBER: &str = "暂-0-1";

/// A notice of rectification（整改通知书）to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeInput {
    /// Issuing body: a code of the policy pack.
    pub issuer: String,
    /// How long the owner has.
    pub deadline: DeadlineSpec,
    /// Who is answerable: unit, leader, person.
    pub responsible: Responsible,
}

impl Core {
    /// Issues a notice（下发整改通知书）under a provisional number of this phone, `暂-{short id}-{n}`; the
    /// final one comes with acceptance, and both always resolve. A number is never used twice:
    /// one that was taken and not issued is a gap.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: no certificate, the deadline is out of limits, who is answerable
    /// is not complete, a notice was issued already, or the body is not one in whose name this
    /// person may act.
    pub fn issue_notice(&self, hazard: RecordId, input: &NoticeInput) -> Result<String, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load_kind(ctx, &session, hazard, &RecordKind::Rectification)?;
            // Asked before a number is taken, so that a refusal leaves no gap.
            subject.check(ctx, &session, &judged_notice(&subject, input))?;
            self.may_seal()?;
            let number = self.provisional_number(&session)?;
            let (input, given) = (input.clone(), number.clone());
            let issued = move |version| notice(&input, &given, version);
            self.seal_version(ctx, &session, &subject, issued)?;
            Ok(number)
        })
    }
}

impl Core {
    /// The next number of this phone（暂编号）; one that is taken and not used is a gap.
    pub(super) fn provisional_number(&self, session: &Session) -> Result<String, CoreError> {
        let lost = self.numbers_lost()?;
        let count = self.inner.store.next_count(COUNT)?;
        let number = ProvisionalNumber {
            short_id: session.lease.short_id.clone(),
            n: lost + count,
        };
        Ok(number.to_string())
    }

    /// Judges a number of this phone that a person states（自填编号）: one that it has given is on a paper
    /// or a gap, and one that it has not given yet is nobody's to state.
    pub(super) fn judge_stated_number(
        &self,
        session: &Session,
        subject: &mut Subject,
        event: &Event,
    ) -> Result<(), CoreError> {
        let own = |number: &ProvisionalNumber| number.short_id == session.lease.short_id;
        let Some(number) = event.provisional_number().filter(own) else {
            return Ok(());
        };
        let given = self.numbers_lost()? + self.inner.store.last_count(COUNT)?;
        if number.n <= given {
            subject.facts.number_used = true;
        } else {
            subject.facts.foreign_number = true;
        }
        Ok(())
    }

    fn numbers_lost(&self) -> Result<u64, CoreError> {
        let losses = self.inner.keyring.lock().map_err(|_| poisoned())?.losses();
        Ok(u64::from(losses) * GAP_PER_LOSS)
    }
}

/// A notice as it is judged before it takes a number.
pub(super) fn judged_notice(subject: &Subject, input: &NoticeInput) -> Event {
    let expected = super::act::expected_version(&subject.record);
    notice(input, NO_NUMBER, expected)
}

fn notice(input: &NoticeInput, number: &str, version: Version) -> Event {
    Event::NoticeIssued {
        version,
        provisional_number: number.to_owned(),
        issuer: input.issuer.clone(),
        deadline: input.deadline,
        responsible: input.responsible.clone(),
    }
}
