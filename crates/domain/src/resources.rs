//! Words for people（显示文字）: Chinese first, English beside it.

mod field_words;
mod labels;

pub use field_words::field_words;
pub(crate) use labels::words_of;
pub use labels::{Language, code_of_words, has_label, label, status_label};
