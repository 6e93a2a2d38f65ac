//! The surface of the phone's core for Kotlin, Swift and Python（绑定层）.
//!
//! **Invariants.** No decision, no SQL and no HTTP stands here: every method hands over to one of
//! `mobile-core` and puts its answer into plain records. No panic crosses: each call is caught and
//! becomes [`FieldError::Internal`]. No callback can stop the core: one that throws is logged, one
//! that blocks holds up a thread of its own, on which at most a few values wait.
//!
//! Identifiers and hashes are text, times are milliseconds since 1970 (UTC), days are
//! `YYYY-MM-DD` in China.
// What UniFFI generates is the one place with raw pointers.
#![allow(unsafe_code)]

uniffi::setup_scaffolding!("wangge_field");

mod boundary;
mod error;
mod field;
mod lane;
mod logger;
mod platform;
mod records;
mod surroundings;
mod values;

pub use error::{ErrorInfo, FieldError, Kept, Problem, Retry};
pub use field::{Field, Watch, Workers};
pub use logger::{LogLevel, Logger, set_logger};
pub use platform::{
    CallbackError, Clock, Connectivity, FileProtection, KeyVault, Network, NewsListener, Platform,
    SyncListener, VaultError,
};
pub use records::*;
pub use values::FieldValue;
