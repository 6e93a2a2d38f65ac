use wangge_domain::RecordId;
use wangge_domain::casework::{SelfCheckPair, compare_self_check};
use wangge_domain::inspection::{Inspection, InspectionMode};
use wangge_domain::lifecycle::Status;

use crate::error::CoreError;
use crate::facade::Core;

/// Visits to one premises that are looked at, at most.
const MOST: usize = 1_000;

impl Core {
    /// The last self-check of a premises with the official visit after it（自查比对）of S0-30, if there are both: a
    /// worker sees at the door what the owner had called in order. Works offline.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn self_check_comparison(
        &self,
        premises: RecordId,
    ) -> Result<Option<SelfCheckPair>, CoreError> {
        self.get_record(premises)?;
        let mut official: Option<(RecordId, Inspection)> = None;
        // Newest first: the visit is met before the self-check that it followed.
        for row in self.list_inspections(Some(premises), MOST)? {
            if !matches!(row.status, Status::Submitted | Status::Accepted) {
                continue;
            }
            let content = self.get_record(row.record)?.content;
            let inspection = Inspection::from_content(&content);
            if inspection.mode != Some(InspectionMode::SelfCheck) {
                official = Some((row.record, inspection));
                continue;
            }
            let Some((visit, seen)) = official else {
                return Ok(None);
            };
            return Ok(Some(SelfCheckPair {
                self_check: row.record,
                visit,
                comparison: compare_self_check(&inspection, &seen),
            }));
        }
        Ok(None)
    }
}
