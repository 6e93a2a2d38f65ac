use wangge_mobile_core as core;

use crate::error::FieldError;

/// How far a sync has come（同步进度）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SyncProgress {
    /// Records.
    Records {
        /// Sealed envelopes that still wait for their verdict.
        waiting: u64,
        /// Rows received.
        received: u64,
    },
    /// It waits before it tries again.
    Waiting {
        /// Milliseconds.
        ms: u64,
    },
    /// Photos.
    Photos {
        /// Files the relay has got.
        sent: u64,
        /// Files that still wait.
        left: u64,
    },
}

impl From<core::SyncProgress> for SyncProgress {
    fn from(progress: core::SyncProgress) -> Self {
        match progress {
            core::SyncProgress::Records { waiting, received } => {
                Self::Records { waiting, received }
            }
            core::SyncProgress::Waiting { ms } => Self::Waiting { ms },
            core::SyncProgress::Photos { sent, left } => Self::Photos { sent, left },
        }
    }
}

/// What a sync did（同步小结）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct SyncReport {
    /// Everything is sent and everything is here.
    pub complete: bool,
    /// Why it stopped for now: code of an error; it goes on with the next sync.
    pub stopped: Option<String>,
    /// The same in Chinese.
    pub stopped_zh: Option<String>,
    /// Envelopes the relay logged.
    pub envelopes: u64,
    /// Rows received.
    pub rows: u64,
    /// Records in which a step of this phone changed nothing, since somebody else was first: their
    /// history says why.
    pub without_effect: Vec<String>,
    /// Envelopes refused or set apart: see the refused work.
    pub refused: u64,
    /// Photo files sent.
    pub photos_sent: u64,
    /// Photo files that still wait.
    pub photos_left: u64,
    /// Compressed bytes up.
    pub bytes_up: u64,
    /// Compressed bytes down.
    pub bytes_down: u64,
    /// The phone must be enrolled anew.
    pub rekey_needed: bool,
    /// The relay ordered this phone to wipe itself, and it has.
    pub wiped: bool,
}

impl From<core::SyncReport> for SyncReport {
    fn from(it: core::SyncReport) -> Self {
        let failure = match it.end {
            core::SyncEnd::Failed(error) => Some(FieldError::from(error)),
            _ => None,
        };
        let photos = it.photos.failure.map(FieldError::from);
        let stopped = failure.or(photos);
        Self {
            complete: stopped.is_none(),
            stopped: stopped.as_ref().map(|error| error.info().code.clone()),
            stopped_zh: stopped.as_ref().map(|error| error.info().zh.clone()),
            envelopes: it.envelopes,
            rows: it.rows,
            without_effect: it.without_effect.iter().map(ToString::to_string).collect(),
            refused: it.refused.len() as u64,
            photos_sent: it.photos.sent,
            photos_left: it.photos.left,
            bytes_up: it.bytes_up,
            bytes_down: it.bytes_down,
            rekey_needed: it.rekey_needed,
            wiped: it.wiped,
        }
    }
}

/// What a sync in the background came to（后台同步结果）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct BackgroundSync {
    /// What was done; `None` if the time ran out.
    pub report: Option<SyncReport>,
    /// The time ran out. What was done until then stands.
    pub ran_out: bool,
    /// Ask the system for another turn.
    pub work_left: bool,
}

impl From<core::BackgroundSync> for BackgroundSync {
    fn from(it: core::BackgroundSync) -> Self {
        Self {
            report: it.report.map(Into::into),
            ran_out: it.ran_out,
            work_left: it.work_left,
        }
    }
}

/// An upload for the operating system's own uploader（系统上传任务）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct OsUpload {
    /// Name of the task.
    pub digest: String,
    /// The photo.
    pub photo: String,
    /// `PATCH`.
    pub method: String,
    /// Where to send it.
    pub url: String,
    /// Headers to send with it; keep them out of logs.
    pub headers: std::collections::HashMap<String, String>,
    /// SHA-256 (hex) of the relay's SubjectPublicKeyInfo: trust this key and no other.
    pub pin: String,
    /// File with the body, plain and guarded.
    pub body: String,
    /// Bytes of it.
    pub length: u64,
}

impl From<core::OsUpload> for OsUpload {
    fn from(it: core::OsUpload) -> Self {
        Self {
            digest: it.digest.to_string(),
            photo: it.photo.to_string(),
            method: it.method.to_owned(),
            url: it.url,
            headers: it.headers.into_iter().collect(),
            pin: it.pin.to_string(),
            body: it.body.to_string_lossy().into_owned(),
            length: it.length,
        }
    }
}
