use wangge_domain::Timestamp;
use wangge_domain::control::ControlEvent;
use wangge_domain::policy::PolicyPack;
use wangge_protocol::sha256;

use super::Admin;
use crate::error::RelayStartError;
use crate::keys::own_policy_key;
use crate::store::StoredPolicy;

impl Admin {
    /// Checks a policy pack, signs it with the tenant's policy key, which has to be in this folder, and
    /// puts it into force.
    pub fn activate_policy(
        &self,
        json: &[u8],
        from: Option<Timestamp>,
    ) -> Result<u32, RelayStartError> {
        let pack = PolicyPack::parse_new(json).map_err(|error| {
            let place = error.path();
            RelayStartError::invalid(format!("政策包有误，位置 {place}（{error}）"))
        })?;
        let revision = pack.revision;
        let digest = sha256(json);
        let known = self.tenant.database.policy(self.tenant.id(), revision)?;
        if known.is_some_and(|known| known.digest != digest) {
            return Err(RelayStartError::invalid(format!(
                "修订号 {revision} 已用于另一政策包，请提高修订号（this revision is another pack's: \
                 raise `revision`）"
            )));
        }
        let signature = own_policy_key(&self.folder, &self.tenant)?.sign(&digest.0);
        let policy = StoredPolicy {
            revision,
            digest,
            signature,
            bytes: json.to_vec(),
        };
        self.tenant.database.put_policy(self.tenant.id(), &policy)?;
        let from = from.unwrap_or_else(|| self.tenant.now());
        self.append(&[ControlEvent::PolicyActivated {
            revision,
            digest,
            from,
        }])?;
        Ok(revision)
    }
}
