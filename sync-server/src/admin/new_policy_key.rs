use wangge_protocol::PublicKey;

use super::Admin;
use crate::error::RelayStartError;
use crate::keys::renew_policy_key;

impl Admin {
    /// Makes another policy key（更换政策密钥）in the place of the one before; gives its public half. Packs in
    /// force stay; a signed file that was not uploaded yet has to be signed again.
    pub fn new_policy_key(&self) -> Result<PublicKey, RelayStartError> {
        renew_policy_key(&self.folder, &self.tenant)
    }
}
