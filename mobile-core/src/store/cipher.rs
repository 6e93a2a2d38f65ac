use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::Connection;

/// Times the key is tried, a millisecond apart. SQLCipher starts within a few of them.
const TRIES: u32 = 5_000;

/// Returns when SQLCipher is ready to take keys.
///
/// SQLite lets a second thread open a connection while the first still runs SQLCipher's start, and
/// refuses a key that is given in between. If it never starts, the key of the real database fails,
/// and that error is told.
pub(super) fn await_start() {
    static STARTED: OnceLock<()> = OnceLock::new();
    STARTED.get_or_init(|| {
        for _ in 0..TRIES {
            if takes_a_key() {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    });
}

fn takes_a_key() -> bool {
    let key = format!("x'{}'", "00".repeat(32));
    Connection::open_in_memory()
        .and_then(|connection| {
            connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
            connection.pragma_update(None, "key", key)
        })
        .is_ok()
}
