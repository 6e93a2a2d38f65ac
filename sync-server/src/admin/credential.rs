use wangge_domain::control::{ControlEvent, ControlState};
use wangge_domain::people::Credential;

use super::Admin;
use crate::error::RelayStartError;

impl Admin {
    /// Enters a certificate（培训合格证、执法证）. A number that is somebody else's is taken from nobody.
    pub fn issue_credential(&self, credential: Credential) -> Result<(), RelayStartError> {
        if ![Credential::INSPECTION, Credential::ENFORCEMENT].contains(&credential.kind.as_str()) {
            return Err(RelayStartError::invalid(
                "证书类型应为 inspection 或 enforcement（kind is inspection or enforcement）",
            ));
        }
        let control = self.tenant.control()?;
        refuse_taken(&control, &credential)?;
        self.append(&[ControlEvent::CredentialIssued(credential)])?;
        Ok(())
    }
}

/// Refuses a certificate under a number that somebody else holds, by the name of the holder.
pub(super) fn refuse_taken(
    control: &ControlState,
    credential: &Credential,
) -> Result<(), RelayStartError> {
    let Some(holder) = control.other_holder_of(&credential.number, credential.user) else {
        return Ok(());
    };
    let known = control.people.get(&holder);
    Err(RelayStartError::CredentialTaken {
        number: credential.number.clone(),
        holder: known.map_or_else(|| holder.to_string(), |it| it.name.clone()),
    })
}
