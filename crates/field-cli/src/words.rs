//! Words for people, Chinese first.

use wangge_domain::Timestamp;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::resources::{Language, label, status_label};

/// The Chinese words of a label, or its code if it has none.
pub(crate) fn word(group: &str, code: &str) -> String {
    let key = format!("{group}.{code}");
    let text = label(Language::Chinese, &key);
    if text == key {
        code.to_owned()
    } else {
        text.to_owned()
    }
}

/// The Chinese words of a status.
pub(crate) fn status(kind: &RecordKind, status: &Status) -> String {
    status_label(Language::Chinese, kind, status).to_owned()
}

/// A moment in China, to the minute.
pub(crate) fn moment(at: Timestamp) -> String {
    at.china_datetime().format("%Y-%m-%d %H:%M").to_string()
}

/// A moment in China, or a dash.
pub(crate) fn moment_or_dash(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "-".to_owned(), moment)
}

/// The mark of what the relay has not accepted yet.
pub(crate) fn pending(pending: bool) -> &'static str {
    if pending { "（待上传）" } else { "" }
}

/// A value as people write it.
pub(crate) fn value(value: &Scalar) -> String {
    match value {
        Scalar::Null => "（空）".to_owned(),
        Scalar::Bool(true) => "是".to_owned(),
        Scalar::Bool(false) => "否".to_owned(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
    }
}
