//! The relay as a process of its own, behind a counting proxy.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;
use wangge_domain::control::{Grid, GridLevel};
use wangge_domain::people::Role;
use wangge_domain::{GridId, UserId};
use wangge_mobile_core::{Clock as _, SystemClock};
use wangge_sync_server::ClockChoice;
use wangge_sync_server::admin::{Admin, ImportFile, ImportPerson, InitRequest, init};
use wangge_tests::process_usage::{ProcessUsage, folder_bytes, reset_peak_memory};
use wangge_tests::proxy::{LinkConditions, Proxy};
use wangge_tests::township::Township;

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
        let township = with_small_grids(Township::qingfeng(), grids);
        init(InitRequest {
            data: data.clone(),
            tenant_name: township.name.clone(),
            demo: true,
            listen: "127.0.0.1:0".to_owned(),
            address: format!("https://{}", proxy.address()),
            clock: ClockChoice::System,
        })
        .context("init")?;
        Admin::open(&data, ClockChoice::System)?.import(&import_file(&township))?;
        let (child, address) = serve(&data)?;
        proxy.set_target(address);
        Ok(Self { proxy, township, child, folder })
    }

    /// A folder of this run for a phone.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A one-time link for a person.
    pub(crate) fn enrollment_link(&self, user: UserId) -> Result<String> {
        let admin = Admin::open(&self.data(), ClockChoice::System)?;
        Ok(admin.enroll_code(user, 3_600_000)?.link)
    }

    /// The n-th grid worker with a certificate, around again after the last, and the grid.
    pub(crate) fn worker(&self, index: usize) -> Result<(UserId, GridId)> {
        let now = wangge_domain::Timestamp(SystemClock::new().wall_ms());
        let workers = self.township.grid_workers(now);
        let count = workers.len().max(1);
        let (person, grid) = workers.get(index % count).context("no certified worker today")?;
        Ok((person.user, grid.grid))
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
    let listening = ready["listening"].as_str().context("it says where it listens")?;
    let address = listening.trim_start_matches("https://").parse()?;
    Ok((child, address))
}

fn relay_program() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("WANGGE_RELAY_BIN") {
        return Ok(path.into());
    }
    let bench = std::env::current_exe()?;
    let folder = bench.parent().and_then(Path::parent).context("target/PROFILE/deps")?;
    let path = folder.join("wangge-relay");
    if !path.exists() {
        bail!("set WANGGE_RELAY_BIN, or build it: cargo build -p wangge-sync-server");
    }
    Ok(path)
}

/// Fills the township up with small grids of its first village.
fn with_small_grids(mut township: Township, grids: usize) -> Township {
    let existing = township.small_grids().count();
    let Some(pattern) = township.small_grids().next().cloned() else {
        return township;
    };
    for number in existing..grids {
        let mut entropy = [0; 10];
        entropy[..8].copy_from_slice(&(number as u64).to_be_bytes());
        township.grids.push(Grid {
            grid: GridId::mint(1_767_600_000_000, entropy),
            level: GridLevel::Small,
            code: format!("{}-{number:03}", pattern.code),
            name: format!("{}{number}", pattern.name),
            ..pattern.clone()
        });
    }
    township
}

fn import_file(township: &Township) -> ImportFile {
    let people = township.people.iter().map(|person| ImportPerson {
        person: person.clone(),
        account: None,
        password: None,
    });
    ImportFile {
        grids: township.grids.clone(),
        people: people.collect(),
        grants: township.roles.clone(),
        credentials: township.credentials.clone(),
    }
}
