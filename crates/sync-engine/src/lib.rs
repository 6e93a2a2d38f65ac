//! The sync engine: documents, the gate, and the two state machines.
//!
//! Event, now and randomness in; effects out. No sockets, no clocks, no async, no SQL: stores are
//! traits that can fail, implemented by the phone (SQLCipher), the relay (SQLite, PostgreSQL) and
//! a memory store for simulation, all held to one conformance suite.
#![forbid(unsafe_code)]

#[macro_use]
mod planted;

pub mod client;
mod content_rules;
mod document;
mod field_edits;
pub mod gate;
mod lifecycle_rows;
mod listed_elsewhere;
mod listed_words;
mod made_at;
mod paper_basis;
mod photo_fault;
mod redacted_files;
mod redaction;
mod redaction_aim;
pub mod relay;
mod step_amiss;
mod step_before;
mod step_facts;
pub mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod unraised_items;
mod unready_hazard;
mod unsent;

pub use client::EngineError;
pub use content_rules::statement_digest;
pub use document::{Document, DocumentError, content_hash, document_heads};
pub use field_edits::field_edits;
pub use gate::{ActorId, GateContext, GateError, GateReason, actor_id};
pub use lifecycle_rows::{fold_rows, logged_acts};
pub use made_at::MadeAt;
pub use paper_basis::PaperBasis;
pub use redacted_files::{files_blanked, files_gone, files_left, takes_files};
pub use redaction::{
    ContentPart, begun_anew_since, blanked_by, content_envelopes, keys_carried, keys_written,
};
pub use relay::RelayError;
pub use unsent::fold_unsent;
