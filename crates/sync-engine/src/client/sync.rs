//! The sync machine: answers and failures in, requests and waits out.

mod ahead;
mod carried;
mod compare;
mod config;
mod heal;
mod intake;
mod machine;
mod pages;
mod plan;
mod rewind;
mod summary;
mod verdicts;

pub use carried::{LetterParts, letter_parts};
pub use config::{SyncConfig, SyncEffect, SyncFailure, SyncInput};
pub use heal::control_history;
pub use machine::SyncMachine;
pub use summary::{Degraded, SyncOutcome, SyncSummary};
