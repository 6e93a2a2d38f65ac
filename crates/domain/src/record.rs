//! Records: what they are, and what their content looks like to the rules.

mod content;
mod kind;
mod scalar;

pub use content::Content;
pub use kind::RecordKind;
pub use scalar::Scalar;
