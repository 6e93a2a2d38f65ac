use wangge_domain::lifecycle::{LifecycleTables, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, Timestamp, UserId};
use wangge_sync_engine::client::view;

use super::case_links::kind_word;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::{CaseFilter, HazardFilter};

/// Records of one kind looked at.
const LOOKED_AT: usize = 20_000;

/// An act that names this person as acting together with its author, who has not confirmed it
/// （待本人确认的同行事项）: a recheck, the check of a sample, a stop-use, a step of a major case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToConfirm {
    /// The record.
    pub record: RecordId,
    /// What it is.
    pub kind: RecordKind,
    /// The grid in which it lives.
    pub grid: GridId,
    /// What it is about, in a line.
    pub title: String,
    /// The act that names this person, by its name in the table.
    pub event: String,
    /// Who named this person.
    pub by: UserId,
    /// When that was done, as well as it is known.
    pub at: Timestamp,
}

impl Core {
    /// What others entered with this person as the second one, who has not confirmed it and may
    /// （待本人确认的同行事项）, the oldest first: rechecks and the acts of cases alike. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn to_confirm(&self) -> Result<Vec<ToConfirm>, CoreError> {
        let session = self.session()?;
        let mut found = Vec::new();
        if self.may_confirm(&session, &RecordKind::Rectification) {
            self.add_rechecks(&session, &mut found)?;
        }
        for kind in RecordKind::CASES {
            if self.may_confirm(&session, &kind) {
                self.add_cases(&session, &kind, &mut found)?;
            }
        }
        found.sort_by_key(|one| (one.at, one.record));
        Ok(found)
    }

    /// Whoever may confirm nothing of a kind is not made to wait for it.
    fn may_confirm(&self, session: &Session, kind: &RecordKind) -> bool {
        let step = countersign(kind);
        let mut grants = session.control.grants_of(session.user, self.now(session));
        LifecycleTables::standard().is_step(&step)
            && grants.any(|grant| session.policy.permits(grant.role, &step).is_some())
    }

    fn add_rechecks(&self, session: &Session, found: &mut Vec<ToConfirm>) -> Result<(), CoreError> {
        let rows = self
            .inner
            .store
            .hazards(&HazardFilter::default(), LOOKED_AT)?;
        for row in rows {
            let never = matches!(
                row.status,
                Status::Draft | Status::Found | Status::NoticeIssued
            );
            if never {
                continue;
            }
            let Some(waits) = self.waiting(session, row.record)? else {
                continue;
            };
            let lies_in = self.inner.store.content(row.record)?;
            let Some((stream, ..)) = lies_in else {
                continue;
            };
            let (premises, name) = (Some(row.premises), self.name_of_premises(row.premises));
            found.push(ToConfirm {
                record: row.record,
                kind: RecordKind::Rectification,
                grid: session.control.home_of_record(premises, stream.grid()),
                title: match name {
                    Some(name) => format!("{name}：{}", row.description),
                    None => row.description,
                },
                event: waits.event,
                by: waits.by,
                at: waits.at,
            });
        }
        Ok(())
    }

    fn add_cases(
        &self,
        session: &Session,
        kind: &RecordKind,
        found: &mut Vec<ToConfirm>,
    ) -> Result<(), CoreError> {
        for row in self.list_cases(kind, &CaseFilter::default(), LOOKED_AT)? {
            if row.status == Status::Draft {
                continue;
            }
            let Some(waits) = self.waiting(session, row.record)? else {
                continue;
            };
            let name = row.premises.and_then(|it| self.name_of_premises(it));
            let parts = [Some(kind_word(kind)), name, Some(row.title)];
            let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
            found.push(ToConfirm {
                record: row.record,
                kind: kind.clone(),
                grid: row.grid,
                title: parts.collect::<Vec<_>>().join("："),
                event: waits.event,
                by: waits.by,
                at: waits.at,
            });
        }
        Ok(())
    }

    /// The act of a record that waits for this person, if they may confirm it.
    fn waiting(&self, session: &Session, record: RecordId) -> Result<Option<Waits>, CoreError> {
        let read = self.read(session, |ctx| view(ctx, record))?;
        let Some(state) = read.map(|record| record.state) else {
            return Ok(None);
        };
        let Some(act) = state.waits_for(session.user) else {
            return Ok(None);
        };
        let step = countersign(&state.kind);
        let allowed = self.allowed_actions(record)?;
        Ok(allowed
            .iter()
            .any(|action| action.0 == step)
            .then(|| Waits {
                event: act.event.clone(),
                by: act.user,
                at: act.time.best(),
            }))
    }

    fn name_of_premises(&self, premises: RecordId) -> Option<String> {
        let line = self.premises_line(premises).ok()?;
        Some(line.name).filter(|name| !name.is_empty())
    }
}

/// An act that waits for somebody.
struct Waits {
    event: String,
    by: UserId,
    at: Timestamp,
}

/// The step by which somebody says themselves that they were there.
fn countersign(kind: &RecordKind) -> String {
    format!("{kind}.countersign")
}
