//! The relay of the peers' bench.

use std::io::Write as _;

use anyhow::Result;
use tokio::signal::unix::{SignalKind, signal};
use wangge_sync_server::{Relay, RelayConfig};
use wangge_tests::peer_contract::{LISTENING, PeerServer};

use super::founding;

/// Phones are told no common address: each is told its own by its link.
const NO_COMMON_ADDRESS: &str = "bench";
/// Small grids of the township, as the fixture has them.
const GRIDS: usize = 12;

/// Serves until SIGTERM; a folder that was served before goes on.
pub(crate) async fn run(command: &PeerServer) -> Result<()> {
    let data = command.folder.join("relay");
    if !data.exists() {
        founding::found(&data, NO_COMMON_ADDRESS.to_owned(), GRIDS)?;
    }
    let mut terminated = signal(SignalKind::terminate())?;
    let mut config = RelayConfig::new(&data);
    config.listen = Some(format!("127.0.0.1:{}", command.port));
    let relay = Relay::start(config).await?;
    let mut out = std::io::stdout();
    writeln!(out, "{LISTENING}")?;
    out.flush()?;
    terminated.recv().await;
    relay.shutdown().await;
    Ok(())
}
