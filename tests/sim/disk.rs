//! A disk that loses power, and SQLite on it.

mod crash_disk;
mod loss;
mod vfs;

pub(crate) use crash_disk::{CrashDisk, Files, Trouble};
pub(crate) use loss::{Loss, Losses};
