use wangge_domain::RecordId;
use wangge_domain::owner_page::current_owner_code;
use wangge_domain::record::RecordKind;
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// The one-time code by which the owner reports on a hazard（一次性反馈码）, as its notice prints it,
    /// without network; `None` before a notice was issued, where the policy offers no page, where
    /// the notice is one over a major hazard, whose case takes the reports, or for anybody who neither
    /// issued nor served it: whoever is given the code does not recheck what was reported with it.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn owner_code(&self, hazard: RecordId) -> Result<Option<String>, CoreError> {
        let session = self.session()?;
        let found = self
            .read(&session, |ctx| view(ctx, hazard))?
            .filter(|found| found.kind == RecordKind::Rectification)
            .ok_or(CoreError::UnknownRecord)?;
        let given = found.state.holds_owner_code(session.user);
        let code = current_owner_code(&session.policy, hazard, &found.state);
        Ok(code.filter(|_| given))
    }
}
