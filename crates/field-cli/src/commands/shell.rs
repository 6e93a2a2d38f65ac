use std::net::Ipv4Addr;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;
use wangge_bridge::Bridge;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::host::{Guard, Host, Pages};
use crate::print;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct ServeShell {
    /// 端口，0 为任意空闲端口（port; 0: any that is free）
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// 页面目录，不写用内置页面（folder of the pages; left out: those built in）
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
}

impl ServeShell {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let pages = match &self.pages {
            Some(folder) => Pages::Folder(folder.clone()),
            None => Pages::BuiltIn,
        };
        if let (Pages::Folder(folder), false) = (&pages, pages.are_there()) {
            return Err(CommandError::Usage(format!(
                "{} 中没有 index.html",
                folder.display()
            )));
        }
        let bridge = Bridge::new(shell.core.clone());
        let served = shell.block_on(async move {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
            let address = listener.local_addr()?;
            let guard = Guard::new(address.port());
            let url = format!("http://{address}/#{}", guard.token());
            if shell.talkative {
                print::to_stdout(&format!(
                    "在本机浏览器打开（只限本机，退出后失效）：\n{url}"
                ));
            } else {
                let said = json!({
                    "listening": format!("http://{address}"),
                    "token": guard.token(),
                    "url": url,
                });
                print::to_stdout(&said.to_string());
            }
            Host::new(bridge, guard, pages).serve(listener).await
        })?;
        shell.core.close()?;
        served.map_err(|error: std::io::Error| CommandError::Machine(error.to_string()))?;
        Ok(Answer::silent())
    }
}
