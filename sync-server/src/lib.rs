//! The relay（中继）: HTTP, stores, blobs, jobs, administration.
//!
//! The relay only orders: it checks an envelope, decides, appends it with its decision to the log
//! of one stream, and serves the log. Its decisions are pure functions of the engine; this crate
//! holds all the I/O around them.
#![forbid(unsafe_code)]

pub mod clock;
mod projection;
pub mod store;
