use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::print;
use crate::configuration::{CONFIGURATION_VARIABLE, Configuration};
use crate::error::RelayStartError;
use crate::intake::{Intake, IntakeConfig};
use crate::intake_choice::IntakeChoice;
use crate::platform::StopSignal;
use crate::relay::ClockChoice;

/// What `intake` is told.
#[derive(Debug, Args)]
pub(super) struct IntakeArguments {
    /// 收件目录，即中继数据目录下的 intake（folder `intake` in the relay's data folder）
    #[arg(long)]
    folder: Option<PathBuf>,
    /// 配置文件，其 [intake] 一段（configuration file; its [intake] counts）
    #[arg(long)]
    config: Option<PathBuf>,
    /// 监听地址，明文 HTTP，TLS 由前置代理负责（plain HTTP; TLS belongs to the proxy in front）
    #[arg(long)]
    listen: Option<String>,
    /// 前置代理的地址，采信其 X-Forwarded-For（the proxy whose X-Forwarded-For counts）
    #[arg(long)]
    proxy: Option<IpAddr>,
}

/// What the command line says, and what it leaves to the configuration.
fn chosen(arguments: IntakeArguments) -> Result<IntakeConfig, RelayStartError> {
    let named = arguments.config.or_else(|| {
        let named = std::env::var_os(CONFIGURATION_VARIABLE).filter(|name| !name.is_empty());
        named.map(PathBuf::from)
    });
    let configuration = match named {
        Some(file) => Configuration::read(&file)?,
        None => Configuration::default(),
    };
    let IntakeChoice {
        folder,
        listen,
        proxy,
    } = configuration.intake;
    let below = configuration.data.map(|data| data.join("intake"));
    let folder = arguments.folder.or(folder).or(below).ok_or_else(|| {
        RelayStartError::invalid(
            "用 --folder 指明收件目录，或在配置文件写 [intake] folder（name the folder: --folder, or folder of [intake] in the configuration file）",
        )
    })?;
    Ok(IntakeConfig {
        folder,
        listen: arguments.listen.unwrap_or(listen),
        proxy: arguments.proxy.or(proxy),
        clock: ClockChoice::System,
    })
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
        let page = Intake::start(chosen(arguments)?).await?;
        print::json(&json!({ "listening": page.address }));
        let stopped = stop.received().await;
        page.shutdown().await;
        stopped.map_err(invalid)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_goes_before_the_configuration() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("intake.toml");
        let text = "[intake]\nfolder = \"in\"\nlisten = \"127.0.0.1:81\"\nproxy = \"127.0.0.1\"\n";
        std::fs::write(&file, text).unwrap();
        let arguments = |listen: Option<&str>| IntakeArguments {
            folder: None,
            config: Some(file.clone()),
            listen: listen.map(str::to_owned),
            proxy: None,
        };
        let read = chosen(arguments(None)).unwrap();
        assert_eq!(read.folder, folder.path().join("in"));
        assert_eq!(read.listen, "127.0.0.1:81");
        assert!(read.proxy.is_some());
        let told = chosen(arguments(Some("127.0.0.1:82"))).unwrap();
        assert_eq!(told.listen, "127.0.0.1:82");
        std::fs::write(&file, "data = \"/var/lib/wangge\"\n").unwrap();
        let below = chosen(arguments(None)).unwrap().folder;
        assert_eq!(below, PathBuf::from("/var/lib/wangge/intake"));
    }
}
