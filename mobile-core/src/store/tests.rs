//! The database against its promises, with real files.

mod closing;
mod damage;
mod first_open;
mod full_disk;
mod search;

use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use wangge_sync_engine::store::{ClientStore, Identity};
use wangge_sync_engine::testing::client_store_suite;

use super::{Database, DatabaseKey, DatabaseOptions, Executor, OpenError};

pub(super) fn options(folder: &TempDir) -> DatabaseOptions {
    DatabaseOptions {
        path: folder.path().join("test.db"),
        max_bytes: None,
        readers: 2,
        executor: Executor::Thread,
    }
}

pub(super) fn key() -> DatabaseKey {
    DatabaseKey([0x42; 32])
}

pub(super) fn open(folder: &TempDir) -> Database {
    Database::open(options(folder), key()).unwrap()
}

#[test]
fn it_passes_the_conformance_suite_of_client_stores() {
    let folders = Mutex::new(Vec::new());
    client_store_suite(&|identity: Identity| -> Arc<dyn ClientStore> {
        let folder = tempfile::tempdir().unwrap();
        let database = open(&folder);
        database.enroll(identity, Vec::new()).unwrap();
        folders.lock().unwrap().push(folder);
        Arc::new(database)
    });
}

#[test]
fn it_passes_the_suite_without_a_thread_of_its_own() {
    let folders = Mutex::new(Vec::new());
    client_store_suite(&|identity: Identity| -> Arc<dyn ClientStore> {
        let folder = tempfile::tempdir().unwrap();
        let inline = DatabaseOptions {
            executor: Executor::Inline,
            ..options(&folder)
        };
        let database = Database::open(inline, key()).unwrap();
        database.enroll(identity, Vec::new()).unwrap();
        folders.lock().unwrap().push(folder);
        Arc::new(database)
    });
}

#[test]
fn a_wrong_key_is_a_typed_error_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    database
        .set_settings(vec![("kept", b"yes".to_vec())])
        .unwrap();
    drop(database);
    let before = std::fs::read(folder.path().join("test.db")).unwrap();
    let wrong = Database::open(options(&folder), DatabaseKey([0x43; 32]));
    assert!(
        matches!(wrong, Err(OpenError::WrongKey)),
        "{:?}",
        wrong.err()
    );
    assert_eq!(
        std::fs::read(folder.path().join("test.db")).unwrap(),
        before
    );
    assert_eq!(
        open(&folder).setting("kept").unwrap().as_deref(),
        Some(b"yes".as_slice())
    );
}

#[test]
fn nothing_plain_lies_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let secret = "凌阁堂村三组张某".as_bytes();
    database
        .set_settings(vec![("secret", secret.to_vec())])
        .unwrap();
    // The write-ahead log holds it now, the database after closing.
    for _ in 0..2 {
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let plain = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!plain, "{} holds plain text", path.display());
            assert!(!bytes.starts_with(b"SQLite format 3"), "{}", path.display());
        }
        database.pause();
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    database
        .set_settings(vec![("kept", b"yes".to_vec())])
        .unwrap();
    database
        .write(|tx| Ok(tx.pragma_update(None, "user_version", 99)?))
        .unwrap();
    drop(database);
    let newer = Database::open(options(&folder), key());
    assert!(matches!(
        newer,
        Err(OpenError::Newer { found: 99, known }) if known == super::migration::newest()
    ));
}

#[test]
fn pause_closes_every_handle_and_resume_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    database
        .set_settings(vec![("kept", b"yes".to_vec())])
        .unwrap();
    database.pause();
    assert!(matches!(
        database.setting("kept"),
        Err(super::DbError::Closed)
    ));
    assert!(database.set_settings(vec![("x", Vec::new())]).is_err());
    assert!(
        !folder.path().join("test.db-wal").exists(),
        "the log was folded in"
    );
    database.resume().unwrap();
    assert_eq!(
        database.setting("kept").unwrap().as_deref(),
        Some(b"yes".as_slice())
    );
}

#[test]
fn a_change_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let failed = database.write(|tx| {
        super::settings::set(tx, "half", b"x")?;
        Err::<(), _>(super::DbError::Stale("on purpose"))
    });
    assert!(failed.is_err());
    assert_eq!(database.setting("half").unwrap(), None);
}

#[test]
fn counters_never_give_a_number_twice() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    assert_eq!(database.next_count("n").unwrap(), 1);
    assert_eq!(database.next_count("n").unwrap(), 2);
    drop(database);
    assert_eq!(open(&folder).next_count("n").unwrap(), 3);
}

#[test]
fn a_released_migration_never_changes() {
    // Frozen: phones in the field hold databases made by exactly these texts. A later schema is a
    // new file; this list only grows.
    let frozen: [&str; 0] = [];
    for (migration, hash) in super::migration::MIGRATIONS.iter().zip(frozen) {
        let found = wangge_protocol::sha256(migration.sql.as_bytes()).to_string();
        assert_eq!(found, hash, "migration {}", migration.version);
    }
    let versions: Vec<i64> = super::migration::MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .collect();
    assert_eq!(versions, (1..=versions.len() as i64).collect::<Vec<_>>());
}

#[test]
fn the_sqlite_inside_is_new_enough() {
    assert!(rusqlite::version_number() >= super::connection::SQLITE_FLOOR);
}

#[test]
fn a_connection_that_has_met_a_failure_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let one_reader = DatabaseOptions {
        readers: 1,
        ..options(&folder)
    };
    let database = Database::open(one_reader, key()).unwrap();
    let broken = || {
        let error = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_READ);
        super::DbError::from(rusqlite::Error::SqliteFailure(error, None))
    };
    let marked = |connection: &rusqlite::Connection| -> Result<i64, super::DbError> {
        Ok(connection.query_row("PRAGMA cache_size", [], |row| row.get(0))?)
    };
    let spoiled = database.read(|connection| {
        connection.pragma_update(None, "cache_size", -123)?;
        Err::<(), _>(broken())
    });
    assert!(spoiled.is_err());
    assert_eq!(database.read(marked).unwrap(), -8_000);
    let spoiled = database.write(move |tx| {
        tx.pragma_update(None, "cache_size", -123)?;
        Err::<(), _>(broken())
    });
    assert!(spoiled.is_err());
    assert_eq!(database.write(move |tx| marked(tx)).unwrap(), -8_000);
    // A refusal of our own spoils nothing.
    let stale = database.read(|connection| {
        connection.pragma_update(None, "cache_size", -123)?;
        Err::<(), _>(super::DbError::Stale("on purpose"))
    });
    assert!(stale.is_err());
    assert_eq!(database.read(marked).unwrap(), -123);
}
