use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Whether nobody works at a department as far as this phone knows the directory（无人接收）: the relay
    /// refuses to hand a case on to it.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn is_unstaffed(&self, hazard: RecordId, to: &str) -> Result<bool, CoreError> {
        let session = self.session()?;
        let found = self
            .read(&session, |ctx| view(ctx, hazard))?
            .ok_or(CoreError::UnknownRecord)?;
        let (grid, now) = (found.stream.grid(), self.now(&session));
        let (policy, control) = (&session.policy, &session.control);
        Ok(!control.works_at(policy, to, grid, now))
    }

    /// Hands a case on to the police station or a department（上报、移交）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: not urged first, the urge still runs, an unknown department.
    pub fn escalate(
        &self,
        hazard: RecordId,
        to: &str,
        reason: &str,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::Escalated {
                to: to.to_owned(),
                reason: reason.to_owned(),
            },
        )
    }
}
