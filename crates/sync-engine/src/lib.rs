//! The sync engine: documents, the gate, and the two state machines.
//!
//! Event, now and randomness in; effects out. No sockets, no clocks, no async, no SQL: stores are
//! traits that can fail, implemented by the phone (SQLCipher), the relay (SQLite, PostgreSQL) and
//! a memory store for simulation, all held to one conformance suite.
#![forbid(unsafe_code)]

mod document;
pub mod gate;
pub mod store;

pub use document::{Document, DocumentError, content_hash};
pub use gate::{ActorId, GateContext, GateError, GateReason, actor_id};
