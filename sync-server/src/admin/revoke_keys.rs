use std::path::Path;

use wangge_domain::Timestamp;
use wangge_protocol::{PublicKey, RevokedKeys};

use super::Admin;
use crate::error::RelayStartError;
use crate::keys::{ServiceStock, write_revoked_keys};

/// Fresh service keys certified in the place of revoked ones.
const FRESH: usize = 512;

impl Admin {
    /// Has the root key take back its word for service keys（吊销服务密钥）, those named or all that there are,
    /// and certifies fresh ones. From the next start on this relay signs with none of them, and takes
    /// nothing back that one of them signed; phones refuse what it signs as soon as they have heard.
    /// The relay must not be serving. Gives how many are revoked now.
    pub fn revoke_service_keys(
        &self,
        root_key: &Path,
        named: Option<&[PublicKey]>,
    ) -> Result<usize, RelayStartError> {
        let root = self.own_root(root_key)?;
        if self.folder.is_served() {
            return Err(RelayStartError::invalid(
                "中继还在运行，未做任何改动；请先停止它（a relay serves this folder, nothing was changed: \
                 stop it first）",
            ));
        }
        if self.tenant.is_healing()? {
            return Err(RelayStartError::invalid(
                "中继正在补回数据，请结束后再吊销（the relay is being healed: revoke when that is over）",
            ));
        }
        let mut stock = ServiceStock::read(&self.folder)?;
        let all: Vec<PublicKey> = stock.public_keys().into_iter().collect();
        let meant = named.unwrap_or(&all);
        let mut notice = self.tenant.trust()?;
        let (mut keys, mut issued) = (meant.to_vec(), self.tenant.now());
        if let Some(before) = &notice.revoked {
            keys.extend(&before.keys);
            // Later than any list before it, whatever the clock says.
            issued = issued.max(Timestamp(before.issued.0.saturating_add(1)));
        }
        let list = RevokedKeys::sign(&root, keys, issued);
        let count = list.keys.len();
        // Fresh ones first: a relay without any would not start.
        stock.revoke(&list.keys);
        stock.fill(&self.folder, &root, FRESH)?;
        write_revoked_keys(&self.folder, &list)?;
        notice.revoked = Some(list);
        self.tenant.set_trust(&notice)?;
        Ok(count)
    }
}
