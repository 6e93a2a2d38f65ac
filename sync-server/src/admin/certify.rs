use std::path::Path;

use wangge_protocol::SecretKey;

use super::Admin;
use crate::error::RelayStartError;
use crate::keys::{ServiceStock, read_root};

impl Admin {
    /// Certifies more service keys with the root key, which is brought from where it is kept.
    pub fn certify(&self, root_key: &Path, count: usize) -> Result<usize, RelayStartError> {
        let root = self.own_root(root_key)?;
        let mut stock = ServiceStock::read(&self.folder)?;
        stock.fill(&self.folder, &root, count)?;
        let used = self.tenant.database.service_keys(self.tenant.id())?;
        Ok(stock.left(|key| used.iter().any(|one| one.public_key == *key)))
    }

    /// The root key in a file, if it is this tenant's.
    pub(super) fn own_root(&self, root_key: &Path) -> Result<SecretKey, RelayStartError> {
        let root = read_root(root_key)?;
        if root.public() == self.tenant.row.root_key {
            Ok(root)
        } else {
            Err(RelayStartError::invalid(
                "这不是本租户的根密钥（this is another tenant's root key）",
            ))
        }
    }
}
