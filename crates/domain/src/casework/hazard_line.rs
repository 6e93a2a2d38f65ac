use crate::lifecycle::Status;
use crate::{GridId, RecordId, Timestamp};

/// A hazard as batches and agendas look at it（隐患行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HazardLine {
    /// The hazard.
    pub hazard: RecordId,
    /// The premises.
    pub premises: Option<RecordId>,
    /// The village（中网格）it lies in.
    pub village: Option<GridId>,
    /// Category of the premises.
    pub category: String,
    /// Where it stands.
    pub status: Status,
    /// Suspected or judged major: it goes another way.
    pub major: bool,
    /// When it was registered.
    pub found_at: Timestamp,
}

impl HazardLine {
    /// Whether somebody must still put it right.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(
            self.status,
            Status::Draft | Status::Closed | Status::Voided | Status::Withdrawn
        )
    }
}
