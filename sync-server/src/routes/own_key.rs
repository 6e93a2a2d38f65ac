//! An officer's own key in the browser（本人密钥）: enrolled at sign-in, it signs envelopes that the relay
//! cannot make.

mod enroll;
mod prepare;
mod seal;

pub(crate) use enroll::{__path_enroll_key, enroll_key};
pub(crate) use prepare::{__path_prepare_act, prepare_act};
pub(crate) use seal::{__path_take_sealed, take_sealed};
