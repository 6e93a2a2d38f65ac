use wangge_domain::RecordId;
use wangge_domain::lifecycle::Reason;
use wangge_domain::record::RecordKind;
use wangge_domain::register::remedy_word_not_held;

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

impl Core {
    /// Whether this person may write this as what is to be done about a hazard at a premises
    /// （整改措施用语）; writes nothing.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: a word of compulsion stands in it that no delegation opens to them
    /// (S0-03); [`CoreError::UnknownRecord`]: no such premises.
    pub fn may_write_remedy(&self, premises: RecordId, remedy: &str) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let kind = RecordKind::Premises;
            let subject = Subject::load_kind(ctx, &session, premises, &kind)?;
            refuse_remedy(&session, &subject, remedy)
        })
    }
}

/// Refuses a word of compulsion in what is to be done about a hazard（整改措施）: it comes onto notices,
/// orders and the ledger from there, and who writes it may not use it (S0-03).
pub(super) fn refuse_remedy(
    session: &Session,
    subject: &Subject,
    remedy: &str,
) -> Result<(), CoreError> {
    let bodies = session.policy.numbering.issuers.keys();
    let by = (session.user, subject.home(session));
    let today = subject.now.china_date();
    let bodies = bodies.map(String::as_str);
    match remedy_word_not_held(&session.control, remedy, bodies, by, today) {
        Some(word) => {
            let reason = Reason::new("word_of_compulsion", "S0-03").about(word);
            Err(CoreError::NotAllowed(reason))
        }
        None => Ok(()),
    }
}
