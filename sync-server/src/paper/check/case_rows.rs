use std::sync::Arc;

use wangge_domain::control::ControlRow;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, Timestamp};
use wangge_protocol::Row;
use wangge_report::PhotoFile;
use wangge_sync_engine::store::StoreError;

/// Where the rows of a case come from（记录来源）: the store of a relay, or an evidence file.
pub(super) trait CaseRows {
    /// Every accepted row of a record, in log order; none of one that is not here.
    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError>;
    /// The records of a kind that hang on a premises.
    fn on_premises(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError>;
    /// A photo with the grid in whose log it stands.
    fn photo(&self, photo: RecordId) -> Result<Option<(GridId, PhotoFile)>, StoreError>;
    /// The control stream, in order.
    fn control_rows(&self) -> Result<Vec<ControlRow>, StoreError>;
    /// A policy pack by its revision.
    fn policy(&self, revision: u32) -> Option<Arc<PolicyPack>>;
    /// Address in the QR.
    fn address(&self) -> &str;
    /// Papers say that the clock is made up.
    fn is_demo(&self) -> bool;
    /// Now, or when the evidence file was made.
    fn now(&self) -> Timestamp;
}
