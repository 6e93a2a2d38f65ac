use super::RegisterRow;
use crate::Timestamp;

/// A row of a register at its place in the log（登记记录）: who set what, when it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterLine {
    /// Sequence number in the control stream.
    pub seq: u64,
    /// When the relay received it.
    pub received_at: Timestamp,
    /// The row.
    pub row: RegisterRow,
}
