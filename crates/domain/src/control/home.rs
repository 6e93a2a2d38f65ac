use super::ControlState;
use crate::{GridId, RecordId};

impl ControlState {
    /// The grid in which a premises lives now, given the grid in which it was registered.
    #[must_use]
    pub fn home_of(&self, premises: RecordId, registered_in: GridId) -> GridId {
        self.moved.get(&premises).copied().unwrap_or(registered_in)
    }
}
