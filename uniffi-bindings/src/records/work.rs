use std::collections::HashMap;

use wangge_domain::schedule::{self, TaskKind};
use wangge_mobile_core as core;

use crate::values::{FieldValue, values, word};

/// What the relay refused or set apart（被拒内容）; nothing of it is ever deleted.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Refused {
    /// The envelope: applied again by this.
    pub envelope: String,
    /// The record.
    pub record: String,
    /// Its kind.
    pub kind: String,
    /// Code of the reason.
    pub reason: String,
    /// It builds on words that were blanked（涂销） before it came: it may be applied again.
    pub redacted: bool,
    /// Set apart until a person decides.
    pub quarantined: bool,
    /// When.
    pub at_ms: i64,
    /// What was written.
    pub edits: HashMap<String, FieldValue>,
    /// What was done.
    pub events: Vec<String>,
    /// It was taken up again.
    pub applied_again: bool,
}

impl From<core::RefusedWork> for Refused {
    fn from(it: core::RefusedWork) -> Self {
        let core::RefusedWork {
            envelope,
            record,
            kind,
            reason,
            redacted,
            quarantined,
            at,
            edits,
            events,
            applied_again,
        } = it;
        Self {
            envelope: envelope.to_string(),
            record: record.to_string(),
            kind: kind.to_string(),
            reason: word(&reason),
            redacted,
            quarantined,
            at_ms: at.0,
            edits: values(edits),
            events,
            applied_again,
        }
    }
}

/// A field that two people wrote at once（冲突）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct FieldConflict {
    /// The key.
    pub key: String,
    /// Every value.
    pub values: Vec<FieldValue>,
    /// The one that is shown.
    pub shown: Option<FieldValue>,
}

impl From<core::FieldConflict> for FieldConflict {
    fn from(it: core::FieldConflict) -> Self {
        let core::FieldConflict { key, values, shown } = it;
        Self {
            key,
            values: values.into_iter().map(Into::into).collect(),
            shown: shown.map(Into::into),
        }
    }
}

/// What was exported（导出结果）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ExportReport {
    /// The folder that was made.
    pub folder: String,
    /// Sealed envelopes.
    pub envelopes: u64,
    /// Records with unsealed edits.
    pub drafts: u64,
    /// Photo files.
    pub photos: u64,
    /// Photo files that could not be read.
    pub unreadable: u64,
    /// Encrypted files in the trash folder whose keys were lost with a database: they stay there.
    pub without_key: u64,
    /// The key, shown once: write it down.
    pub key: Option<String>,
}

impl From<core::ExportReport> for ExportReport {
    fn from(it: core::ExportReport) -> Self {
        let core::ExportReport {
            folder,
            envelopes,
            drafts,
            photos,
            unreadable,
            without_key,
            key,
        } = it;
        Self {
            folder: folder.to_string_lossy().into_owned(),
            envelopes,
            drafts,
            photos,
            unreadable,
            without_key,
            key,
        }
    }
}

/// A task of the month（每月任务）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct MonthTask {
    /// `check_day`, `visit`, `recheck`, `confirm` (what names this person as the second one, and they
    /// have not confirmed), `campaign`, `job` or `training`.
    pub kind: String,
    /// Why: a code of the due list, the key of a campaign, the code of a job; `confirm` of a recheck,
    /// `confirm_case` of an act of a case.
    pub reason: String,
    /// What is done, in words; empty where the kind says it all.
    pub text: String,
    /// The record, if it is about one.
    pub record: Option<String>,
    /// The last day on which it is in time.
    pub due: String,
    /// It is done.
    pub done: bool,
}

impl From<schedule::MonthTask> for MonthTask {
    fn from(it: schedule::MonthTask) -> Self {
        let schedule::MonthTask {
            kind,
            reason,
            text,
            record,
            due,
            done,
        } = it;
        Self {
            kind: match kind {
                TaskKind::CheckDay => "check_day",
                TaskKind::Visit => "visit",
                TaskKind::Recheck => "recheck",
                TaskKind::Confirm => "confirm",
                TaskKind::Campaign => "campaign",
                TaskKind::Job => "job",
                TaskKind::Training => "training",
            }
            .to_owned(),
            reason,
            text,
            record: record.map(|id| id.to_string()),
            due: due.to_string(),
            done,
        }
    }
}

/// A notice to recheck（复查）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RecheckItem {
    /// The hazard.
    pub hazard: String,
    /// When the notice was issued.
    pub issued: String,
    /// Its deadline.
    pub due: String,
    /// Life is threatened.
    pub life_threat: bool,
}

impl From<schedule::OpenNotice> for RecheckItem {
    fn from(it: schedule::OpenNotice) -> Self {
        let schedule::OpenNotice {
            rectification,
            issued_on,
            due_on,
            life_threat,
        } = it;
        Self {
            hazard: rectification.to_string(),
            issued: issued_on.to_string(),
            due: due_on.to_string(),
            life_threat,
        }
    }
}

/// A notification for the phone to show by itself（本地提醒）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Reminder {
    /// When to show it.
    pub at_ms: i64,
    /// What it is about: a stable code.
    pub kind: String,
    /// The record to open.
    pub record: Option<String>,
    /// Its name; empty if none.
    pub subject: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl From<core::Reminder> for Reminder {
    fn from(it: core::Reminder) -> Self {
        let core::Reminder {
            at,
            kind,
            record,
            subject,
            zh,
            en,
        } = it;
        Self {
            at_ms: at.0,
            kind: kind.code().to_owned(),
            record: record.map(|id| id.to_string()),
            subject,
            zh,
            en,
        }
    }
}

/// Which paper（文书种类）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PaperKind {
    /// 隐患整改通知书.
    Notice,
    /// 重大火灾隐患整改通知书.
    MajorNotice,
    /// 现场检查记录.
    InspectionRecord,
    /// 复查意见书.
    RecheckOpinion,
    /// 移送函.
    Transfer,
    /// 告诫承诺书.
    Commitment,
    /// 责任书.
    Responsibility,
    /// 承诺书.
    Promise,
    /// 督办单.
    SupervisionOrder,
    /// 责任区公示牌.
    ZoneCard,
    /// 一户一档.
    Dossier,
}

/// A paper made on this phone（已生成文书）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Paper {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its number: final, provisional, or empty.
    pub number: String,
    /// Hash of what it says, as its QR carries it.
    pub content_hash: String,
    /// What its QR says.
    pub qr: String,
    /// Pages.
    pub pages: u32,
    /// Characters shown as boxed code points, for no font has them: tell, before it is handed over.
    pub missing: Vec<String>,
    /// Photos whose files are not on this phone: their boxes say so.
    pub photos_missing: u32,
}

#[cfg(feature = "papers")]
impl From<core::MadePaper> for Paper {
    fn from(it: core::MadePaper) -> Self {
        let core::MadePaper {
            pdf,
            number,
            content_hash,
            qr,
            pages,
            missing,
            photos_missing,
        } = it;
        Self {
            pdf,
            number,
            content_hash: content_hash.to_string(),
            qr,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            missing: missing.into_iter().map(String::from).collect(),
            photos_missing: u32::try_from(photos_missing).unwrap_or(u32::MAX),
        }
    }
}
