//! This engine as one of the peers' bench: the contract is that of `wangge_tests::peer_contract`.
//!
//! `peer_driver server …` is the real relay, in this process; `peer_driver client …` is a phone
//! with its encrypted database. What no other engine there does stays on: TLS with a pinned key,
//! signatures, validation, encryption at rest. A fresh phone is enrolled, and learns people, grids
//! and rules, before it says that it is ready.

#[path = "../workload/carrier.rs"]
mod carrier;
#[path = "client.rs"]
mod client;
#[path = "../workload/founding.rs"]
mod founding;
#[path = "../workload/phone.rs"]
mod phone;
#[path = "server.rs"]
mod server;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use wangge_tests::peer_contract::PeerCommand;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere else to say it if the terminal is gone.
            let _said = writeln!(std::io::stderr(), "peer_driver: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let command = PeerCommand::parse(std::env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match command {
            PeerCommand::Server(command) => server::run(&command).await,
            PeerCommand::Client(command) => client::run(&command).await,
        }
    })
}
