use wangge_sync_engine::client::SyncFailure;

/// Why a call to the relay did not do what it should. Nothing on the phone was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The address cannot be read, or the TLS library cannot be set up.
    #[error("the relay's address is not usable: {0}")]
    BadAddress(String),
    /// No connection, or it broke.
    #[error("the relay cannot be reached: {0}")]
    Unreachable(String),
    /// No answer in time.
    #[error("the relay did not answer in time")]
    TimedOut,
    /// Someone else answers: the certificate's key is not the pinned one.
    #[error("the answering host has another key than the relay's")]
    WrongPin,
    /// A login page of a network answered in the relay's place.
    #[error("a network login page answered in the relay's place")]
    CaptivePortal,
    /// The token is missing, expired or revoked; with a challenge a new one can be had.
    #[error("the relay wants a new session ({code})")]
    Unauthorized {
        /// Code of the refusal.
        code: String,
        /// To be signed for a new token.
        challenge: Option<String>,
    },
    /// The relay said no.
    #[error("the relay answered {status}: {code}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Code from the documented table.
        code: String,
        /// Text for the user.
        message: String,
        /// When to try again.
        retry_after_ms: Option<u64>,
    },
    /// The answer is not what the protocol says.
    #[error("the relay's answer cannot be read: {0}")]
    Malformed(String),
}

impl HttpError {
    /// How the sync machine sees it.
    #[must_use]
    pub fn as_sync_failure(&self) -> SyncFailure {
        match self {
            Self::BadAddress(_) | Self::Unreachable(_) | Self::WrongPin => SyncFailure::Unreachable,
            Self::TimedOut => SyncFailure::TimedOut,
            Self::CaptivePortal => SyncFailure::CaptivePortal,
            Self::Unauthorized { .. } => SyncFailure::Unauthorized,
            Self::Refused { status, retry_after_ms, .. } => {
                SyncFailure::Server { status: *status, retry_after_ms: *retry_after_ms }
            }
            Self::Malformed(_) => SyncFailure::Malformed,
        }
    }
}
