use std::path::Path;

use wangge_domain::RecordId;
use wangge_protocol::PublicKey;
use wangge_protocol::evidence::{EvidenceBundle, EvidenceReport, verify_evidence};

use super::Admin;
use crate::error::RelayStartError;
use crate::evidence::gather;
use crate::paper::{PaperCheck, check_with_bundle, prepare};

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

impl Admin {
    /// Whether a file is a paper of this relay（核验文书）: made again from the rows of the log and
    /// compared byte by byte.
    ///
    /// # Errors
    /// The store or the blobs cannot be read.
    pub async fn verify_paper(&self, pdf: &[u8]) -> Result<PaperCheck, RelayStartError> {
        let control = self.tenant.control()?;
        let policy = self.tenant.policy(&control)?;
        let prepared = prepare(&self.tenant, &control, &policy, pdf, usize::MAX)?;
        let found = self.read_blobs(prepared.wanted()).await?;
        Ok(prepared.judge(pdf, &found))
    }
}

/// Whether a file is a paper of the premises of an evidence file（离线核验文书）, without any relay. The
/// evidence file is checked first.
///
/// # Errors
/// A file cannot be read, the evidence file does not hold, or it was made before evidence files
/// told what papers are made with.
pub fn verify_paper(
    pdf: &[u8],
    bundle: &Path,
    root: Option<PublicKey>,
) -> Result<(PaperCheck, EvidenceReport), RelayStartError> {
    let (evidence, report) = verify(bundle, root)?;
    let making = evidence.making.as_ref().ok_or_else(|| {
        RelayStartError::file(
            bundle,
            "旧版证据包不含文书制作条件，请重新导出（an old evidence file: export it again）",
        )
    })?;
    Ok((check_with_bundle(pdf, &evidence, making)?, report))
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
