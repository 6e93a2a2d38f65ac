use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{OpenError, cipher};

/// The first SQLite without the WAL-reset corruption bug (3.51.3).
pub(crate) const SQLITE_FLOOR: i32 = 3_051_003;

/// Bytes of one page, SQLCipher's own default.
pub(crate) const PAGE_BYTES: u64 = 4096;

/// How long a connection waits for a lock. Only a checkpoint of another connection holds one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What a database file that is not encrypted begins with.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// The raw 32-byte key of the database. It never prints.
#[derive(Clone)]
pub(crate) struct DatabaseKey(pub(crate) [u8; 32]);

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}

impl DatabaseKey {
    /// As SQLCipher takes a raw key, without any derivation.
    fn pragma_text(&self) -> String {
        let hex: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("x'{hex}'")
    }
}

/// Opens one connection and proves that the key fits by reading the schema.
pub(super) fn open(
    path: &Path,
    key: &DatabaseKey,
    flags: OpenFlags,
) -> Result<Connection, OpenError> {
    if rusqlite::version_number() < SQLITE_FLOOR {
        return Err(OpenError::SqliteTooOld(rusqlite::version_number()));
    }
    cipher::await_start();
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // What SQLCipher would write to the error stream comes back as an error code anyway.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.pragma_update(None, "key", key.pragma_text())?;
    // SHA-256 has instructions of its own on every 64-bit phone, SHA-512, the default, on few.
    connection.execute_batch("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")?;
    let cipher: String = connection
        .query_row("PRAGMA cipher_version", [], |row| row.get(0))
        .map_err(|_| OpenError::NotEncrypted)?;
    if cipher.is_empty() {
        return Err(OpenError::NotEncrypted);
    }
    connection.busy_timeout(BUSY_TIMEOUT)?;
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    }) {
        Ok(_) => Ok(connection),
        // The first page does not authenticate: another key, or damage there.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(OpenError::WrongKey)
        }
        Err(error) => Err(error.into()),
    }
}

/// Opens the connection that writes, creating the file if there is none.
pub(super) fn open_writer(path: &Path, key: &DatabaseKey) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = open(path, key, flags)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = if planted!(AckBeforeSync) {
        "OFF"
    } else {
        "FULL"
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "journal_size_limit", 0)?;
    // On Apple systems fsync alone does not reach the flash; elsewhere these change nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    configure(&connection)?;
    Ok(connection)
}

/// Opens a connection that only reads.
pub(super) fn open_reader(path: &Path, key: &DatabaseKey) -> Result<Connection, OpenError> {
    let connection = open(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    configure(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), OpenError> {
    connection.pragma_update(None, "foreign_keys", true)?;
    // Sorting spills to memory: temporary files would lie beside the encrypted ones.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    connection.set_prepared_statement_cache_capacity(96);
    Ok(())
}

/// Fails if the file on disk begins like a plain SQLite file.
pub(super) fn check_encrypted(path: &Path) -> Result<(), OpenError> {
    let mut header = [0_u8; 16];
    let mut file = std::fs::File::open(path)?;
    match file.read_exact(&mut header) {
        Ok(()) if header == *PLAIN_HEADER => Err(OpenError::NotEncrypted),
        _ => Ok(()),
    }
}
