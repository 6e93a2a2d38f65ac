use super::{FrozenSince, TimeBounds};
use crate::record::Scalar;
use crate::{DeviceId, Digest, Timestamp, UserId};

/// That a field of a registered record was written anew（字段改动）: by whom, when, and what stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldEdit {
    /// Place in the log; `None` while pending.
    pub seq: Option<u64>,
    /// The signed envelope that carries the change.
    pub envelope: Digest,
    /// Who wrote it.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// When it was written.
    pub time: TimeBounds,
    /// When the relay received it (of a pending one: the best estimate of now).
    pub received_at: Timestamp,
    /// Which field.
    pub key: String,
    /// What its author saw there: nothing, one value, or those of a conflict that it decides.
    pub before: Vec<Scalar>,
    /// What stands there since.
    pub after: Scalar,
    /// The field stood fast already when the change came into the log, and since when.
    pub late: Option<FrozenSince>,
}
