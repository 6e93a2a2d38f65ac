//! One address in front of several relays, as a load balancer is.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Passes every new connection on to the relay chosen last. It ends when it is dropped.
pub(crate) struct Switchboard {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    target: Option<SocketAddr>,
    calls: JoinSet<()>,
}

impl Switchboard {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let mut state = shared.lock().expect("no thread panics with it");
                let Some(target) = state.target else { continue };
                state.calls.spawn(async move {
                    if let Ok(mut to) = TcpStream::connect(target).await {
                        // It ends when either side hangs up, or is hung up on.
                        let _ended = tokio::io::copy_bidirectional(&mut from, &mut to).await;
                    }
                });
            }
        });
        Self {
            address,
            state,
            accepting,
        }
    }

    /// Where phones call.
    pub(crate) fn address(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Calls under way.
    pub(crate) fn calls(&self) -> usize {
        let mut state = self.state.lock().expect("no thread panics with it");
        while state.calls.try_join_next().is_some() {}
        state.calls.len()
    }

    /// From now on calls go to this relay (`https://host:port`); those under way are cut.
    pub(crate) fn to(&self, relay: &str) {
        self.turn(relay);
        self.state.lock().expect("no thread panics with it").calls = JoinSet::new();
    }

    /// From now on new calls go to this relay; those under way go on where they are.
    pub(crate) fn turn(&self, relay: &str) {
        let target = relay
            .trim_start_matches("https://")
            .parse()
            .expect("a relay listens on an address and a port");
        let mut state = self.state.lock().expect("no thread panics with it");
        state.target = Some(target);
    }
}

impl Drop for Switchboard {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
