//! The relay as a process of its own, behind a counting proxy.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;
use wangge_domain::people::Role;
use wangge_domain::{GridId, UserId};
use wangge_sync_server::ClockChoice;
use wangge_sync_server::admin::Admin;
use wangge_tests::process_usage::{ProcessUsage, folder_bytes, reset_peak_memory};
use wangge_tests::proxy::{LinkConditions, Proxy};
use wangge_tests::township::Township;

use super::founding;
use super::phone::BenchPhone;

/// Nobody listens here until the relay has said where it does.
const NOWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 1);

/// A township's relay at work; it is stopped when this is dropped.
pub(crate) struct BenchRelay {
    pub(crate) proxy: Proxy,
    pub(crate) township: Township,
    child: Child,
    folder: TempDir,
}

impl BenchRelay {
    /// A fresh relay of a township with so many small grids.
    pub(crate) async fn start(grids: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("relay");
        let proxy = Proxy::start(NOWHERE, LinkConditions::PERFECT, 1).await?;
        let address = format!("https://{}", proxy.address());
        let township = founding::found(&data, address, grids)?;
        let (child, address) = serve(&data)?;
        proxy.set_target(address);
        Ok(Self {
            proxy,
            township,
            child,
            folder,
        })
    }

    /// A folder of this run for a phone.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A phone of a person, enrolled and synced once, in a folder.
    pub(crate) async fn phone(&self, user: UserId, folder: PathBuf) -> Result<BenchPhone> {
        let admin = Admin::open(&self.data(), ClockChoice::System)?;
        let link = admin.enroll_code(user, 3_600_000)?.link;
        BenchPhone::enroll(&link, folder).await
    }

    /// A phone of a person, enrolled but never synced.
    pub(crate) async fn phone_enrolled(&self, user: UserId, folder: PathBuf) -> Result<BenchPhone> {
        let admin = Admin::open(&self.data(), ClockChoice::System)?;
        let link = admin.enroll_code(user, 3_600_000)?.link;
        BenchPhone::enroll_only(&link, folder).await
    }

    /// The n-th grid worker with a certificate, around again after the last, and the grid.
    pub(crate) fn worker(&self, index: usize) -> Result<(UserId, GridId)> {
        founding::worker(&self.township, index)
    }

    /// A station officer: all small grids of the township.
    pub(crate) fn officer(&self) -> Result<UserId> {
        let mut officers = self.township.holders(Role::StationOfficer);
        Ok(officers.next().context("the township has an officer")?.user)
    }

    /// Peak memory of the relay since it began or since [`BenchRelay::reset_memory`], KiB.
    pub(crate) fn peak_memory_kib(&self) -> Option<u64> {
        ProcessUsage::of(self.child.id()).peak_memory_kib
    }

    /// Lets the peak begin anew; where the system cannot, it goes on from the start.
    pub(crate) fn reset_memory(&self) {
        let _unsupported = reset_peak_memory(self.child.id());
    }

    /// Bytes of the relay's data folder.
    pub(crate) fn disk_bytes(&self) -> Result<u64> {
        Ok(folder_bytes(&self.data())?)
    }

    /// Its database.
    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("relay.sqlite")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("relay")
    }
}

impl Drop for BenchRelay {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

fn serve(data: &Path) -> Result<(Child, SocketAddr)> {
    let program = relay_program()?;
    let mut child = Command::new(&program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| program.display().to_string())?;
    let stdout = child.stdout.take().context("its output is piped")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let ready: serde_json::Value =
        serde_json::from_str(&line).with_context(|| format!("the relay said {line:?}"))?;
    let listening = ready["listening"]
        .as_str()
        .context("it says where it listens")?;
    let address = listening.trim_start_matches("https://").parse()?;
    Ok((child, address))
}

fn relay_program() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("WANGGE_RELAY_BIN") {
        return Ok(path.into());
    }
    let bench = std::env::current_exe()?;
    let folder = bench
        .parent()
        .and_then(Path::parent)
        .context("target/PROFILE/deps")?;
    let path = folder.join("wangge-relay");
    if !path.exists() {
        bail!("set WANGGE_RELAY_BIN, or build it: cargo build -p wangge-sync-server");
    }
    Ok(path)
}
