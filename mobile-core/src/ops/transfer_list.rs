use wangge_domain::casework::{TransferLine, transfer_list};
use wangge_domain::record::RecordKind;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::CaseFilter;

/// Households looked at, at most.
const MOST: usize = 10_000;

impl Core {
    /// The households of one transfer（避险转移名单）of S0-13 and S1-05, in the order in which they are worked
    /// through: who is not yet safe and must be carried first. Only those that this person looks
    /// after. Works offline.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: the transfer has no name.
    pub fn transfer_list(&self, operation: &str) -> Result<Vec<TransferLine>, CoreError> {
        let operation = operation.trim();
        if operation.is_empty() {
            return Err(CoreError::InvalidInput("name of the transfer".to_owned()));
        }
        let mut lines = Vec::new();
        for row in self.list_cases(&RecordKind::Household, &CaseFilter::default(), MOST)? {
            let state = self.get_record(row.record)?.state;
            let line = TransferLine::of(row.record, &state.status, &state.case, operation);
            lines.extend(line);
        }
        Ok(transfer_list(lines))
    }
}
