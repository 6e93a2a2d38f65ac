//! What the engine asks of content: does it decode, and what does it hang on.

use wangge_domain::RecordId;
use wangge_domain::record::{Content, RecordKind};

/// Whether the content decodes to the record's type. Unknown keys and kinds are kept.
pub(crate) fn is_valid(_kind: &RecordKind, _content: &Content) -> bool {
    true
}

/// The premises that a record is, or hangs on.
pub(crate) fn premises_of(
    kind: &RecordKind,
    record: RecordId,
    content: &Content,
) -> Option<RecordId> {
    match kind {
        RecordKind::Premises => Some(record),
        _ => content.text("premises").and_then(|id| id.parse().ok()),
    }
}
