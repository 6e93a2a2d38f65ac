//! Records: what they are, and what their content looks like to the rules.

mod content;
mod hidden_letters;
mod kind;
mod phone;
mod scalar;

pub use content::Content;
pub use hidden_letters::{holds_control_letters, holds_hidden_letters, show_hidden_letters};
pub use kind::RecordKind;
pub use phone::fits_a_phone;
pub use scalar::Scalar;
