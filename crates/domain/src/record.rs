//! Records: what they are, and what their content looks like to the rules.

mod bad_text;
mod caller_field;
mod caller_marks;
mod content;
mod hidden_letters;
mod identity_number;
mod invisible_letters;
mod kind;
mod mail_number;
mod name_spans;
mod phone;
mod placeholder;
mod says_nothing;
mod scalar;
mod seen_letters;
mod written_phone;

pub use bad_text::{BadText, bad_text, field_words};
pub use caller_field::field_with_caller;
pub use caller_marks::{MarkedText, holds_caller, mark_caller};
pub use content::Content;
pub use hidden_letters::{
    holds_control_letters, holds_hidden_letters, holds_repainting_letters, show_hidden_letters,
};
pub use identity_number::holds_identity_number;
pub use kind::RecordKind;
pub use mail_number::is_mail_number;
pub use phone::{fits_a_phone, holds_phone, looks_like_phone, looks_like_phones};
pub use placeholder::names_somebody;
pub use says_nothing::says_nothing;
pub use scalar::Scalar;
pub use seen_letters::is_blank;
pub(crate) use seen_letters::{is_letter, letters};
