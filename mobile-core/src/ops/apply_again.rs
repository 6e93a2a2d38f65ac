use std::collections::BTreeSet;

use wangge_protocol::EnvelopeId;
use wangge_sync_engine::client::reapply;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::OwnVerdict;

impl Core {
    /// Takes what was refused up again as a draft on the record as it stands now（重新填报）, all of it
    /// or only the keys chosen. Events are done anew by the user. Gives the keys taken up.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`]: this phone made no such envelope.
    /// [`CoreError::InvalidInput`]: it was not refused.
    pub fn apply_again(
        &self,
        envelope: EnvelopeId,
        keys: Option<&BTreeSet<String>>,
    ) -> Result<BTreeSet<String>, CoreError> {
        let session = self.session()?;
        let work = self
            .inner
            .store
            .own_work(envelope)?
            .ok_or(CoreError::UnknownRecord)?;
        if !matches!(work.verdict, OwnVerdict::Refused { .. }) {
            return Err(CoreError::InvalidInput(
                "envelope: it was not refused".to_owned(),
            ));
        }
        let taken = self.change(&session, |ctx| Ok(reapply(ctx, &envelope, keys)?))?;
        self.inner.store.mark_applied_again(vec![envelope])?;
        // The engine may have begun a new incarnation.
        self.reload_session()?;
        Ok(taken)
    }
}
