use wangge_domain::hazard::{Hazard, HazardSeverity, check_hazard, keys};
use wangge_domain::lifecycle::{Event, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{Finding, RecordId};
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::client::view;

use super::subject::{Subject, refuse_blocking, refuse_gone};
use crate::error::CoreError;
use crate::facade::Core;
use crate::store::HazardFilter;

/// A hazard that was registered（已登记的隐患）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaisedHazard {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// What is worth mending still; nothing was prevented.
    pub advice: Vec<Finding>,
}

impl Core {
    /// Registers a drafted hazard（登记隐患）, with the photos attached to it.
    ///
    /// # Errors
    /// [`CoreError::Incomplete`]: the draft stays; among the findings may be a hazard of the same
    /// item that is open on these premises: set [`keys::IS_ANOTHER`] if this is another one.
    /// [`CoreError::NotAllowed`]: no right to, the premises are no more, or the visit that it names
    /// did not find it (S4-06).
    pub fn raise_hazard(&self, hazard: RecordId) -> Result<RaisedHazard, CoreError> {
        let session = self.session()?;
        let drafted = self.basis_of(&session, hazard, &RecordKind::Rectification)?;
        if drafted.state.status == Status::Draft {
            let said = Hazard::from_content(&drafted.content);
            self.refuse_foreign_visit(&session, &said, true)?;
        }
        self.change(&session, |ctx| {
            let subject = Subject::load_kind(ctx, &session, hazard, &RecordKind::Rectification)?;
            let content = Hazard::from_content(&subject.record.content);
            if let Some(premises) = content.premises
                && let Some(premises) = view(ctx, premises)?
            {
                refuse_gone(&premises.state.status)?;
            }
            let findings = check_hazard(&subject.record.content, &session.policy);
            refuse_blocking(findings.clone())?;
            self.refuse_open_twin(hazard, &subject)?;
            let suspected_major = content.severity == Some(HazardSeverity::SuspectedMajor);
            let life_threat = content.life_threat;
            let found = move |version| Event::Found {
                version,
                suspected_major,
                life_threat,
            };
            let envelope = self.seal_version(ctx, &session, &subject, found)?;
            Ok(RaisedHazard {
                envelope,
                advice: findings,
            })
        })
    }

    /// One defect is one hazard: a second one of the same item is raised only by a word.
    pub(super) fn refuse_open_twin(
        &self,
        hazard: RecordId,
        subject: &Subject,
    ) -> Result<(), CoreError> {
        let content = &subject.record.content;
        let typed = Hazard::from_content(content);
        let (Some(item), Some(premises)) = (typed.item, typed.premises) else {
            return Ok(());
        };
        if content.bool(keys::IS_ANOTHER) == Some(true) {
            return Ok(());
        }
        match self.open_twin(premises, &item, hazard)? {
            Some(open) => Err(CoreError::Incomplete(vec![
                Finding::blocking("hazard_open_already", keys::ITEM).with_detail(open),
            ])),
            None => Ok(()),
        }
    }

    /// An open hazard of this item on these premises, other than this one: its number, or its id.
    fn open_twin(
        &self,
        premises: RecordId,
        item: &str,
        but: RecordId,
    ) -> Result<Option<String>, CoreError> {
        let filter = HazardFilter {
            premises: Some(premises),
            open_only: true,
            ..HazardFilter::default()
        };
        let rows = self.inner.store.hazards(&filter, usize::MAX)?;
        let twin = rows
            .into_iter()
            .find(|row| row.record != but && row.item == item && row.status != Status::Draft);
        Ok(twin.map(|row| row.notice_number.unwrap_or_else(|| row.record.to_string())))
    }
}
