//! The core of the phone: encrypted store, sync client, and one file per operation.
//!
//! **Invariants.** A fact is durable before the call that made it returns. Nothing local waits
//! for the network. What a person wrote is never deleted: set aside, hidden, shown with the
//! reason of its refusal, but not lost. No decision reads a device clock as truth.
#![forbid(unsafe_code)]

mod clock;
mod http;
mod media;
mod photo_keys;
mod platform;
mod random;
mod store;
mod vault;

pub use clock::Clock;
pub use platform::{FileKeyVault, SystemClock};
pub use random::{RandomSource, SystemRandom};
pub use vault::{KeyVault, VaultError};
pub use store::{HazardFilter, HazardRow, InspectionRow, PhotoRow, PremisesRow};
