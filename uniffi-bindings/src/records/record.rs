use std::collections::{BTreeMap, HashMap};

use wangge_domain::RecordId;
use wangge_domain::inspection::{PhotoStage, photo_refs};
use wangge_domain::lifecycle::{Effect, EventWord, HistoryEntry, Reason, RecheckOverdue};
use wangge_domain::record::Content;
use wangge_mobile_core as core;

use super::Standing;
use crate::values::{FieldValue, values, word};

/// A record with what its screen shows（记录）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RecordCard {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its grid.
    pub grid: String,
    /// Code of its status.
    pub status: String,
    /// Where it stands.
    pub standing: Standing,
    /// When the time of the policy for its recheck was over; none if it is not.
    pub recheck_overdue_ms: Option<i64>,
    /// Code of the body whose recheck is overdue.
    pub recheck_body: Option<String>,
    /// Its fields.
    pub fields: HashMap<String, FieldValue>,
    /// Fields that two people wrote at once: see its conflicts.
    pub conflicts: Vec<String>,
    /// Names of what this person may do with it now.
    pub allowed: Vec<String>,
    /// Hash of what a signature is put under.
    pub statement: String,
    /// Signatures.
    pub signatures: Vec<SignatureCard>,
    /// Photos.
    pub photos: Vec<Photo>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl From<core::RecordView> for RecordCard {
    fn from(it: core::RecordView) -> Self {
        let core::RecordView {
            record,
            kind,
            grid,
            content,
            state,
            recheck_overdue,
            // For the cards of this core's own shells, which confirm redactions.
            redaction: _,
            owed: _,
            allowed,
            statement,
            signatures,
            photos,
            pending,
        } = it;
        let stages: BTreeMap<RecordId, PhotoStage> = photo_refs(&content)
            .into_iter()
            .map(|it| (it.photo, it.stage))
            .collect();
        let stage = |photo: RecordId| stages.get(&photo).copied().unwrap_or_default();
        let Content { fields, conflicts } = content;
        let (recheck_overdue_ms, recheck_body) = match recheck_overdue {
            Some(RecheckOverdue { since, body }) => (Some(since.0), body),
            None => (None, None),
        };
        Self {
            id: record.to_string(),
            kind: kind.to_string(),
            grid: grid.to_string(),
            status: state.status.as_str().to_owned(),
            standing: state.into(),
            recheck_overdue_ms,
            recheck_body,
            fields: values(fields),
            conflicts: conflicts.into_keys().collect(),
            allowed: allowed.into_iter().map(|it| it.0).collect(),
            statement: statement.to_string(),
            signatures: signatures.into_iter().map(Into::into).collect(),
            photos: photos
                .into_iter()
                .map(|it| {
                    let stage = stage(it.row.record);
                    Photo::new(it, stage)
                })
                .collect(),
            pending,
        }
    }
}

/// A signature of a record（已签名）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct SignatureCard {
    /// Its id.
    pub id: String,
    /// Who signed.
    pub signer: String,
    /// As what.
    pub role: String,
    /// What was signed still stands there.
    pub holds: bool,
    /// It does not, and something was blanked since it was written（内容已涂销）.
    pub redacted: bool,
}

impl From<core::SignatureView> for SignatureCard {
    fn from(it: core::SignatureView) -> Self {
        let core::SignatureView {
            id,
            signer,
            role,
            holds,
            redacted,
        } = it;
        Self {
            id: id.to_string(),
            signer,
            role,
            holds,
            redacted,
        }
    }
}

/// A photo of a record（照片）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Photo {
    /// Its id.
    pub id: String,
    /// Checklist item or slot; empty if none.
    pub item: String,
    /// What it shows: `found`, `before`, `after`, `recheck` or `service`.
    pub stage: String,
    /// Code of its status.
    pub status: String,
    /// The relay holds its view copy.
    pub shown: bool,
    /// The relay holds its original.
    pub complete: bool,
    /// A file is gone that the relay never held.
    pub lost: bool,
    /// No file of it was ever on this phone: another one took it, and it comes when it is fetched.
    pub elsewhere: bool,
    /// Two people blanked it（已涂销）: there is nothing to fetch.
    pub redacted: bool,
    /// When it was attached, by the phone's clock.
    pub taken_ms: Option<i64>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl Photo {
    fn new(it: core::PhotoView, stage: PhotoStage) -> Self {
        let core::PhotoView {
            row,
            shown,
            complete,
            lost,
            elsewhere,
            redacted,
        } = it;
        let core::PhotoRow {
            record,
            // The record whose card it is on.
            target: _,
            item,
            status,
            // Copies are fetched by the photo's id.
            original: _,
            view: _,
            thumbnail: _,
            taken_at,
            pending,
        } = row;
        Self {
            id: record.to_string(),
            item,
            stage: stage.as_str().to_owned(),
            status: status.as_str().to_owned(),
            shown,
            complete,
            lost,
            elsewhere,
            redacted,
            taken_ms: taken_at.map(|at| at.0),
            pending,
        }
    }
}

/// Which copy of a photo（照片规格）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PhotoSize {
    /// 缩略图.
    Thumbnail,
    /// 浏览图, 1600 px.
    View,
    /// 原图.
    Original,
}

impl From<PhotoSize> for core::PhotoRole {
    fn from(size: PhotoSize) -> Self {
        match size {
            PhotoSize::Thumbnail => Self::Thumbnail,
            PhotoSize::View => Self::View,
            PhotoSize::Original => Self::Original,
        }
    }
}

/// Something that happened to a record（经过）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct HistoryLine {
    /// Place in the log; `None` while pending.
    pub seq: Option<u64>,
    /// The envelope.
    pub envelope: String,
    /// Name of the event.
    pub event: String,
    /// Id of who did it.
    pub user: String,
    /// Word of the role that allowed it, if it took effect; the label is `role.{word}`.
    pub role: Option<String>,
    /// Signed by the relay for somebody with a password.
    pub attested_by_relay: bool,
    /// When it was made, as well as that is known.
    pub made_ms: i64,
    /// When the relay received it.
    pub received_ms: i64,
    /// Not yet accepted by the relay.
    pub pending: bool,
    /// Why it had no effect; `None`: it had.
    pub no_effect: Option<String>,
    /// The same in Chinese: ready to be shown.
    pub no_effect_zh: Option<String>,
    /// `in_time`, `undetermined` or `late`, of what has a deadline; the label is `timing.{word}`.
    pub timing: Option<String>,
    /// Code of the status after it.
    pub status: String,
    /// The number it earned.
    pub number: Option<String>,
    /// The final number of the paper that it has of its own.
    pub paper_number: Option<String>,
    /// What it said, one thing a line in Chinese: reason, remark, that it was entered on behalf（代填）.
    pub words: Vec<String>,
}

impl From<HistoryEntry> for HistoryLine {
    fn from(it: HistoryEntry) -> Self {
        let HistoryEntry {
            seq,
            envelope,
            event,
            user,
            // A phone is no person.
            device: _,
            role,
            attested_by_relay,
            time,
            received_at,
            // Told by what it led to.
            seen: _,
            effect,
            timing,
            status,
            number,
            paper_number,
            words,
        } = it;
        let reason = match effect {
            Effect::Applied => None,
            Effect::NoEffect(reason) => Some(reason),
        };
        Self {
            seq,
            envelope: envelope.to_string(),
            event,
            user: user.to_string(),
            role: role.map(|role| role.as_str().to_owned()),
            attested_by_relay,
            made_ms: time.best().0,
            received_ms: received_at.0,
            pending: seq.is_none(),
            no_effect_zh: reason.as_ref().map(Reason::text),
            no_effect: reason.map(|reason| reason.code),
            timing: timing.as_ref().map(word),
            status: status.as_str().to_owned(),
            number,
            paper_number,
            words: words.iter().map(EventWord::line).collect(),
        }
    }
}

/// A record that waits for its author（草稿行）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DraftRow {
    /// The record.
    pub record: String,
    /// Its kind.
    pub kind: String,
    /// Code of its status without the draft; `returned`: it is to be mended.
    pub status: String,
    /// Fields with an edit that is not sealed.
    pub edits: u64,
}

impl From<core::DraftRow> for DraftRow {
    fn from(it: core::DraftRow) -> Self {
        let core::DraftRow {
            record,
            kind,
            status,
            edits,
        } = it;
        Self {
            record: record.to_string(),
            kind: kind.to_string(),
            status: status.as_str().to_owned(),
            edits,
        }
    }
}
