//! What the public reads of double random draws（一公开）of S2-17, without an account.

pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod record;
mod render;
