//! The owner's own check by a QR link: a form without script, without an account.

mod link;
mod page;
mod submit;

pub(super) use page::page;
pub(super) use submit::submit;
