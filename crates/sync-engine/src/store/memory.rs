//! Stores in memory, for simulation and tests: the same promises as the real ones.

mod ahead;
mod client;
mod failing;
mod relay;

pub use client::{MemoryClientStore, RefusedEnvelope};
pub use relay::MemoryRelayStore;
