use chrono::NaiveDate;
use wangge_domain::people::Role;
use wangge_domain::policy::Visitor;
use wangge_domain::register::{GRID_AGENCY, POLICE_AGENCY, TOWNSHIP_AGENCY};
use wangge_domain::schedule::{
    DueEntry, NextDue, VisitInput, agency_visits, due_list, next_due_with, raised_visits,
};
use wangge_domain::{GridId, RecordId, Timestamp};

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::PremisesRow;

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
        session.own(grid)?;
        let now = self.now(&session);
        let by = visitor(&session, now);
        let rows = self.active_premises(grid)?;
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
        let Some(planned) = self.planned(session, row.record, now)? else {
            return Ok(None);
        };
        // What others saw does not do this agency's duty.
        let last_visit = match agency(by) {
            Some(agency) if row.last_visit.is_some() => {
                self.last_visit_by(session, row.record, agency)?
            }
            _ => row.last_visit.map(Timestamp::china_date),
        };
        let input = VisitInput {
            by,
            grade: &planned.plan.graded.grade,
            steps: &planned.plan.steps,
            credit: planned.plan.credit,
            facts: &planned.plan.graded.facts,
            last_visit,
            on_file_since: self.on_file_since(session, row.record, now.china_date())?,
            open_complaint: planned.plan.open_complaint,
        };
        let mut extra = raised_visits(&planned.extra(session), by);
        if let Some(agency) = agency(by) {
            extra.extend(agency_visits(&planned.extra(session), agency));
        }
        let calendar = session.policy.working_calendar();
        let due = next_due_with(&input, &session.policy, &calendar, &extra);
        Ok(due.map(|due| (planned.plan.graded.grade, due)))
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

/// The agency whose visits such a visitor makes; a unit that checks itself is none.
fn agency(by: Visitor) -> Option<&'static str> {
    match by {
        Visitor::Grid => Some(GRID_AGENCY),
        Visitor::Town => Some(TOWNSHIP_AGENCY),
        Visitor::Police => Some(POLICE_AGENCY),
        Visitor::SelfCheck => None,
    }
}

impl Core {
    /// The day from which a premises is on file（建档日）. Its id says when it was begun, by the phone's
    /// clock: that holds unless the relay's receipt says that it cannot be so. A wrong clock would
    /// take a premises off the list for years, or call it overdue.
    pub(super) fn on_file_since(
        &self,
        session: &Session,
        record: RecordId,
        today: NaiveDate,
    ) -> Result<NaiveDate, CoreError> {
        let minted = minted_on(record);
        let received = self.inner.store.first_received(record)?;
        let latest = received.map_or(today, Timestamp::china_date);
        let offline = chrono::Days::new(u64::from(session.policy.lease.days));
        let is_possible = minted <= latest && minted + offline >= latest;
        Ok(if is_possible || received.is_none() && minted < latest {
            minted
        } else {
            latest
        })
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
