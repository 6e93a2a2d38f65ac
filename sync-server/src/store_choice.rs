use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wangge_domain::Timestamp;

use crate::configuration::Configuration;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::store::{PostgresDatabase, RelayDatabase, SqliteDatabase};

/// Environment variable that names a PostgreSQL database in place of the settings: a password
/// need not lie in a file then.
pub const POSTGRES_VARIABLE: &str = "WANGGE_POSTGRES";

/// Where a relay keeps everything but keys and blobs（存储选择）.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StoreChoice {
    /// One SQLite file in the data folder.
    #[default]
    Sqlite,
    /// A PostgreSQL database, by its connection string: `postgresql://user@host/database`, with
    /// several hosts between commas where a standby may take over. Several relays may share it.
    Postgres(String),
}

impl std::fmt::Debug for StoreChoice {
    /// Without the connection string: a password may stand in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres(_) => "Postgres",
        })
    }
}

impl StoreChoice {
    /// What holds for a folder: the environment's word, else that of its configuration.
    ///
    /// # Errors
    /// The configuration cannot be read. A folder without one is of SQLite.
    pub fn of(folder: &DataFolder) -> Result<Self, RelayStartError> {
        Ok(Configuration::of(folder)?.store.or_environment())
    }

    /// This choice, unless it is PostgreSQL and the environment names the connection.
    #[must_use]
    pub fn or_environment(self) -> Self {
        match (self, std::env::var(POSTGRES_VARIABLE)) {
            (Self::Postgres(_), Ok(url)) if !url.is_empty() => Self::Postgres(url),
            (choice, _) => choice,
        }
    }

    /// The same, fit to be shown: the connection without its password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite => "sqlite".to_owned(),
            Self::Postgres(url) => crate::store::describe_connection(url),
        }
    }

    /// Whether several relays may serve this store at the same time.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Opens the store and brings its schema to this build's version.
    pub(crate) fn open(
        &self,
        file: &Path,
        now: Timestamp,
    ) -> Result<Arc<dyn RelayDatabase>, RelayStartError> {
        Ok(match self {
            Self::Sqlite => Arc::new(SqliteDatabase::open(file, now)?),
            Self::Postgres(url) => Arc::new(PostgresDatabase::open(url, now)?),
        })
    }
}
