//! Time-based one-time codes（动态口令）of RFC 6238 as a second factor beside a password.

mod code;
mod kept;

#[cfg(test)]
pub(crate) use code::code_of;
pub(crate) use code::secret_text;
pub(crate) use kept::{SecondFactor, check, find, keep, remove};
