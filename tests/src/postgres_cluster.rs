//! A throw-away PostgreSQL server（临时数据库集群）for tests, on a socket in a temporary folder.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Owner of the databases: no superuser, so that row-level security holds for it.
pub const ROLE: &str = "wangge";

/// Environment variable that puts the relays of all tests on PostgreSQL: `postgresql`.
const STORE_VARIABLE: &str = "WANGGE_TEST_STORE";

static SHARED: OnceLock<Option<PostgresCluster>> = OnceLock::new();
static NAMES: AtomicU32 = AtomicU32::new(0);

/// A server of its own. It ends with this value, and at the latest with the process, however that
/// ends: a shell beside it waits for a pipe to close.
#[derive(Debug)]
pub struct PostgresCluster {
    root: PathBuf,
    bin: PathBuf,
    keeper: Child,
}

/// The folder of the newest installed server, or `None` with a loud word about it.
///
/// # Panics
/// On a machine of CI, which has to have one.
#[must_use]
pub fn server_programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    let newest = found.pop();
    if newest.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "no PostgreSQL server under /usr/lib/postgresql: apt-get install postgresql"
        );
        #[expect(
            clippy::print_stderr,
            reason = "whoever runs the tests has to hear of it"
        )]
        {
            eprintln!("NOT RUN: no PostgreSQL server is installed (apt-get install postgresql)");
        }
    }
    newest
}

/// A new database for a relay under test, if the tests are to run on PostgreSQL.
///
/// # Panics
/// If they are, and no server is installed.
#[must_use]
pub fn database_if_asked() -> Option<String> {
    let asked = std::env::var(STORE_VARIABLE).is_ok_and(|store| store == "postgresql");
    asked.then(|| {
        let cluster = PostgresCluster::shared();
        cluster.expect("tests on PostgreSQL need one").database()
    })
}

impl PostgresCluster {
    /// The one that all tests of this process share; `None`: no server is installed.
    pub fn shared() -> Option<&'static Self> {
        SHARED
            .get_or_init(|| server_programs().map(|bin| Self::start(&bin)))
            .as_ref()
    }

    /// A new, empty server.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn start(bin: &Path) -> Self {
        let root = new_root();
        let make = format!(
            "{}/initdb -D {} -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync",
            bin.display(),
            root.join("data").display()
        );
        Self::run(bin, root, &make, "")
    }

    /// A new, empty server that also listens at an address of this machine, by TLS with this
    /// certificate and key (PEM) and in no other way.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn start_with_tls(bin: &Path, address: &str, certificate: &str, key: &str) -> Self {
        let root = new_root();
        // The server's user writes its files itself: a key that others could read is refused.
        let make = format!(
            "{bin}/initdb -D {root}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
             >{root}/log 2>&1\n\
             umask 077\n\
             printf '%s' '{key}' >{root}/server.key\n\
             printf '%s' '{certificate}' >{root}/server.crt\n\
             printf 'hostssl all all 127.0.0.0/8 trust\\n' >{root}/data/pg_hba.extra\n\
             sed -e '/^host/d' {root}/data/pg_hba.conf >>{root}/data/pg_hba.extra\n\
             mv {root}/data/pg_hba.extra {root}/data/pg_hba.conf\n\
             true",
            bin = bin.display(),
            root = root.display(),
        );
        let options = format!(
            " -c listen_addresses='{address}' -c ssl=on -c ssl_cert_file='{root}/server.crt' \
             -c ssl_key_file='{root}/server.key'",
            root = root.display(),
        );
        Self::run(bin, root, &make, &options)
    }

    /// A synchronous standby of this server, named `name`, and this one told to wait for it: from
    /// now on a commit is acknowledged when both have it.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn synchronous_standby(&self, name: &str) -> Self {
        let root = new_root();
        let make = format!(
            "{}/pg_basebackup -D {} -h {} -U postgres -R -c fast --no-sync \
             -d 'application_name={name}'",
            self.bin.display(),
            root.join("data").display(),
            self.root.display(),
        );
        let standby = Self::run(&self.bin, root, &make, "");
        for sql in [
            format!("ALTER SYSTEM SET synchronous_standby_names = '{name}'"),
            "SELECT pg_reload_conf()".to_owned(),
        ] {
            self.sql("postgres", &sql);
        }
        standby
    }

    fn run(bin: &Path, root: PathBuf, make: &str, options: &str) -> Self {
        // The shell starts the server, says so, and waits for its input to end: when this process
        // is gone, the pipe closes and the server with its folder goes too.
        let script = format!(
            "set -e\n{make} >{root}/log 2>&1\n\
             {bin}/pg_ctl -D {root}/data -l {root}/log -w -o \
             \"-k {root} -c listen_addresses='' -c max_connections=200 -c shared_buffers=32MB{options}\" \
             start >/dev/null\n\
             echo ready\n\
             read _line || true\n\
             {bin}/pg_ctl -D {root}/data -m immediate stop >/dev/null 2>&1 || true\n\
             rm -rf {root}",
            root = root.display(),
            bin = bin.display(),
        );
        let mut command = as_postgres();
        let mut keeper = command
            .arg("sh")
            .arg("-c")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("a shell starts");
        let mut line = String::new();
        let said = keeper.stdout.take().expect("its output is piped");
        BufReader::new(said)
            .read_line(&mut line)
            .expect("the shell can be heard");
        let log = || std::fs::read_to_string(root.join("log")).unwrap_or_default();
        assert_eq!(line.trim(), "ready", "the server starts: {}", log());
        Self {
            root,
            bin: bin.to_owned(),
            keeper,
        }
    }

    /// A new database that [`ROLE`] owns; gives its connection string.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("relay{}", NAMES.fetch_add(1, Ordering::Relaxed));
        self.sql(
            "postgres",
            &format!(
                "DO $$ BEGIN CREATE ROLE {ROLE} LOGIN; \
                 EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            ),
        );
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER {ROLE}"));
        self.url(&name)
    }

    /// The connection string of a database of this server.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        format!("host={} user={ROLE} dbname={name}", self.root.display())
    }

    /// The folder of the server's socket: the host in a connection string.
    #[must_use]
    pub fn host(&self) -> String {
        self.root.display().to_string()
    }

    /// Runs SQL as superuser, past row-level security; gives what it prints, unaligned.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let output = Command::new(self.bin.join("psql"))
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                "postgres",
            ])
            .args(["-h", &self.host(), "-d", database, "-c", sql])
            .output()
            .expect("psql runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{sql}: {error}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Ends the server at once, as a failing machine does: no last words to standby or clients.
    ///
    /// # Panics
    /// If it cannot be ended.
    pub fn kill(&self) {
        self.control(&["-m", "immediate", "stop"]);
    }

    /// Makes a standby the primary.
    ///
    /// # Panics
    /// If it cannot be promoted.
    pub fn promote(&self) {
        self.control(&["-w", "promote"]);
    }

    fn control(&self, arguments: &[&str]) {
        let ended = as_postgres()
            .arg(self.bin.join("pg_ctl"))
            .arg("-D")
            .arg(self.root.join("data"))
            .args(arguments)
            .stdout(Stdio::null())
            .status()
            .expect("pg_ctl runs");
        assert!(ended.success(), "pg_ctl {arguments:?}");
    }
}

impl Drop for PostgresCluster {
    fn drop(&mut self) {
        // Closing the pipe is the word to stop.
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            note(&error);
        }
    }
}

#[expect(clippy::print_stderr, reason = "a test that cannot clean up says so")]
fn note(error: &std::io::Error) {
    eprintln!("the shell beside a PostgreSQL server was lost: {error}");
}

/// A folder that the server's user owns and everybody may pass through.
fn new_root() -> PathBuf {
    let number = NAMES.fetch_add(1, Ordering::Relaxed);
    let root = std::env::temp_dir().join(format!("wangge-pg-{}-{number}", std::process::id()));
    let made = as_postgres()
        .args(["mkdir", "-m", "0755"])
        .arg(&root)
        .status()
        .expect("mkdir runs");
    assert!(made.success(), "{} can be made", root.display());
    root
}

/// The server refuses to run as root: then everything is run as its own user.
fn as_postgres() -> Command {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n");
    if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]);
        command
    } else {
        Command::new("env")
    }
}
