use wangge_domain::GridId;
use wangge_domain::record::RecordKind;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{CaseFilter, CaseRow};

/// Cases of one register looked at, at most.
const MOST: usize = 10_000;

/// Which cases, and which page of them（案件分页）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CasePage {
    /// Of this register only.
    pub kind: Option<RecordKind>,
    /// In this grid only.
    pub grid: Option<GridId>,
    /// What else they must be.
    pub filter: CaseFilter,
    /// So many of them were shown before.
    pub skip: usize,
    /// So many at most.
    pub limit: usize,
}

impl Core {
    /// A page of cases of one register or of all（案件分页列表）: those due first, then drafts, then those without
    /// a deadline, the newest first. Of a restricted register, those only that this person looks after.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: the kind is no register of cases.
    pub fn page_cases(&self, page: &CasePage) -> Result<Vec<CaseRow>, CoreError> {
        let kinds = match &page.kind {
            None => RecordKind::CASES.to_vec(),
            Some(kind) if kind.is_case() => vec![kind.clone()],
            Some(kind) => {
                return Err(CoreError::InvalidInput(format!(
                    "register of cases: {kind}"
                )));
            }
        };
        let mut rows = Vec::new();
        for kind in &kinds {
            rows.extend(self.list_cases(kind, &page.filter, MOST)?);
        }
        rows.retain(|row| page.grid.is_none_or(|grid| row.grid == grid));
        rows.sort_by_key(|row| {
            // A draft has not begun: it stands before those that have, without a deadline.
            let has_begun = row.began_at.0 != 0;
            (
                row.due.is_none(),
                row.due,
                has_begun,
                std::cmp::Reverse(row.began_at),
                row.record,
            )
        });
        Ok(rows.into_iter().skip(page.skip).take(page.limit).collect())
    }
}
