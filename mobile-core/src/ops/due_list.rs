use chrono::NaiveDate;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::policy::Visitor;
use wangge_domain::premises::{Premises, effective_category};
use wangge_domain::risk::score_risk;
use wangge_domain::schedule::{DueEntry, NextDue, VisitInput, due_list, next_due};
use wangge_domain::{GridId, RecordId, StreamId, Timestamp};

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::PremisesRow;

/// Premises read at once.
const PAGE: usize = 500;

/// One line of the due list（待检清单）with the premises it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    /// When, why, at which grade.
    pub entry: DueEntry,
    /// The premises.
    pub premises: PremisesRow,
}

impl Core {
    /// Premises to visit, earliest due first（待检清单）of S0-15: by risk grade, credit and the minima
    /// of the policy, for the kind of visitor this person is.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn due_list(&self, grid: Option<GridId>, limit: usize) -> Result<Vec<DueItem>, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let by = visitor(&session, now);
        let stream = grid.map(StreamId::of_grid);
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = self.inner.store.premises_page(stream, after, PAGE)?;
            after = page.last().map(|row| row.record);
            let complete = page.len() < PAGE;
            rows.extend(page.into_iter().filter(|row| row.status == Status::Active));
            if complete {
                break;
            }
        }
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            if let Some((grade, due)) = self.next_visit(&session, row, by, now)? {
                entries.push((row.record, grade, due));
            }
        }
        let list = due_list(entries, &session.policy.risk, now.china_date());
        let mut by_record: std::collections::BTreeMap<RecordId, PremisesRow> =
            rows.into_iter().map(|row| (row.record, row)).collect();
        Ok(list
            .into_iter()
            .take(limit)
            .filter_map(|entry| {
                let premises = by_record.remove(&entry.premises)?;
                Some(DueItem { entry, premises })
            })
            .collect())
    }

    /// The grade of a premises and when it is due next, if this visitor owes it a visit.
    pub(super) fn next_visit(
        &self,
        session: &Session,
        row: &PremisesRow,
        by: Visitor,
        now: Timestamp,
    ) -> Result<Option<(String, NextDue)>, CoreError> {
        let Some((_, _, content)) = self.inner.store.content(row.record)? else {
            return Ok(None);
        };
        let premises = Premises::from_content(&content);
        let facts = self.facts_of_premises(session, row.record, &premises, now)?;
        let category = effective_category(&premises, &session.policy.categories, &facts);
        let grade = score_risk(&session.policy.risk, &category, &facts).grade;
        let input = VisitInput {
            by,
            grade: &grade,
            credit: premises.credit,
            facts: &facts,
            last_visit: row.last_visit.map(Timestamp::china_date),
            on_file_since: minted_on(row.record),
            open_complaint: None,
        };
        let due = next_due(&input, &session.policy, &session.policy.working_calendar());
        Ok(due.map(|due| (grade, due)))
    }
}

/// As whom this person visits.
pub(super) fn visitor(session: &Session, now: Timestamp) -> Visitor {
    let holds = |role: Role| {
        session
            .control
            .grants_of(session.user, now)
            .any(|it| it.role == role)
    };
    if holds(Role::Police) {
        Visitor::Police
    } else if holds(Role::StationOfficer) {
        Visitor::Town
    } else if holds(Role::EnterpriseSafetyOfficer) {
        Visitor::SelfCheck
    } else {
        Visitor::Grid
    }
}

/// The day a record was begun, which its id carries.
fn minted_on(record: RecordId) -> NaiveDate {
    let seconds = record
        .0
        .get_timestamp()
        .map_or(0, |stamp| stamp.to_unix().0);
    let ms = i64::try_from(seconds).unwrap_or(0).saturating_mul(1000);
    Timestamp(ms).china_date()
}
