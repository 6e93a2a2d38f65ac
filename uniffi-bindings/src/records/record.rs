use std::collections::HashMap;

use wangge_domain::lifecycle::{Effect, EventWord, HistoryEntry};
use wangge_mobile_core as core;

use crate::values::{FieldValue, values};

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
    /// Its fields.
    pub fields: HashMap<String, FieldValue>,
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
        Self {
            id: it.record.to_string(),
            kind: it.kind.to_string(),
            grid: it.grid.to_string(),
            status: it.state.status.as_str().to_owned(),
            fields: values(it.content.fields),
            allowed: it.allowed.into_iter().map(|it| it.0).collect(),
            statement: it.statement.to_string(),
            signatures: it.signatures.into_iter().map(Into::into).collect(),
            photos: it.photos.into_iter().map(Into::into).collect(),
            pending: it.pending,
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
}

impl From<core::SignatureView> for SignatureCard {
    fn from(it: core::SignatureView) -> Self {
        Self {
            id: it.id.to_string(),
            signer: it.signer,
            role: it.role,
            holds: it.holds,
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
    /// The relay holds its view copy.
    pub shown: bool,
    /// The relay holds its original.
    pub complete: bool,
    /// A file is gone that the relay never held.
    pub lost: bool,
    /// When it was taken, as the file says.
    pub taken_ms: Option<i64>,
}

impl From<core::PhotoView> for Photo {
    fn from(it: core::PhotoView) -> Self {
        Self {
            id: it.row.record.to_string(),
            item: it.row.item,
            shown: it.shown,
            complete: it.complete,
            lost: it.lost,
            taken_ms: it.row.taken_at.map(|at| at.0),
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
    /// Name of the event.
    pub event: String,
    /// Id of who did it.
    pub user: String,
    /// When the relay received it.
    pub received_ms: i64,
    /// Not yet accepted by the relay.
    pub pending: bool,
    /// Why it had no effect; `None`: it had.
    pub no_effect: Option<String>,
    /// Code of the status after it.
    pub status: String,
    /// What it said, one thing a line in Chinese: reason, remark, that it was entered on behalf（代填）.
    pub words: Vec<String>,
}

impl From<HistoryEntry> for HistoryLine {
    fn from(it: HistoryEntry) -> Self {
        Self {
            event: it.event,
            user: it.user.to_string(),
            received_ms: it.received_at.0,
            pending: it.seq.is_none(),
            no_effect: match it.effect {
                Effect::NoEffect(reason) => Some(reason.code),
                _ => None,
            },
            status: it.status.as_str().to_owned(),
            words: it.words.iter().map(EventWord::line).collect(),
        }
    }
}
