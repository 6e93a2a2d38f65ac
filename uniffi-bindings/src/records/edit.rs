use wangge_domain::lifecycle;
use wangge_domain::resources::{Language, field_words, label};

use crate::values::FieldValue;

/// A field of a registered record that was written anew（字段改动）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct FieldEdit {
    /// Place in the log; `None` while pending.
    pub seq: Option<u64>,
    /// The envelope that carries the change.
    pub envelope: String,
    /// Id of who wrote it.
    pub user: String,
    /// Id of the device it was written on.
    pub device: String,
    /// When it was written, as well as that is known.
    pub made_ms: i64,
    /// When the relay received it.
    pub received_ms: i64,
    /// Not yet accepted by the relay.
    pub pending: bool,
    /// Which field.
    pub key: String,
    /// The same in Chinese: ready to be shown.
    pub key_zh: String,
    /// What stood there: nothing, one value, or those of a conflict that it decides.
    pub before: Vec<FieldValue>,
    /// What stands there since.
    pub after: FieldValue,
    /// `after_registration`, `after_notice` or `after_end`, if the field stood fast already; the
    /// label is `late_edit.{word}`.
    pub late: Option<String>,
    /// The same in Chinese: ready to be shown.
    pub late_zh: Option<String>,
}

impl From<lifecycle::FieldEdit> for FieldEdit {
    fn from(it: lifecycle::FieldEdit) -> Self {
        let lifecycle::FieldEdit {
            seq,
            envelope,
            user,
            device,
            time,
            received_at,
            key,
            before,
            after,
            late,
        } = it;
        let late = late.map(lifecycle::FrozenSince::late_code);
        let words = |code: &str| {
            let key = format!("late_edit.{code}");
            label(Language::Chinese, &key).to_owned()
        };
        Self {
            seq,
            envelope: envelope.to_string(),
            user: user.to_string(),
            device: device.to_string(),
            made_ms: time.best().0,
            received_ms: received_at.0,
            pending: seq.is_none(),
            key_zh: field_words(Language::Chinese, &key),
            key,
            before: before.into_iter().map(Into::into).collect(),
            after: after.into(),
            late: late.map(str::to_owned),
            late_zh: late.map(words),
        }
    }
}
