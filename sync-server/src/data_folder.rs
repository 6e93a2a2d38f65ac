use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::configuration::CONFIGURATION_VARIABLE;
use crate::error::RelayStartError;
use crate::platform::private_folder;

/// Holds the address that a serving relay listens on.
const ADDRESS_FILE: &str = "serve.address";
/// Holds the number of the process that serves.
const PROCESS_FILE: &str = "serve.pid";

/// Where everything of a relay lies（数据目录）.
#[derive(Clone, Debug)]
pub struct DataFolder {
    root: PathBuf,
    configuration: Option<PathBuf>,
    /// The database, if it is not the one of the folder.
    database: Option<PathBuf>,
}

impl DataFolder {
    /// The folder at this path, whether it exists or not.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            configuration: None,
            database: None,
        }
    }

    /// The same folder with a copy of its database in the place of it.
    pub(crate) fn with_database(mut self, copy: PathBuf) -> Self {
        self.database = Some(copy);
        self
    }

    /// Where a copy of the database lies that is looked at while the database itself is damaged.
    pub(crate) fn read_only(&self) -> PathBuf {
        self.root.join("read-only")
    }

    /// The same folder under a configuration file that lies elsewhere.
    #[must_use]
    pub fn configured_by(mut self, file: Option<PathBuf>) -> Self {
        self.configuration = file;
        self
    }

    /// The configuration file that was named, here or by the environment.
    pub(crate) fn configuration_named(&self) -> Option<PathBuf> {
        let named = || std::env::var_os(CONFIGURATION_VARIABLE).filter(|name| !name.is_empty());
        self.configuration
            .clone()
            .or_else(|| named().map(PathBuf::from))
    }

    /// The configuration file of a folder for which none was named.
    #[must_use]
    pub fn configuration(&self) -> PathBuf {
        self.root.join("relay.toml")
    }

    /// The connection to PostgreSQL, which may hold a password.
    pub(crate) fn postgres_url(&self) -> PathBuf {
        self.root.join("postgres-url.txt")
    }

    /// True if a relay was made here.
    #[must_use]
    pub fn is_initialized(&self) -> bool {
        self.database().exists() || self.on_postgres().exists()
    }

    /// True if a relay was made here whose database is gone: keys or photos are still there.
    #[must_use]
    pub fn has_remains(&self) -> bool {
        let held = |folder: PathBuf| {
            std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
        };
        !self.is_initialized()
            && (self.root_key().exists() || held(self.keys()) || held(self.blobs()))
    }

    /// True if this account may not look into the folder: what is in it cannot be told then.
    pub(crate) fn is_forbidden(&self) -> bool {
        let looked = std::fs::read_dir(&self.root);
        looked.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    }

    /// True if a relay was made here, whether its database is there still or not.
    pub(crate) fn holds_relay(&self) -> bool {
        self.is_initialized() || self.has_remains()
    }

    /// Refuses a folder in which no relay was made, or whose database is gone.
    pub(crate) fn require_initialized(&self) -> Result<(), RelayStartError> {
        let shown = || self.root.display().to_string();
        if self.is_initialized() {
            Ok(())
        } else if self.is_forbidden() {
            Err(RelayStartError::NoPermission(shown()))
        } else if self.has_remains() {
            Err(RelayStartError::DatabaseGone(shown()))
        } else {
            Err(RelayStartError::NotInitialized(shown()))
        }
    }

    /// Whether a relay holds the folder's lock: `wangge-relay serve` does as long as it runs.
    #[must_use]
    pub fn is_served(&self) -> bool {
        let opened = File::open(self.root.join("serve.lock"));
        opened.is_ok_and(|file| file.try_lock().is_err())
    }

    /// Where the relay that serves this folder listens, as it wrote down when it began.
    pub(crate) fn served_address(&self) -> Option<String> {
        let written = std::fs::read_to_string(self.root.join(ADDRESS_FILE));
        written.ok().filter(|_| self.is_served())
    }

    /// Writes down where this process listens, for `doctor`.
    pub(crate) fn write_served_address(&self, address: &str) -> io::Result<()> {
        std::fs::write(self.root.join(PROCESS_FILE), std::process::id().to_string())?;
        std::fs::write(self.root.join(ADDRESS_FILE), address)
    }

    /// The process that serves this folder, as it wrote down when it began.
    pub(crate) fn serving_process(&self) -> Option<u32> {
        let written = std::fs::read_to_string(self.root.join(PROCESS_FILE)).ok()?;
        written.trim().parse().ok().filter(|_| self.is_served())
    }

    /// Says that a relay was made here whose data lie in PostgreSQL.
    pub(crate) fn on_postgres(&self) -> PathBuf {
        self.root.join("relay.postgres")
    }

    /// Makes the folder and those inside it.
    pub fn create(&self) -> io::Result<()> {
        for folder in [
            self.root.clone(),
            self.keys(),
            self.tls(),
            self.blobs(),
            self.uploads(),
        ] {
            std::fs::create_dir_all(folder)?;
        }
        // Personal data lie in it: nobody else on the machine looks inside.
        private_folder(&self.root)
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The SQLite file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.database
            .clone()
            .unwrap_or_else(|| self.root.join("relay.sqlite"))
    }

    /// The configuration file that lies here, under the name that an earlier release gave it if
    /// there is no other.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        let (own, earlier) = (self.configuration(), self.root.join("relay.json"));
        if !own.exists() && earlier.exists() {
            earlier
        } else {
            own
        }
    }

    /// The root key, until it is moved away.
    #[must_use]
    pub fn root_key(&self) -> PathBuf {
        self.root.join("root-key.txt")
    }

    pub(crate) fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// Where the secrets of draws waited for their day before the store kept them.
    pub(crate) fn draw_secrets(&self) -> PathBuf {
        self.keys().join("draws")
    }

    /// Where the process that serves the public keeps what it took in, and nothing else.
    #[must_use]
    pub fn intake(&self) -> PathBuf {
        self.root.join("intake")
    }

    /// The key under which reporters' names and telephone numbers lie.
    pub(crate) fn reporter_key(&self) -> PathBuf {
        self.keys().join("reporter.key")
    }

    pub(crate) fn tls(&self) -> PathBuf {
        self.root.join("tls")
    }

    /// The TLS key that is announced and not in use yet.
    pub(crate) fn next_tls(&self) -> PathBuf {
        self.tls().join("next")
    }

    pub(crate) fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    /// Where the logs stood when that was last written down.
    pub(crate) fn witness(&self) -> PathBuf {
        self.root.join("witness.json")
    }

    /// What a backup says of itself; written last.
    pub(crate) fn manifest(&self) -> PathBuf {
        self.root.join("manifest.json")
    }

    /// Courier files for other relays.
    pub(crate) fn courier(&self) -> PathBuf {
        self.root.join("courier")
    }

    /// The audit log.
    #[must_use]
    pub fn audit(&self) -> PathBuf {
        self.root.join("audit")
    }

    /// Checkpoints of the audit logs that were here before a restore.
    pub(crate) fn audit_before(&self) -> PathBuf {
        self.root.join("audit-before")
    }

    /// The token of whoever reads the figures of the running relay.
    pub(crate) fn metrics_token(&self) -> PathBuf {
        self.keys().join("metrics.token")
    }

    pub(crate) fn uploads(&self) -> PathBuf {
        self.root.join("uploads")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_process_that_serves_is_known_only_while_it_does() {
        let root = tempfile::TempDir::new().unwrap();
        let folder = DataFolder::new(root.path());
        folder.write_served_address("127.0.0.1:1").unwrap();
        assert_eq!(folder.serving_process(), None);
        let lock = File::create(root.path().join("serve.lock")).unwrap();
        lock.lock().unwrap();
        assert_eq!(folder.serving_process(), Some(std::process::id()));
        lock.unlock().unwrap();
        assert_eq!(folder.serving_process(), None);
    }
}
