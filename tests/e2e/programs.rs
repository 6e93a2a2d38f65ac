//! The built programs, as processes that can be killed.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The path of a program of this workspace: from the environment, else beside this test.
pub(crate) fn program(name: &str, variable: &str) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        return PathBuf::from(path);
    }
    let test = std::env::current_exe().expect("a running program has a path");
    let folder = test
        .parent()
        .and_then(Path::parent)
        .expect("target/debug/deps");
    let path = folder.join(name);
    assert!(
        path.exists(),
        "{} is not built: cargo build --workspace",
        path.display()
    );
    path
}

/// A store that speaks S3 as a process of its own; what goes wrong in it stands in a file beside its
/// folder.
pub(crate) struct S3Process {
    child: Child,
    folder: PathBuf,
    log: PathBuf,
    /// Base URL.
    pub(crate) endpoint: String,
}

impl S3Process {
    /// Starts it on a free port, over an empty folder.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::listen(folder, "127.0.0.1:0")
    }

    fn listen(folder: &Path, address: &str) -> Self {
        let log = folder.with_extension("log");
        let said = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .expect("its log can be written");
        let mut child = Command::new(env!("CARGO_BIN_EXE_wangge-test-s3"))
            .arg(folder)
            .arg(address)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(said)
            .spawn()
            .expect("the store starts");
        let stdout = child.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("it says where it listens");
        Self {
            child,
            folder: folder.to_owned(),
            log,
            endpoint: line.trim().to_owned(),
        }
    }

    /// `kill -9`, and the same again at its address.
    pub(crate) fn killed_and_started(mut self) -> Self {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it has ended");
        let address = self.endpoint.trim_start_matches("http://");
        Self::listen(&self.folder, address)
    }

    /// What went wrong in it.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for S3Process {
    /// A test that failed leaves no store behind.
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// A relay as a process of its own, on the system's clock.
pub(crate) struct RelayProcess {
    child: Child,
    /// Base address.
    pub(crate) address: String,
}

impl RelayProcess {
    /// Starts `wangge-relay serve`; returns when it answers.
    pub(crate) fn start(data: &Path, listen: &str) -> Self {
        Self::start_with(data, listen, &[])
    }

    /// The same on the time that stands in a file.
    pub(crate) fn start_by(data: &Path, listen: &str, clock: &Path) -> Self {
        Self::start_with(data, listen, &[OsStr::new("--clock"), clock.as_os_str()])
    }

    fn start_with(data: &Path, listen: &str, more: &[&OsStr]) -> Self {
        let mut child = Command::new(program("wangge-relay", "WANGGE_RELAY_BIN"))
            .args(["serve", "--listen", listen, "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the relay starts");
        let stdout = child.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("it says where it listens");
        let ready: serde_json::Value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
        let address = ready["listening"].as_str().expect("an address").to_owned();
        Self { child, address }
    }

    /// Asks it to stop, as `systemctl stop` does, and does not wait.
    pub(crate) fn terminate(&self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.expect("there is such a program").success());
    }

    /// Waits until it has ended; whether it says that all went well.
    pub(crate) fn ended(mut self) -> bool {
        self.child.wait().expect("it was running").success()
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it has ended");
    }
}

impl Drop for RelayProcess {
    /// A test that failed leaves no relay behind.
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}
