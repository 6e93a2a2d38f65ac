//! What only SQLite has: one writer, one file.

use std::path::Path;

use tempfile::TempDir;
use wangge_sync_engine::store::StoreError;

use super::SqliteDatabase;
use crate::store::RelayDatabase as _;
use crate::store::tests::{NOW, add, tenant};

fn open(folder: &Path) -> SqliteDatabase {
    SqliteDatabase::open(&folder.join("relay.sqlite"), NOW).unwrap()
}

#[test]
fn a_write_that_panics_takes_no_other_with_it() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    let failed = database.writer.write::<()>(|_| panic!("a defect"));
    assert!(matches!(failed, Err(StoreError::Failed(_))));
    database.set_setting(tenant(1), "key", "value").unwrap();
    assert_eq!(
        database.setting(tenant(1), "key").unwrap().as_deref(),
        Some("value")
    );
}

#[test]
fn rows_of_a_log_cannot_be_changed_or_deleted() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    database
        .write(|connection| {
            connection.execute_batch(
                "INSERT INTO stream VALUES (1, 1, x'01', 1, 1, x'00', 0);
                 INSERT INTO log VALUES (1, 1, 1, 0, x'00', x'00', 1, '', 1, 1, NULL, 0, x'00')",
            )
        })
        .unwrap();
    for sql in ["UPDATE log SET epoch = 2", "DELETE FROM log"] {
        let refused = database.write(move |connection| connection.execute(sql, []));
        assert!(refused.is_err(), "{sql}");
    }
}

#[test]
fn an_older_relay_refuses_a_newer_database() {
    let folder = TempDir::new().unwrap();
    drop(open(folder.path()));
    let path = folder.path().join("relay.sqlite");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let refused = SqliteDatabase::open(&path, NOW);
    assert!(matches!(
        refused,
        Err(super::OpenError::Newer { found: 99, .. })
    ));
}

#[test]
fn what_is_acknowledged_waits_for_the_disk() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    let (journal, synchronous): (String, i64) = database
        .write(|connection| {
            Ok((
                connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?,
                connection.pragma_query_value(None, "synchronous", |row| row.get(0))?,
            ))
        })
        .unwrap();
    assert_eq!((journal.as_str(), synchronous), ("wal", 2));
}

#[test]
fn a_damaged_file_is_refused_with_instructions_and_not_touched() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    drop(database);
    let path = folder.path().join("relay.sqlite");
    let honest = std::fs::read(&path).unwrap();
    let mut no_header = honest.clone();
    no_header[..16].fill(0);
    let mut no_schema = honest.clone();
    no_schema[100..4_000].fill(0xFF);
    let cut = honest[..honest.len() - 4_096].to_vec();
    for (name, damaged) in [
        ("emptied", Vec::new()),
        ("a part of a header", honest[..50].to_vec()),
        ("no header", no_header),
        ("no schema", no_schema),
        ("cut off", cut),
    ] {
        std::fs::write(&path, &damaged).unwrap();
        let refused = SqliteDatabase::open(&path, NOW).err();
        let Some(error @ super::OpenError::Damaged(_)) = refused else {
            panic!("{name}: {refused:?}");
        };
        assert!(error.to_string().contains("restore"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), damaged, "{name}");
    }
    std::fs::write(&path, &honest).unwrap();
    drop(open(folder.path()));
}
