use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, StreamId, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use crate::platform::write_durably;
use crate::store::RelayDatabase;

/// The end of one log, as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SeenHead {
    pub(crate) seq: u64,
    pub(crate) chain: Digest,
}

/// Where the logs stood（日志见证）, kept outside the database: a database that is behind it was put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Witness {
    pub(crate) tenant: String,
    pub(crate) heads: BTreeMap<String, SeenHead>,
}

impl Witness {
    /// What is in the store now.
    pub(crate) fn of(database: &dyn RelayDatabase, tenant: TenantId) -> Result<Self, StoreError> {
        let cut = database.heads(tenant)?;
        let store = database.turn(tenant)?;
        let mut heads = BTreeMap::new();
        for stream in cut.0.keys() {
            if let Some(head) = store.head(*stream)?.filter(|head| head.seq > 0) {
                let (seq, chain) = (head.seq, head.chain);
                heads.insert(stream.to_string(), SeenHead { seq, chain });
            }
        }
        Ok(Self {
            tenant: tenant.to_string(),
            heads,
        })
    }

    /// Whether a store lacks any row that was seen: one of its logs ends before, or is another one
    /// there.
    pub(crate) fn is_ahead_of(
        &self,
        database: &dyn RelayDatabase,
        tenant: TenantId,
    ) -> Result<bool, StoreError> {
        if self.tenant != tenant.to_string() {
            return Ok(false);
        }
        let store = database.turn(tenant)?;
        for (stream, seen) in &self.heads {
            let Ok(stream) = stream.parse::<StreamId>() else {
                continue;
            };
            let here = store.head(stream)?.map_or(0, |head| head.seq);
            let point = store.point(stream, seen.seq)?;
            if here < seen.seq || point.is_some_and(|(_, chain, _)| chain != seen.chain) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What was written down; a file that cannot be read counts as none.
    pub(crate) fn read(file: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(file).ok()?).ok()
    }

    /// Writes it down, whole or not at all.
    pub(crate) fn write(&self, file: &Path) -> std::io::Result<()> {
        let bytes = serde_json::to_vec(self).map_err(std::io::Error::other)?;
        write_durably(file, &bytes, false)
    }
}

/// Begins healing if the database is behind what was last seen of it, told or not. The witness is
/// written anew once healing has begun: what it saw is known to be lost.
pub(crate) fn look_at_witness(
    file: &Path,
    database: &dyn RelayDatabase,
    tenant: TenantId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(witness) = Witness::read(file) else {
        return Ok(());
    };
    if !witness.is_ahead_of(database, tenant)? {
        return Ok(());
    }
    crate::healing::begin_untold(database, tenant, now)?;
    let written = Witness::of(database, tenant)?.write(file);
    written.map_err(|error| StoreError::Failed(error.to_string()))
}
