use std::str::FromStr;

use super::PeerCommandError;

/// What a client is to do. The timed part begins with the line it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerPhase {
    /// Untimed: enter all documents into the local store. Timed: until the relay has
    /// acknowledged every one.
    Push,
    /// A second device with an empty store. Timed: until all documents are in it.
    Pull,
    /// The first device again, its store as it was. Untimed: make the edits. Timed: as a push.
    DeltaPush,
    /// The second device again. Timed: until the edits have arrived.
    DeltaPull,
    /// The first device again, nothing new. Timed: until it knows.
    Idle,
    /// One of many devices that push documents of their own at once, to a fresh server.
    Concurrent,
}

impl PeerPhase {
    /// The phase as the harness writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Pull => "pull",
            Self::DeltaPush => "delta-push",
            Self::DeltaPull => "delta-pull",
            Self::Idle => "idle",
            Self::Concurrent => "conc",
        }
    }

    /// Whether the documents are entered before the sync.
    #[must_use]
    pub fn enters_documents(self) -> bool {
        matches!(self, Self::Push | Self::Concurrent)
    }

    /// Whether the documents in the local store are compared with what they must be afterwards.
    #[must_use]
    pub fn verifies(self) -> bool {
        matches!(self, Self::Pull | Self::DeltaPull)
    }
}

impl FromStr for PeerPhase {
    type Err = PeerCommandError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [
            Self::Push,
            Self::Pull,
            Self::DeltaPush,
            Self::DeltaPull,
            Self::Idle,
            Self::Concurrent,
        ]
        .into_iter()
        .find(|phase| phase.as_str() == text)
        .ok_or_else(|| PeerCommandError::Value {
            flag: "--phase",
            value: text.to_owned(),
        })
    }
}
