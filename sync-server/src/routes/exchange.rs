//! Exchange of files with another platform, where there is no interface to call.

mod outbox;
mod take_back;

pub(super) use outbox::{__path_outbox, outbox};
pub(super) use take_back::{__path_take_back, take_back};
