//! A loopback TCP proxy that behaves like a village's network.
//!
//! It stands between a phone and the relay and delays, throttles, cuts and counts. One proxy is
//! one phone's link: bandwidth is shared by all connections through it.
//!
//! It sees bytes, not requests (they may be encrypted). What it calls an *exchange* begins whenever
//! the client speaks after the relay has spoken; reads shorter than [`HOUSEKEEPING_BYTES`] (window
//! updates, pings, settings) count as silence. A TLS handshake is an exchange too.

mod carry;
mod conditions;
mod counters;
mod cut;
mod judge;
mod shaper;
mod shared;

#[cfg(test)]
mod tests;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

pub use conditions::LinkConditions;
pub use counters::LinkCounters;
pub use cut::{Cut, Direction};

use shared::Shared;

/// A read shorter than this is housekeeping of the protocol above, not speech.
pub const HOUSEKEEPING_BYTES: usize = 64;

/// A running proxy. It ends, with every connection through it, when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Starts a proxy on a free loopback port in front of `target`. Chance cuts depend on the seed
    /// and the order of connections alone. Call it within a tokio runtime.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start(
        target: SocketAddr,
        conditions: LinkConditions,
        seed: u64,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(target, conditions, seed));
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self {
            address,
            shared,
            accepting,
        })
    }

    /// Where clients connect to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What went through so far.
    #[must_use]
    pub fn counters(&self) -> LinkCounters {
        self.shared.counters.read()
    }

    /// Begins counting anew.
    pub fn reset_counters(&self) {
        self.shared.counters.reset();
    }

    /// Arms one cut, which replaces one armed before; bytes and exchanges count from now on.
    pub fn arm(&self, cut: Cut) {
        self.shared.judge().arm(cut);
    }

    /// Whether an armed cut still waits for its moment.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        self.shared.judge().is_armed()
    }

    /// Disarms.
    pub fn disarm(&self) {
        self.shared.judge().disarm();
    }

    /// Offline: every connection is cut and new ones are turned away. Online again: they pass.
    pub fn set_online(&self, online: bool) {
        self.shared.online.send_replace(online);
    }

    /// Stalled: connections stay open and nothing passes, as behind a dead radio cell.
    pub fn set_stalled(&self, stalled: bool) {
        self.shared.stalled.send_replace(stalled);
    }

    /// Other conditions from the next byte on; chance cuts from the next exchange on.
    pub fn set_conditions(&self, conditions: LinkConditions) {
        self.shared.set_conditions(conditions);
    }

    /// New connections go here from now on: the relay came back on another port.
    pub fn set_target(&self, target: SocketAddr) {
        self.shared.set_target(target);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // The set of connections lives in that task and ends with it.
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((client, _)) => {
                    connections.spawn(carry::carry(client, Arc::clone(&shared)));
                }
                // Out of descriptors, or the client is gone already: others may still come.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_ended) = connections.join_next() => {}
        }
    }
}
