//! Metadata: reading what cameras write, writing what copies may keep.

mod for_copy;
mod position;
mod read;
mod time;

pub(crate) use for_copy::for_copy;
pub(crate) use read::read;
