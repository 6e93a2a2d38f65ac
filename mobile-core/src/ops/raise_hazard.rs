use wangge_domain::hazard::{Hazard, HazardSeverity, check_hazard};
use wangge_domain::lifecycle::Event;
use wangge_domain::record::RecordKind;
use wangge_domain::{Finding, RecordId};
use wangge_protocol::EnvelopeId;

use super::subject::{Subject, refuse_blocking};
use crate::error::CoreError;
use crate::facade::Core;

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
    /// [`CoreError::Incomplete`]: the draft stays. [`CoreError::NotAllowed`].
    pub fn raise_hazard(&self, hazard: RecordId) -> Result<RaisedHazard, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load_kind(ctx, &session, hazard, &RecordKind::Rectification)?;
            let findings = check_hazard(&subject.record.content, &session.policy);
            refuse_blocking(findings.clone())?;
            let content = Hazard::from_content(&subject.record.content);
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
}
