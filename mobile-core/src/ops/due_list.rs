use wangge_domain::RecordId;
use wangge_domain::policy::Visitor;
use wangge_domain::premises::Premises;
use wangge_domain::schedule::{DueEntry, VisitInput, due_list, next_due};
use wangge_domain::{GridId, StreamId};

use super::premises_file::premises_file;
use crate::{Core, CoreError};

/// Premises looked at for one due list.
const LOOKED_AT: usize = 100_000;

/// One line of the due list（待检清单）: which premises, by when, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    /// Name of the premises.
    pub name: String,
    /// Due date, its reason, how it stands.
    pub entry: DueEntry,
}

impl Core {
    /// What is due for a kind of visitor, in the order of work, offline (S0-15, S0-19, S3-11).
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn due_list(
        &self,
        by: Visitor,
        grid: Option<GridId>,
        limit: usize,
    ) -> Result<Vec<DueItem>, CoreError> {
        self.with(|work| {
            let calendar = work.ctx.policy.working_calendar();
            let today = work.today();
            let stream = grid.map(StreamId::of_grid);
            let mut names = std::collections::BTreeMap::new();
            let mut due: Vec<(RecordId, String, _)> = Vec::new();
            for row in work.db.premises_page(stream, None, LOOKED_AT)? {
                let file = premises_file(work, row.record)?;
                if file.view.state.status != wangge_domain::lifecycle::Status::Active {
                    continue;
                }
                let premises: &Premises = &file.premises;
                let facts = super::premises_file::facts(work, premises, &file.hazards);
                let on_file_since = file
                    .view
                    .state
                    .history
                    .first()
                    .map_or(today, |entry| entry.time.lower.china_date());
                let input = VisitInput {
                    by,
                    grade: &file.grade.grade,
                    credit: premises.credit,
                    facts: &facts,
                    last_visit: row.last_visit.map(wangge_domain::Timestamp::china_date),
                    on_file_since,
                    open_complaint: None,
                };
                if let Some(next) = next_due(&input, work.ctx.policy, &calendar) {
                    names.insert(row.record, row.name.clone());
                    due.push((row.record, file.grade.grade.clone(), next));
                }
            }
            let entries = due_list(due, &work.ctx.policy.risk, today);
            Ok(entries
                .into_iter()
                .take(limit)
                .map(|entry| DueItem {
                    name: names.get(&entry.premises).cloned().unwrap_or_default(),
                    entry,
                })
                .collect())
        })
    }
}
