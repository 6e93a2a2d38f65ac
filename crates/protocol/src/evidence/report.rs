use wangge_domain::{DeviceId, Digest, RecordId, TenantId, Timestamp, UserId};

use crate::PublicKey;

/// One thing that somebody did（经办记录）, proved by its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceLine {
    /// Place in the log.
    pub seq: u64,
    /// The envelope.
    pub envelope: Digest,
    /// The record it was done to.
    pub record: RecordId,
    /// Name of the event; `edited` for a change of content.
    pub what: String,
    /// Who.
    pub user: UserId,
    /// Name of the person at that time, if the file holds it.
    pub name: String,
    /// On which device.
    pub device: DeviceId,
    /// Signed by the relay for a password session.
    pub attested_by_relay: bool,
    /// When it was made, as far as that is known.
    pub made_at: Timestamp,
    /// When the relay received it: from then on whoever may read the log could know.
    pub received_at: Timestamp,
    /// It took effect.
    pub applied: bool,
}

/// What was checked and holds（核验结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceReport {
    /// Whose data.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// The root key: compare it with the printed one.
    pub root_key: PublicKey,
    /// The premises.
    pub premises: RecordId,
    /// When it was exported.
    pub exported_at: Timestamp,
    /// Links of all logs.
    pub links: usize,
    /// Rows in full.
    pub rows: usize,
    /// Photos, by hash; their thumbnails do not count.
    pub blobs: usize,
    /// Papers with their hashes.
    pub papers: Vec<(String, Digest)>,
    /// Who did what and when, in the order of the log.
    pub lines: Vec<EvidenceLine>,
}
