//! Words for people（显示文字）: Chinese first, English beside it.

mod labels;

pub use labels::{Language, has_label, label, status_label};
