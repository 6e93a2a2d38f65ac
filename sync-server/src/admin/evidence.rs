use std::path::Path;

use wangge_domain::RecordId;
use wangge_protocol::PublicKey;
use wangge_protocol::evidence::{EvidenceBundle, EvidenceReport, verify_evidence};

use super::Admin;
use crate::error::RelayStartError;
use crate::evidence::gather;

impl Admin {
    /// The evidence file of a premises（导出证据包, S0-41）.
    ///
    /// # Errors
    /// There is no such premises, or the store failed.
    pub async fn evidence(&self, premises: RecordId) -> Result<Vec<u8>, RelayStartError> {
        let control = self.tenant.control()?;
        let policy = self.tenant.policy(&control)?;
        let draft = gather(&self.tenant, &control, &policy, premises, None)?
            .ok_or_else(|| RelayStartError::invalid("没有这个场所（there is no such premises）"))?;
        let found = self.read_blobs(draft.wanted()).await?;
        Ok(draft.finish(&self.tenant, &found))
    }
}

/// Checks an evidence file（核验证据包）, without any relay.
///
/// # Errors
/// The file cannot be read, or something in it does not hold: the first such thing.
pub fn verify(
    file: &Path,
    root: Option<PublicKey>,
) -> Result<(EvidenceBundle, EvidenceReport), RelayStartError> {
    let bytes =
        std::fs::read(file).map_err(|error| RelayStartError::file(file, error.to_string()))?;
    verify_evidence(&bytes, root).map_err(|error| RelayStartError::file(file, error.to_string()))
}
