use rusqlite::ErrorCode;
use wangge_sync_engine::store::StoreError;

/// Something in the database did not work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DbError {
    /// SQLite says so.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// Stored bytes do not decode.
    #[error("stored bytes do not decode: {0}")]
    Decode(String),
    /// What was to be changed rests on something that has changed since.
    #[error("stale: {0}")]
    Stale(&'static str),
    /// One more connection did not open.
    #[error(transparent)]
    Open(Box<OpenError>),
    /// `pause()` closed it.
    #[error("the database is closed")]
    Closed,
}

impl DbError {
    pub(crate) fn decode(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Decode(format!("{what}: {error}"))
    }

    /// True if there is no room left.
    pub(crate) fn is_full(&self) -> bool {
        if let Self::Open(error) = self {
            return matches!(**error, OpenError::DiskFull);
        }
        let Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) = self else {
            return false;
        };
        error.code == ErrorCode::DiskFull
            || error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
            || error.extended_code == rusqlite::ffi::SQLITE_IOERR_WRITE && disk_error_is_full(self)
    }

    /// True if the connection cannot be trusted any more: SQLCipher refuses everything on one
    /// that has met a page it could not read, even if the next reading would succeed.
    pub(crate) fn spoils_connection(&self) -> bool {
        let Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) = self else {
            return false;
        };
        matches!(
            error.code,
            ErrorCode::SystemIoFailure
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::OutOfMemory
        ) || error.extended_code == rusqlite::ffi::SQLITE_ERROR
    }

    /// True if the file is damaged. SQLCipher reports a page whose authentication fails as "not a
    /// database" or as damage, depending on where it is met.
    pub(crate) fn is_corrupt(&self) -> bool {
        match self {
            Self::Decode(_) => true,
            Self::Open(error) => matches!(**error, OpenError::Damaged(_) | OpenError::WrongKey),
            Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) => {
                matches!(
                    error.code,
                    ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase
                )
            }
            _ => false,
        }
    }
}

/// A failed write to a full disk shows as an input/output error on some file systems.
fn disk_error_is_full(error: &DbError) -> bool {
    is_full_text(&error.to_string())
}

/// What the system says of a full disk, where its code is lost on the way.
pub(crate) fn is_full_text(text: &str) -> bool {
    text.contains("No space left")
}

impl From<DbError> for StoreError {
    fn from(error: DbError) -> Self {
        if error.is_full() {
            return Self::DiskFull;
        }
        if error.is_corrupt() {
            return Self::Corrupt(error.to_string());
        }
        match error {
            DbError::Closed => Self::Closed,
            other => Self::Failed(other.to_string()),
        }
    }
}

/// A database did not open. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The key does not open it, and there is no sign of damage.
    #[error("the key does not open the database")]
    WrongKey,
    /// It does not open although the key is right.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A newer version of the program wrote it.
    #[error("the database is of version {found}, this program knows {known}")]
    Newer {
        /// Version found.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// This build would write plain text.
    #[error("the database would not be encrypted")]
    NotEncrypted,
    /// The SQLite inside is too old.
    #[error("SQLite {0} is older than 3.51.3, which has a corruption bug")]
    SqliteTooOld(i32),
    /// No room left.
    #[error("the disk is full")]
    DiskFull,
    /// Anything else.
    #[error("the database did not open: {0}")]
    Failed(String),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        DbError::from(error).into()
    }
}

impl From<DbError> for OpenError {
    fn from(error: DbError) -> Self {
        if error.is_full() {
            Self::DiskFull
        } else if error.is_corrupt() {
            Self::Damaged(error.to_string())
        } else {
            Self::Failed(error.to_string())
        }
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Self::DiskFull
        } else {
            Self::Failed(error.to_string())
        }
    }
}
