use serde_json::json;

use super::arguments::Serve;
use super::print;
use crate::error::RelayStartError;
use crate::platform::StopSignal;
use crate::relay::{Relay, RelayConfig};

/// Runs the relay until it is asked to stop.
pub(super) fn run(arguments: Serve) -> Result<(), RelayStartError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| RelayStartError::invalid(error.to_string()))?;
    runtime.block_on(async {
        let stop =
            StopSignal::listen().map_err(|error| RelayStartError::invalid(error.to_string()))?;
        let clock = arguments.folder.clock();
        let config = RelayConfig {
            listen: arguments.listen,
            clock,
            ..RelayConfig::new(arguments.folder.data)
        };
        let relay = Relay::start(config).await?;
        print::json(&json!({ "listening": relay.address, "pin": relay.pin.to_string() }));
        let stopped = stop.received().await;
        tracing::info!("the relay stops");
        relay.shutdown().await;
        stopped.map_err(|error| RelayStartError::invalid(error.to_string()))
    })
}
