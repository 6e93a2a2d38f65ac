use std::error::Error;

use serde::Deserialize;
use wangge_sync_engine::client::SyncFailure;

/// Why a call to the relay gave nothing. What was to be sent is still with the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HttpFailure {
    /// No way to the relay: no network, no answer at the address, cut in the middle.
    #[error("the relay is not reachable: {0}")]
    Unreachable(String),
    /// Another key than the pinned one answered.
    #[error("the relay has another key than the one pinned")]
    WrongPin,
    /// Something answered that is not a relay.
    #[error("a captive portal answered instead of the relay")]
    CaptivePortal,
    /// The token is not valid, with the challenge to sign for a new one.
    #[error("not authorized: {code}")]
    Unauthorized {
        /// The relay's code.
        code: String,
        /// To be signed for a new token, if the relay gave one.
        challenge: Option<String>,
    },
    /// The relay says no, with its reason.
    #[error("the relay answered {status} {code}: {message}")]
    Refused {
        /// HTTP status, 400 to 499.
        status: u16,
        /// The relay's code.
        code: String,
        /// Its words, Chinese first.
        message: String,
    },
    /// The relay is overloaded or broken; later it may do.
    #[error("the relay answered {status}")]
    Server {
        /// HTTP status.
        status: u16,
        /// Wait that the relay asks for.
        retry_after_ms: Option<u64>,
    },
    /// It took too long.
    #[error("the relay did not answer in time")]
    TimedOut,
    /// The answer makes no sense.
    #[error("the relay's answer makes no sense: {0}")]
    Malformed(String),
    /// The caller gave up.
    #[error("cancelled")]
    Cancelled,
}

/// The body of an error: `{code, message, message_en, retry_after_ms?, challenge?}`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ErrorBody {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) message: String,
    #[serde(default)]
    pub(super) retry_after_ms: Option<u64>,
    #[serde(default)]
    pub(super) challenge: Option<String>,
}

impl HttpFailure {
    /// The failure of an answer with an error status.
    pub(super) fn of_status(status: u16, body: &[u8], retry_after_seconds: Option<u64>) -> Self {
        let parsed = if body.is_empty() {
            // Answers to HEAD have no body.
            Ok(ErrorBody::default())
        } else {
            serde_json::from_slice::<ErrorBody>(body)
        };
        let Ok(error) = parsed else {
            // Every error of a relay is JSON: a page of words comes from something in between.
            return if status < 500 {
                Self::CaptivePortal
            } else {
                let retry_after_ms = retry_after_seconds.map(|seconds| seconds * 1000);
                Self::Server {
                    status,
                    retry_after_ms,
                }
            };
        };
        match status {
            401 => Self::Unauthorized {
                code: error.code,
                challenge: error.challenge,
            },
            429 | 500.. => Self::Server {
                status,
                retry_after_ms: error
                    .retry_after_ms
                    .or(retry_after_seconds.map(|seconds| seconds * 1000)),
            },
            _ => Self::Refused {
                status,
                code: error.code,
                message: error.message,
            },
        }
    }

    /// What the engine's state machine is told.
    pub(crate) fn for_engine(&self) -> SyncFailure {
        match self {
            Self::Unreachable(_) | Self::WrongPin | Self::Cancelled => SyncFailure::Unreachable,
            Self::CaptivePortal => SyncFailure::CaptivePortal,
            Self::Unauthorized { .. } => SyncFailure::Unauthorized,
            Self::Refused { status, .. } => SyncFailure::Server {
                status: *status,
                retry_after_ms: None,
            },
            Self::Server {
                status,
                retry_after_ms,
            } => SyncFailure::Server {
                status: *status,
                retry_after_ms: *retry_after_ms,
            },
            Self::TimedOut => SyncFailure::TimedOut,
            Self::Malformed(_) => SyncFailure::Malformed,
        }
    }
}

impl From<reqwest::Error> for HttpFailure {
    fn from(error: reqwest::Error) -> Self {
        if is_wrong_pin(&error) {
            Self::WrongPin
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            // Without the address: it stands in the configuration, not in logs.
            Self::Unreachable(error.without_url().to_string())
        }
    }
}

/// Whether our own verifier refused the certificate, somewhere down the chain of causes.
fn is_wrong_pin(error: &(dyn Error + 'static)) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(current) = cause {
        if is_pin_refusal(current) {
            return true;
        }
        let wrapped = current
            .downcast_ref::<std::io::Error>()
            .and_then(|error| error.get_ref())
            .map(|inner| inner as &(dyn Error + 'static));
        if wrapped.is_some_and(is_wrong_pin) {
            return true;
        }
        cause = current.source();
    }
    false
}

fn is_pin_refusal(error: &(dyn Error + 'static)) -> bool {
    matches!(
        error.downcast_ref::<rustls::Error>(),
        Some(rustls::Error::InvalidCertificate(
            rustls::CertificateError::ApplicationVerificationFailure
        ))
    )
}
