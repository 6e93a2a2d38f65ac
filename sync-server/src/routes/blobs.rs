//! Photos: tus 1.0 (core, creation, creation-with-upload, checksum, expiration, termination) and
//! reading by range.

mod append;
mod create;
mod describe;
mod read;
mod status;
mod terminate;
mod tus;

pub(crate) use append::append;
pub(crate) use create::create;
pub(crate) use describe::describe;
pub(crate) use read::read;
pub(crate) use status::status;
pub(crate) use terminate::terminate;
