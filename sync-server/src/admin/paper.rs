use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use wangge_domain::{Digest, RecordId};
use wangge_report::RenderedPaper;

use super::Admin;
use crate::blob::Blobs;
use crate::configuration::Configuration;
use crate::error::RelayStartError;
use crate::paper::{PaperKind, draft};

impl Admin {
    /// A paper about a record, or about a grid（生成文书）: `notice`, `major_notice`, `inspection`,
    /// `recheck`, `transfer`, `commitment`, `responsibility`, `promise`, `supervision`, `dossier`,
    /// `zone`, `board`, `snapshot`, `circular`,
    /// `case_bundle`; the names of the phone's command do too.
    ///
    /// # Errors
    /// There is no such paper or record, an element is missing, or the store failed.
    pub async fn paper(&self, kind: &str, record: &str) -> Result<RenderedPaper, RelayStartError> {
        let kind = PaperKind::named(kind)
            .ok_or_else(|| RelayStartError::invalid("没有这种文书（no such kind of paper）"))?;
        let unknown = || RelayStartError::invalid("没有这条记录（there is no such record）");
        let record: RecordId = record.parse().map_err(|_| unknown())?;
        let control = self.tenant.control()?;
        let policy = self.tenant.policy(&control)?;
        let refused =
            |error: wangge_report::PaperError| RelayStartError::invalid(error.to_string());
        let draft = draft(&self.tenant, &control, &policy, kind, record)?
            .ok_or_else(unknown)?
            .map_err(refused)?;
        let found = self.read_blobs(draft.blobs.values().copied()).await?;
        draft.make(&found).map_err(refused)
    }

    /// The blobs that are held, whole and verified.
    pub(super) async fn read_blobs(
        &self,
        wanted: impl IntoIterator<Item = Digest>,
    ) -> Result<BTreeMap<Digest, Vec<u8>>, RelayStartError> {
        let blobs = Blobs::open(&self.folder, &Configuration::of(&self.folder)?.blobs)?;
        let mut found = BTreeMap::new();
        for digest in wanted {
            let Ok(mut chunks) = blobs.read(self.tenant.id(), digest, None).await else {
                continue;
            };
            let mut bytes = Vec::new();
            while let Some(Ok(chunk)) = chunks.next().await {
                bytes.extend_from_slice(&chunk);
            }
            // A photo that came out cut short is not the photo.
            if wangge_protocol::sha256(&bytes) == digest {
                found.insert(digest, bytes);
            }
        }
        Ok(found)
    }
}
