use std::collections::HashMap;

use wangge_domain::schedule;
use wangge_mobile_core as core;

use crate::values::{FieldValue, values};

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
        Self {
            envelope: it.envelope.to_string(),
            record: it.record.to_string(),
            kind: it.kind.to_string(),
            reason: word(&it.reason),
            quarantined: it.quarantined,
            at_ms: it.at.0,
            edits: values(it.edits),
            events: it.events,
            applied_again: it.applied_again,
        }
    }
}

/// The word of a reason, as it stands on the wire.
fn word(reason: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(reason).ok();
    let text = value.as_ref().and_then(serde_json::Value::as_str);
    text.unwrap_or("other").to_owned()
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
        Self {
            key: it.key,
            values: it.values.into_iter().map(Into::into).collect(),
            shown: it.shown.map(Into::into),
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
    /// The key, shown once: write it down.
    pub key: Option<String>,
}

impl From<core::ExportReport> for ExportReport {
    fn from(it: core::ExportReport) -> Self {
        Self {
            folder: it.folder.to_string_lossy().into_owned(),
            envelopes: it.envelopes,
            drafts: it.drafts,
            photos: it.photos,
            key: it.key,
        }
    }
}

/// A task of the month（每月任务）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct MonthTask {
    /// Why: a code of the due list, the key of a campaign, the code of a job.
    pub reason: String,
    /// What is done, in words.
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
        Self {
            reason: it.reason,
            text: it.text,
            record: it.record.map(|id| id.to_string()),
            due: it.due.to_string(),
            done: it.done,
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
        Self {
            hazard: it.rectification.to_string(),
            issued: it.issued_on.to_string(),
            due: it.due_on.to_string(),
            life_threat: it.life_threat,
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
        Self {
            at_ms: it.at.0,
            kind: it.kind.code().to_owned(),
            record: it.record.map(|id| id.to_string()),
            subject: it.subject,
            zh: it.zh,
            en: it.en,
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
    /// What its QR says.
    pub qr: String,
    /// Pages.
    pub pages: u32,
}
