use serde::{Deserialize, Serialize};

/// What is asked where something is taken back while the hazard that it rests on is still open
/// （前因未了的处理）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenGround {
    /// Nothing.
    #[default]
    NotAsked,
    /// A reason.
    Reason,
    /// The hazard is at its end first.
    Ended,
}

impl OpenGround {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    pub(super) fn is_not_asked(&self) -> bool {
        *self == Self::NotAsked
    }
}
