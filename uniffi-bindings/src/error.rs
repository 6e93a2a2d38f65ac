use std::sync::OnceLock;

use serde::Deserialize;
use wangge_domain::lifecycle::Reason;
use wangge_domain::{Finding, FindingLevel};
use wangge_mobile_core as core;
use wangge_mobile_core::CoreError;

/// What to do about a failure（重试建议）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Retry {
    /// It will fail again as it stands: change something first.
    No,
    /// Try again at once.
    Now,
    /// Try again after so many milliseconds.
    After {
        /// Milliseconds.
        ms: u64,
    },
    /// Try again when the network is back.
    WhenOnline,
    /// Try again when the phone is unlocked or the app is back.
    WhenUnlocked,
}

/// What became of what the user had entered（保留情况）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Kept {
    /// This call changed nothing; everything saved before is as it was.
    Everything,
    /// What was entered is saved on this phone and waits to be sent.
    SavedHere,
    /// The damaged database is set aside untouched; unsent work was read out of it.
    SetAside,
}

/// One thing that must be mended（待补正）, or the reason of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Problem {
    /// It bars what was asked for; else it is worth a look.
    pub blocking: bool,
    /// Stable code; its words are the label `finding.{code}`. Of a refusal the code of the reason,
    /// whose words stand in `ErrorInfo.zh`.
    pub code: String,
    /// Content key or checklist item; empty if it is about the whole record. Of a refusal the rule
    /// behind it.
    pub key: String,
    /// A value worth showing; empty if none.
    pub detail: String,
}

/// What an app needs to know about a failure（错误详情）.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ErrorInfo {
    /// Stable code in snake case; `docs/SHELLS.md` lists them.
    pub code: String,
    /// What happened, in Chinese: ready to be shown.
    pub zh: String,
    /// What happened, in English.
    pub en: String,
    /// What to do about it.
    pub retry: Retry,
    /// What became of what was entered.
    pub kept: Kept,
    /// What must be mended before it can go on (`incomplete`), or the one reason of what was
    /// refused; mostly empty.
    pub problems: Vec<Problem>,
}

/// Why a call failed（错误）: few enough to act on; `info` says the rest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FieldError {
    /// The phone must be enrolled, or enrolled anew.
    #[error("{}", info.zh)]
    Enrollment {
        /// The details.
        info: ErrorInfo,
    },
    /// A lock is on: the key store's, the app's own, or one the relay has ordered.
    #[error("{}", info.zh)]
    Locked {
        /// The details.
        info: ErrorInfo,
    },
    /// The core is paused or closed.
    #[error("{}", info.zh)]
    Asleep {
        /// The details.
        info: ErrorInfo,
    },
    /// The data on this phone cannot be used, or there is no room.
    #[error("{}", info.zh)]
    Storage {
        /// The details.
        info: ErrorInfo,
    },
    /// What was asked for is not allowed, not complete, or makes no sense.
    #[error("{}", info.zh)]
    Rejected {
        /// The details.
        info: ErrorInfo,
    },
    /// The relay was not reached, or has not done it.
    #[error("{}", info.zh)]
    Network {
        /// The details.
        info: ErrorInfo,
    },
    /// The caller gave up.
    #[error("{}", info.zh)]
    Cancelled {
        /// The details.
        info: ErrorInfo,
    },
    /// A defect, worth a report. What was saved is as it was.
    #[error("{}", info.zh)]
    Internal {
        /// The details.
        info: ErrorInfo,
    },
}

impl FieldError {
    /// The details.
    #[must_use]
    pub fn info(&self) -> &ErrorInfo {
        match self {
            Self::Enrollment { info }
            | Self::Locked { info }
            | Self::Asleep { info }
            | Self::Storage { info }
            | Self::Rejected { info }
            | Self::Network { info }
            | Self::Cancelled { info }
            | Self::Internal { info } => info,
        }
    }

    /// Text that is no identifier, hash, day or word where one is wanted.
    pub(crate) fn invalid(what: &str) -> Self {
        CoreError::InvalidInput(what.to_owned()).into()
    }

    /// A panic that was caught.
    pub(crate) fn panicked() -> Self {
        let words = words();
        Self::Internal {
            info: ErrorInfo {
                code: "panic".to_owned(),
                zh: words.internal.zh.clone(),
                en: words.internal.en.clone(),
                retry: Retry::No,
                kept: Kept::Everything,
                problems: Vec::new(),
            },
        }
    }
}

#[derive(Deserialize)]
struct Words {
    internal: Text,
}

#[derive(Deserialize)]
struct Text {
    zh: String,
    en: String,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        serde_json::from_str(include_str!("../resources/errors.json"))
            .expect("a test reads this resource")
    })
}

impl From<CoreError> for FieldError {
    fn from(error: CoreError) -> Self {
        let info = ErrorInfo {
            code: error.code().to_owned(),
            zh: error.zh(),
            en: error.en(),
            retry: error.retry().into(),
            kept: error.kept().into(),
            problems: problems(&error),
        };
        match error {
            CoreError::NotEnrolled
            | CoreError::AlreadyEnrolled
            | CoreError::Cloned
            | CoreError::Recovering
            | CoreError::CodeRejected { .. } => Self::Enrollment { info },
            CoreError::VaultLocked
            | CoreError::AppLocked
            | CoreError::WrongPin { .. }
            | CoreError::RemoteLocked => Self::Locked { info },
            CoreError::Paused | CoreError::Closed => Self::Asleep { info },
            CoreError::WrongKey
            | CoreError::Damaged
            | CoreError::NewerDatabase
            | CoreError::NewerPolicy(_)
            | CoreError::FolderInUse
            | CoreError::StillOpen
            | CoreError::DiskFull
            | CoreError::StorageFailed(_)
            | CoreError::NoRoomForPhoto { .. } => Self::Storage { info },
            CoreError::Unreachable
            | CoreError::WrongRelay
            | CoreError::CaptivePortal
            | CoreError::Busy { .. }
            | CoreError::RelayFull
            | CoreError::RelayRefused { .. }
            | CoreError::BadAnswer
            | CoreError::SyncRunning => Self::Network { info },
            CoreError::Cancelled => Self::Cancelled { info },
            CoreError::Internal(_) => Self::Internal { info },
            _ => Self::Rejected { info },
        }
    }
}

fn problems(error: &CoreError) -> Vec<Problem> {
    match error {
        CoreError::Incomplete(findings) => findings.iter().map(Problem::from).collect(),
        CoreError::NotAllowed(reason) | CoreError::ClockDoubted { reason, .. } => {
            let Reason { code, rule, detail } = reason;
            vec![Problem::refusal(code, rule, detail)]
        }
        CoreError::PaperRefused { code, rule, .. } => vec![Problem::refusal(code, rule, "")],
        CoreError::PhotoRefused { code, .. }
        | CoreError::CourierRefused { code }
        | CoreError::CodeRejected { code }
        | CoreError::RelayRefused { code, .. } => vec![Problem::refusal(code, "", "")],
        _ => Vec::new(),
    }
}

impl Problem {
    fn refusal(code: &str, rule: &str, detail: &str) -> Self {
        Self {
            blocking: true,
            code: code.to_owned(),
            key: rule.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

impl From<&Finding> for Problem {
    fn from(finding: &Finding) -> Self {
        let Finding {
            level,
            code,
            key,
            detail,
        } = finding;
        Self {
            blocking: *level == FindingLevel::Blocking,
            code: code.clone(),
            key: key.clone(),
            detail: detail.clone(),
        }
    }
}

impl From<core::Retry> for Retry {
    fn from(retry: core::Retry) -> Self {
        match retry {
            core::Retry::No => Self::No,
            core::Retry::Now => Self::Now,
            core::Retry::After { ms } => Self::After { ms },
            core::Retry::WhenOnline => Self::WhenOnline,
            core::Retry::WhenUnlocked => Self::WhenUnlocked,
        }
    }
}

impl From<core::Kept> for Kept {
    fn from(kept: core::Kept) -> Self {
        match kept {
            core::Kept::Everything => Self::Everything,
            core::Kept::SavedHere => Self::SavedHere,
            core::Kept::SetAside => Self::SetAside,
        }
    }
}
