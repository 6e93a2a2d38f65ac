use wangge_domain::control::ControlEvent;
use wangge_domain::people::Credential;

use super::Admin;
use crate::error::RelayStartError;

impl Admin {
    /// Enters a certificate（培训合格证、执法证）.
    pub fn issue_credential(&self, credential: Credential) -> Result<(), RelayStartError> {
        if ![Credential::INSPECTION, Credential::ENFORCEMENT].contains(&credential.kind.as_str()) {
            return Err(RelayStartError::invalid(
                "证书类型应为 inspection 或 enforcement（kind is inspection or enforcement）",
            ));
        }
        self.append(&[ControlEvent::CredentialIssued(credential)])?;
        Ok(())
    }
}
