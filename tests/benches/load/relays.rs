//! The relays under load: the real program, one process or several on one store.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;
use wangge_sync_server::admin::{Admin, InitRequest, init};
use wangge_sync_server::{ClockChoice, StoreChoice};
use wangge_tests::postgres_cluster::{PostgresCluster, server_programs};
use wangge_tests::process_usage::{
    ProcessUsage, folder_bytes, open_handles, reset_peak_memory, resident_bytes,
};
use wangge_tests::s3_server::S3Server;

use super::settings::StoreKind;
use super::town;

/// How long a code of enrollment is good.
const CODE_MS: i64 = 3_600_000;

/// Relays of one township. They end with this value; what they stand on ends after them.
pub(crate) struct Relays {
    instances: Vec<Instance>,
    data: PathBuf,
    /// Where the one relay listens without TLS, as behind a proxy on its machine.
    plain: Option<String>,
    backing: Option<Backing>,
    folder: TempDir,
}

/// PostgreSQL and S3 of this run.
struct Backing {
    cluster: PostgresCluster,
    s3: S3Server,
}

struct Instance {
    child: Child,
    address: String,
}

impl Relays {
    /// Makes the folder with so many grid workers; gives a code of enrollment for each.
    pub(crate) fn found(store: StoreKind, devices: usize) -> Result<(Self, Vec<String>)> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("relay");
        let backing = match store {
            StoreKind::Sqlite => None,
            StoreKind::Postgres => Some(Backing::start(folder.path())?),
        };
        let choice = match &backing {
            None => StoreChoice::Sqlite,
            Some(backing) => StoreChoice::Postgres(backing.cluster.database()),
        };
        init(InitRequest {
            data: data.clone(),
            tenant_name: "压测镇".to_owned(),
            demo: true,
            listen: "127.0.0.1:0".to_owned(),
            // Codes are made before anybody listens; these phones know where by themselves.
            address: "https://127.0.0.1:1".to_owned(),
            clock: ClockChoice::System,
            store: choice,
        })
        .context("init")?;
        if let Some(backing) = &backing {
            let file = data.join("relay.toml");
            let mut text = std::fs::read_to_string(&file)?;
            let secret = folder.path().join("s3-secret");
            text.push_str(&backing.s3.configuration("load", &secret));
            std::fs::write(file, text)?;
        }
        // Several relays of one folder would want one port.
        let plain = match &backing {
            Some(_) => None,
            None => Some(listen_plainly(&data)?),
        };
        let admin = Admin::open(&data, ClockChoice::System)?;
        admin.import(&town::import_file(devices)?)?;
        let mut codes = Vec::with_capacity(devices);
        for number in 0..devices {
            codes.push(admin.enroll_code(town::user(number), CODE_MS)?.code);
        }
        drop(admin);
        let relays = Self {
            instances: Vec::new(),
            data,
            plain,
            backing,
            folder,
        };
        Ok((relays, codes))
    }

    /// Starts so many of them; those that ran before are killed first.
    pub(crate) fn serve(&mut self, instances: usize) -> Result<()> {
        self.instances.clear();
        for _ in 0..instances {
            self.instances.push(Instance::start(&self.data)?);
        }
        Ok(())
    }

    /// Where they listen.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let instances = self.instances.iter();
        instances.map(|it| it.address.clone()).collect()
    }

    /// Where the one relay answers a proxy on its machine.
    pub(crate) fn plain_address(&self) -> Option<String> {
        self.plain.clone()
    }

    /// Processor time of all of them since they began.
    pub(crate) fn cpu_seconds(&self) -> Option<f64> {
        let instances = self.instances.iter();
        instances
            .map(|it| ProcessUsage::of(it.child.id()).cpu_seconds)
            .sum()
    }

    /// Greatest resident memory of each since [`Relays::reset_memory`], KiB.
    pub(crate) fn peak_memory_kib(&self) -> Option<Vec<u64>> {
        let instances = self.instances.iter();
        instances
            .map(|it| ProcessUsage::of(it.child.id()).peak_memory_kib)
            .collect()
    }

    /// Lets the peaks begin anew at what is resident now.
    pub(crate) fn reset_memory(&self) {
        for instance in &self.instances {
            // Where the system has no such switch, the peak is that of the whole run.
            let _unsupported = reset_peak_memory(instance.child.id());
        }
    }

    /// Their data folder.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// A path beside it that goes with it.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What to look at while they work.
    pub(crate) fn watch(&self) -> Watch {
        Watch {
            processes: self.instances.iter().map(|it| it.child.id()).collect(),
            wal: self.data.join("relay.sqlite-wal"),
        }
    }

    /// Bytes of the data folder; what lies in PostgreSQL and S3 is not in it.
    pub(crate) fn disk_bytes(&self) -> Result<u64> {
        Ok(folder_bytes(&self.data)?)
    }
}

/// Has the relay of a folder listen without TLS too; gives the address.
fn listen_plainly(data: &Path) -> Result<String> {
    let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let file = data.join("relay.toml");
    let mut text = std::fs::read_to_string(&file)?;
    text.push_str(&format!("\n[serve]\nplain_listen = \"{free}\"\n"));
    std::fs::write(file, text)?;
    Ok(format!("http://{free}"))
}

/// The relays from outside: nothing of theirs is held by it.
pub(crate) struct Watch {
    processes: Vec<u32>,
    wal: PathBuf,
}

impl Watch {
    /// Resident memory of all of them.
    pub(crate) fn resident_bytes(&self) -> Option<u64> {
        self.processes.iter().copied().map(resident_bytes).sum()
    }

    /// Files and connections that they have open.
    pub(crate) fn handles(&self) -> Option<u64> {
        self.processes.iter().copied().map(open_handles).sum()
    }

    /// Length of the write-ahead log; on PostgreSQL there is none here.
    pub(crate) fn wal_bytes(&self) -> u64 {
        std::fs::metadata(&self.wal).map_or(0, |file| file.len())
    }
}

impl Backing {
    fn start(folder: &Path) -> Result<Self> {
        let Some(programs) = server_programs() else {
            bail!("no PostgreSQL server is installed: apt-get install postgresql");
        };
        Ok(Self {
            cluster: PostgresCluster::start(&programs),
            s3: S3Server::start(&folder.join("s3")),
        })
    }
}

impl Instance {
    fn start(data: &Path) -> Result<Self> {
        let program = relay_program()?;
        let mut child = Command::new(&program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| program.display().to_string())?;
        let stdout = child.stdout.take().context("its output is piped")?;
        // From here on it ends with this value.
        let mut started = Self {
            child,
            address: String::new(),
        };
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let ready: serde_json::Value =
            serde_json::from_str(&line).with_context(|| format!("the relay said {line:?}"))?;
        let listening = ready["listening"].as_str();
        started.address = listening.context("it says where it listens")?.to_owned();
        Ok(started)
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// The program of the relay.
pub(crate) fn relay_program() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("WANGGE_RELAY_BIN") {
        return Ok(path.into());
    }
    let program = std::env::current_exe()?;
    let folder = program
        .parent()
        .and_then(Path::parent)
        .context("target/PROFILE/deps")?;
    let path = folder.join("wangge-relay");
    if !path.exists() {
        bail!("set WANGGE_RELAY_BIN, or build it: cargo build --workspace --bin wangge-relay");
    }
    Ok(path)
}
