use wangge_domain::RecordId;
use wangge_domain::owner_page::current_owner_code;
use wangge_domain::record::RecordKind;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// The one-time code by which the owner reports on a hazard（一次性反馈码）, as its notice prints it,
    /// without network; `None` before a notice was issued, or where the policy offers no page.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn owner_code(&self, hazard: RecordId) -> Result<Option<String>, CoreError> {
        let session = self.session()?;
        let file = self.file_of(&session, hazard, &RecordKind::Rectification)?;
        Ok(current_owner_code(&session.policy, hazard, &file.state))
    }
}
