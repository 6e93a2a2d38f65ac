//! The real relay in a process of its own, driven as an administrator would: by command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use wangge_domain::UserId;
use wangge_tests::township::Township;

use super::cast;
use super::settings::{Settings, socket_of};

/// What leases tell phones of the relay's address. Each phone has a line of its own with an address
/// of its own, told by its QR; one address in all leases would lead them past their lines.
const NO_COMMON_ADDRESS: &str = "demo";

/// A relay at work. It is stopped when this is dropped.
#[derive(Debug)]
pub(crate) struct RelayProcess {
    binary: PathBuf,
    data: PathBuf,
    clock: PathBuf,
    child: Child,
    /// Base address.
    pub(crate) address: String,
    /// The same as a socket.
    pub(crate) socket: SocketAddr,
}

impl RelayProcess {
    /// `init --demo`, `grid import`, `serve`.
    pub(crate) async fn set_up(settings: &Settings, township: &Township) -> Result<Self> {
        let (data, clock) = (settings.path("relay"), settings.path("clock"));
        let admin = Admin {
            binary: &settings.relay,
            data: &data,
            clock: &clock,
        };
        let name = township.name.as_str();
        let init = ["--tenant-name", name, "--demo", "--listen", "127.0.0.1:0"];
        admin
            .run(
                &["init"],
                &[&init[..], &["--address", NO_COMMON_ADDRESS]].concat(),
            )
            .await
            .context("中继初始化失败")?;
        let import = settings.path("import.json");
        std::fs::write(&import, cast::import_file(township).to_string())
            .with_context(|| format!("{} 写入失败", import.display()))?;
        let file = import.to_string_lossy().into_owned();
        admin
            .run(&["grid", "import"], &[&file])
            .await
            .context("导入网格和人员失败")?;

        let log = settings.path("relay.log");
        let log = std::fs::File::create(&log).context("中继日志无法新建")?;
        let mut child = admin
            .command(&["serve"], &[])
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .context("中继无法启动")?;
        let out = child.stdout.take().context("中继没有输出")?;
        let said = BufReader::new(out)
            .lines()
            .next_line()
            .await?
            .unwrap_or_default();
        let Ok(said) = serde_json::from_str::<Value>(&said) else {
            bail!(
                "中继没有启动，详见 {}",
                settings.path("relay.log").display()
            );
        };
        let address = said["listening"].as_str().unwrap_or_default().to_owned();
        let socket = socket_of(&address)?;
        Ok(Self {
            binary: settings.relay.clone(),
            data,
            clock,
            child,
            address,
            socket,
        })
    }

    /// A one-time code for a person, as the link of a QR that leads over this line.
    pub(crate) async fn enrollment_link(&self, user: UserId, line: SocketAddr) -> Result<String> {
        let admin = Admin {
            binary: &self.binary,
            data: &self.data,
            clock: &self.clock,
        };
        let user = user.to_string();
        let said = admin
            .run(&["enroll-code"], &["--user", &user, "--json"])
            .await?;
        let said: Value = serde_json::from_str(&said).context("登记码无法识别")?;
        let part = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        let relay = format!("https%3A%2F%2F{}%3A{}", line.ip(), line.port());
        Ok(format!(
            "wangge://enroll?relay={relay}&pin={}&root={}&code={}",
            part("pin"),
            part("root"),
            part("code")
        ))
    }

    /// Its process.
    pub(crate) fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Waits until it ends by itself.
    pub(crate) async fn ended(&mut self) -> Result<()> {
        let status = self.child.wait().await.context("中继状态未知")?;
        if status.success() {
            return Ok(());
        }
        bail!("中继意外结束: {status}")
    }

    /// Ends it. What it has acknowledged is on its disk.
    pub(crate) async fn stop(&mut self) -> Result<()> {
        if self.child.try_wait().context("中继状态未知")?.is_some() {
            return Ok(());
        }
        self.child.kill().await.context("中继无法结束")
    }
}

/// The relay's command line.
struct Admin<'a> {
    binary: &'a PathBuf,
    data: &'a PathBuf,
    clock: &'a PathBuf,
}

impl Admin<'_> {
    fn command(&self, words: &[&str], more: &[&str]) -> Command {
        let mut command = Command::new(self.binary);
        let folders: [OsString; 4] = [
            "--data".into(),
            self.data.into(),
            "--clock".into(),
            self.clock.into(),
        ];
        command
            .args(words)
            .args(folders)
            .args(more)
            .env("WANGGE_LOG", "warn");
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command to its end and gives what it printed.
    async fn run(&self, words: &[&str], more: &[&str]) -> Result<String> {
        let done = self.command(words, more).output().await?;
        if !done.status.success() {
            let problem = String::from_utf8_lossy(&done.stderr).trim().to_owned();
            bail!("wangge-relay {} 失败: {problem}", words.join(" "));
        }
        Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
    }
}

/// A person of the import file with an account.
pub(crate) fn with_account(mut person: Value, account: Option<String>) -> Value {
    if let Some(account) = account {
        person["account"] = json!(account);
        person["password"] = json!(cast::PASSWORD);
    }
    person
}
