//! The contract of the peers' bench: what a driver of an engine is told and what it says.
//!
//! A server is started as `DRIVER server --port P --dir D`; it says [`LISTENING`] on a line of its
//! own when it is ready and ends on SIGTERM. A client is started as
//! `DRIVER client --port P --dir D --phase PHASE --shared S --docs F [--edits F] [--slice A:B]
//! [--lossy 1]`; it prepares without the server, says [`PeerEvent::Ready`], waits for a line, syncs,
//! says [`PeerEvent::Done`], after a pull [`PeerEvent::Verify`], then [`PeerEvent::Bye`].

mod command;
mod event;
mod phase;

#[cfg(test)]
mod tests;

pub use command::{PeerClient, PeerCommand, PeerCommandError, PeerServer};
pub use event::{PeerEvent, say, wait_for_go};
pub use phase::PeerPhase;

/// What a server prints when it is ready.
pub const LISTENING: &str = "LISTENING";
