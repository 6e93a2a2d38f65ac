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
    /// It stopped at nothing: everything is sent, as far as it can be, and everything is here.
    pub complete: bool,
    /// Some work waits for other work that is not at hand; all else is done.
    pub waiting: bool,
    /// Why it stopped for now: code of an error; it goes on with the next sync.
    pub stopped: Option<String>,
    /// The same in Chinese.
    pub stopped_zh: Option<String>,
    /// Envelopes the relay logged.
    pub envelopes: u64,
    /// Envelopes that wait for others.
    pub blocked: u64,
    /// Rows received.
    pub rows: u64,
    /// Records in which a step of this phone changed nothing, since somebody else was first or for what
    /// the relay alone knows: their history says why.
    pub without_effect: Vec<String>,
    /// Envelopes refused or set apart: see the refused work.
    pub refused: u64,
    /// Records that stay at their last good state, since something of them cannot be read.
    pub degraded: Vec<String>,
    /// Grids that left this phone, since they are no longer granted.
    pub purged: Vec<String>,
    /// Grids whose records here were not the relay's although the log is（比对不一致）: they were worked
    /// out again from the log, and agree now.
    pub mended: Vec<String>,
    /// The same, and they still do not agree: a mistake of one of the two programs, to be told to
    /// whoever looks after them.
    pub diverged: Vec<String>,
    /// Photo files sent.
    pub photos_sent: u64,
    /// Photo files the relay had already.
    pub photos_skipped: u64,
    /// Bytes of photo files sent.
    pub photo_bytes: u64,
    /// Photo files on this phone that could not be read.
    pub photos_unreadable: u64,
    /// Photo files that still wait.
    pub photos_left: u64,
    /// Requests made.
    pub round_trips: u64,
    /// Compressed bytes up.
    pub bytes_up: u64,
    /// Compressed bytes down.
    pub bytes_down: u64,
    /// The phone must be enrolled anew.
    pub rekey_needed: bool,
    /// The relay was restored from a backup and is being healed（恢复中）: some acts wait until an
    /// administrator has ended that.
    pub relay_healing: bool,
    /// A log goes on with what this app cannot read（须更新应用）: more comes only to a newer app.
    pub update_needed: bool,
    /// The relay's clock at the last answer.
    pub relay_time_ms: Option<i64>,
    /// The relay ordered this phone to wipe itself, and it has.
    pub wiped: bool,
}

impl From<core::SyncReport> for SyncReport {
    fn from(it: core::SyncReport) -> Self {
        let core::SyncReport {
            end,
            round_trips,
            bytes_up,
            bytes_down,
            envelopes,
            blocked,
            rows,
            without_effect,
            refused,
            degraded,
            purged,
            mended,
            diverged,
            photos,
            rekey_needed,
            relay_healing,
            update_needed,
            relay_time,
            wiped,
        } = it;
        let core::PhotoReport {
            sent,
            skipped,
            bytes,
            unreadable,
            left,
            failure,
        } = photos;
        let (waiting, of_records) = match end {
            core::SyncEnd::Complete => (false, None),
            core::SyncEnd::Waiting => (true, None),
            core::SyncEnd::Failed(error) => (false, Some(error)),
        };
        let stopped = of_records.or(failure).map(FieldError::from);
        Self {
            complete: stopped.is_none(),
            waiting,
            stopped: stopped.as_ref().map(|error| error.info().code.clone()),
            stopped_zh: stopped.as_ref().map(|error| error.info().zh.clone()),
            envelopes,
            blocked,
            rows,
            without_effect: without_effect.iter().map(ToString::to_string).collect(),
            refused: refused.len() as u64,
            degraded: degraded.iter().map(ToString::to_string).collect(),
            purged: purged.iter().map(|it| it.grid().to_string()).collect(),
            mended: mended.iter().map(|it| it.grid().to_string()).collect(),
            diverged: diverged.iter().map(|it| it.grid().to_string()).collect(),
            photos_sent: sent,
            photos_skipped: skipped,
            photo_bytes: bytes,
            photos_unreadable: unreadable,
            photos_left: left,
            round_trips,
            bytes_up,
            bytes_down,
            rekey_needed,
            relay_healing,
            update_needed,
            relay_time_ms: relay_time.map(|at| at.0),
            wiped,
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
        let core::BackgroundSync {
            report,
            ran_out,
            work_left,
        } = it;
        Self {
            report: report.map(Into::into),
            ran_out,
            work_left,
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
        let core::OsUpload {
            digest,
            photo,
            method,
            url,
            headers,
            pin,
            body,
            length,
        } = it;
        Self {
            digest: digest.to_string(),
            photo: photo.to_string(),
            method: method.to_owned(),
            url,
            headers: headers.into_iter().collect(),
            pin: pin.to_string(),
            body: body.to_string_lossy().into_owned(),
            length,
        }
    }
}
