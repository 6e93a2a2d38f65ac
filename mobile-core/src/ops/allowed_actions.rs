use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Action, LifecycleTables, allowed_actions};

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

impl Core {
    /// What this person may do to a record now（可用操作）: the app offers exactly these.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn allowed_actions(&self, record: RecordId) -> Result<Vec<Action>, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            Ok(possible(&session, &subject))
        })
    }
}

pub(super) fn possible(session: &Session, subject: &Subject) -> Vec<Action> {
    allowed_actions(
        &session.policy,
        LifecycleTables::standard(),
        &subject.record.state,
        &subject.actor,
        &subject.facts,
        subject.now,
    )
}
