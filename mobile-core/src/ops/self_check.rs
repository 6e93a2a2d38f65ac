use wangge_domain::casework::{SelfCheckPair, compare_self_check, owner_check};
use wangge_domain::inspection::{Inspection, InspectionMode};
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, Timestamp};

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::CaseFilter;

/// Visits to one premises that are looked at, at most.
const MOST: usize = 1_000;

impl Core {
    /// The last check of a premises by its owner with the first official visit after it（自查比对）of S0-30, if there
    /// are both: a worker sees at the door what the owner had called in order. Works offline.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn self_check_comparison(
        &self,
        premises: RecordId,
    ) -> Result<Option<SelfCheckPair>, CoreError> {
        self.get_record(premises)?;
        let mut own: Vec<(Timestamp, RecordId, Inspection)> = Vec::new();
        let mut official = Vec::new();
        for row in self.list_inspections(Some(premises), MOST)? {
            let done = matches!(row.status, Status::Submitted | Status::Accepted);
            let Some(at) = row.submitted_at.filter(|_| done) else {
                continue;
            };
            let content = self.get_record(row.record)?.content;
            let inspection = Inspection::from_content(&content);
            let by_owner = inspection.mode == Some(InspectionMode::SelfCheck);
            let list = if by_owner { &mut own } else { &mut official };
            list.push((at, row.record, inspection));
        }
        let filter = CaseFilter {
            premises: Some(premises),
            ..CaseFilter::default()
        };
        for row in self.list_cases(&RecordKind::Patrol, &filter, MOST)? {
            let case = self.get_record(row.record)?.state.case;
            own.extend(owner_check(&case).map(|check| (row.began_at, row.record, check)));
        }
        let last = own.into_iter().max_by_key(|(at, record, _)| (*at, *record));
        let Some((at, self_check, said)) = last else {
            return Ok(None);
        };
        let after = official.into_iter().filter(|(visited, ..)| *visited > at);
        let first = after.min_by_key(|(visited, record, _)| (*visited, *record));
        Ok(first.map(|(_, visit, seen)| SelfCheckPair {
            self_check,
            visit,
            comparison: compare_self_check(&said, &seen),
        }))
    }
}
