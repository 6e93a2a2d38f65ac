//! Double random draws（双随机、一公开）of S2-17: what the office does, and what the public reads of it
//! without an account.

pub(crate) mod announce;
pub(crate) mod approve;
pub(crate) mod list;
pub(crate) mod overview;
pub(crate) mod page;
pub(crate) mod record;
mod render;
pub(crate) mod replace;
mod replaced;
pub(crate) mod reveal;
mod rights;
mod view;
pub(crate) mod withdraw;
