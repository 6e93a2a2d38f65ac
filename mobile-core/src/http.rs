//! HTTP to the relay: pinned, typed failures, every call cancellable by dropping it.
//!
//! Nothing here decides anything; it moves bytes and says precisely why they did not arrive.

mod client;
mod enroll;
mod error;
mod pin;
mod session;
mod sync_call;
mod traffic;
mod tus;
mod wake;

pub use client::RelayClient;
pub use error::HttpError;
pub use session::Session;
pub use traffic::{Traffic, TrafficReading};
pub use tus::{BlobRole, Upload};
pub use wake::{WakeEvent, WakeStream};
