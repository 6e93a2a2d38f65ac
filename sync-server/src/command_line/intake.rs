use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::print;
use crate::error::RelayStartError;
use crate::intake::{Intake, IntakeConfig};
use crate::platform::StopSignal;
use crate::relay::ClockChoice;

/// What `intake` is told.
#[derive(Debug, Args)]
pub(super) struct IntakeArguments {
    /// 收件目录，即中继数据目录下的 intake（folder `intake` in the relay's data folder）
    #[arg(long)]
    folder: PathBuf,
    /// 监听地址，明文 HTTP，TLS 由前置代理负责（plain HTTP; TLS belongs to the proxy in front）
    #[arg(long, default_value = "127.0.0.1:7480")]
    listen: String,
    /// 前置代理的地址，采信其 X-Forwarded-For（the proxy whose X-Forwarded-For counts）
    #[arg(long)]
    proxy: Option<IpAddr>,
}

/// Runs the page for the public until it is asked to stop.
pub(super) fn run(arguments: IntakeArguments) -> Result<(), RelayStartError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| RelayStartError::invalid(error.to_string()))?;
    runtime.block_on(async {
        let invalid = |error: std::io::Error| RelayStartError::invalid(error.to_string());
        let stop = StopSignal::listen().map_err(invalid)?;
        let page = Intake::start(IntakeConfig {
            folder: arguments.folder,
            listen: arguments.listen,
            proxy: arguments.proxy,
            clock: ClockChoice::System,
        })
        .await?;
        print::json(&json!({ "listening": page.address }));
        let stopped = stop.received().await;
        page.shutdown().await;
        stopped.map_err(invalid)
    })
}
