//! From the many ways things fail inside to the few an app can act on.

use wangge_domain::lifecycle::Reason;
use wangge_sync_engine::client::{EngineError, SyncFailure};
use wangge_sync_engine::store::StoreError;

use crate::error::CoreError;
use crate::http::HttpFailure;
use crate::media::SealedBytesError;
use crate::store::{DbError, OpenError, is_full_text};

/// Wait after a failure of the relay that names none.
const USUAL_WAIT_MS: u64 = 30_000;
/// HTTP status of a relay whose disk is full.
const INSUFFICIENT_STORAGE: u16 = 507;

impl From<StoreError> for CoreError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Corrupt(_) => Self::Damaged,
            StoreError::Closed => Self::Paused,
            StoreError::HeadMoved => Self::Internal("a head moved".to_owned()),
            StoreError::Failed(why) => Self::Internal(why),
        }
    }
}

impl From<DbError> for CoreError {
    fn from(error: DbError) -> Self {
        StoreError::from(error).into()
    }
}

impl From<OpenError> for CoreError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::WrongKey => Self::WrongKey,
            OpenError::Damaged(_) => Self::Damaged,
            OpenError::Newer { .. } => Self::NewerDatabase,
            OpenError::DiskFull => Self::DiskFull,
            OpenError::Failed(why) => Self::StorageFailed(why),
            OpenError::NotEncrypted | OpenError::SqliteTooOld(_) => {
                Self::Internal(error.to_string())
            }
        }
    }
}

impl CoreError {
    /// What the key store says when it fails: a vault in a file fails like any file.
    pub(crate) fn of_key_store(why: String) -> Self {
        if is_full_text(&why) {
            Self::DiskFull
        } else {
            Self::StorageFailed(why)
        }
    }
}

impl From<EngineError> for CoreError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::NotEnrolled => Self::NotEnrolled,
            EngineError::UnknownRecord(_) | EngineError::UnknownEnvelope => Self::UnknownRecord,
            EngineError::WrongRecord(_) => Self::UnknownRecord,
            EngineError::ReadOnly(_) => Self::NotAllowed(Reason::new("read_only", "design 4")),
            EngineError::NothingToSeal(_) => {
                Self::NotAllowed(Reason::new("same_version", "design 4"))
            }
            EngineError::NotAllowed(key) => Self::InvalidInput(format!("field: {key}")),
            EngineError::TextTooLong { key, bytes, most } => {
                Self::InvalidInput(format!("text too long: {key}: {bytes}/{most}"))
            }
            EngineError::ControlLetters(key) => Self::hidden_letters(&key),
            EngineError::TooLarge(_) => Self::InvalidInput("too large".to_owned()),
            EngineError::Document(error) => Self::Internal(error.to_string()),
            EngineError::LeaseUnreadable => Self::Internal("the lease cannot be read".to_owned()),
        }
    }
}

impl From<HttpFailure> for CoreError {
    fn from(failure: HttpFailure) -> Self {
        match failure {
            HttpFailure::Unreachable(_) | HttpFailure::TimedOut => Self::Unreachable,
            HttpFailure::WrongPin => Self::WrongRelay,
            HttpFailure::CaptivePortal => Self::CaptivePortal,
            HttpFailure::Unauthorized { code, .. } => Self::RelayRefused {
                code,
                message: "服务器不承认本机的登记，本机可能已被停用".to_owned(),
            },
            HttpFailure::Refused { code, message, .. } => Self::RelayRefused { code, message },
            HttpFailure::Server {
                status: INSUFFICIENT_STORAGE,
                ..
            } => Self::RelayFull,
            HttpFailure::Server { retry_after_ms, .. } => Self::Busy {
                after_ms: retry_after_ms.unwrap_or(USUAL_WAIT_MS),
            },
            HttpFailure::Malformed(_) => Self::BadAnswer,
            HttpFailure::Cancelled => Self::Cancelled,
        }
    }
}

/// Why the engine gave a sync up（同步中止）. An answer that came and could not be taken is no want of a
/// network.
impl From<SyncFailure> for CoreError {
    fn from(failure: SyncFailure) -> Self {
        match failure {
            SyncFailure::Unreachable | SyncFailure::TimedOut => Self::Unreachable,
            SyncFailure::CaptivePortal => Self::CaptivePortal,
            SyncFailure::Unauthorized => HttpFailure::Unauthorized {
                code: "unauthorized".to_owned(),
                challenge: None,
            }
            .into(),
            SyncFailure::Server {
                status,
                retry_after_ms,
            } => HttpFailure::Server {
                status,
                retry_after_ms,
            }
            .into(),
            SyncFailure::Malformed => Self::BadAnswer,
        }
    }
}

impl From<SealedBytesError> for CoreError {
    fn from(error: SealedBytesError) -> Self {
        match error {
            SealedBytesError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Self::PhotoNotHere
            }
            SealedBytesError::Io(error) => Self::Internal(error.to_string()),
            SealedBytesError::Tampered => Self::PhotoRefused {
                code: "tampered".to_owned(),
                message: "文件被改动或损坏".to_owned(),
            },
        }
    }
}
