use wangge_domain::lifecycle::Event;
use wangge_domain::{RecordId, UserId};
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

/// What a recheck found（复查结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecheckInput {
    /// 合格, by two people: the author and these.
    Passed {
        /// The other checkers.
        with: Vec<UserId>,
        /// Photos after.
        photos: Vec<RecordId>,
    },
    /// 不合格.
    Failed {
        /// What is still wrong.
        reason: String,
        /// Photos.
        photos: Vec<RecordId>,
        /// The other checkers, if there were any.
        with: Vec<UserId>,
    },
}

impl Core {
    /// Rechecks a hazard after the owner's feedback（复查）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: no right to, too few people, the same person who confirmed the
    /// fix, a photo is missing.
    pub fn recheck(&self, hazard: RecordId, input: RecheckInput) -> Result<EnvelopeId, CoreError> {
        self.act(hazard, input.into())
    }
}

impl From<RecheckInput> for Event {
    fn from(input: RecheckInput) -> Self {
        match input {
            RecheckInput::Passed { with, photos } => Self::RecheckPassed { with, photos },
            RecheckInput::Failed {
                reason,
                photos,
                with,
            } => Self::RecheckFailed {
                reason,
                photos,
                with,
            },
        }
    }
}
