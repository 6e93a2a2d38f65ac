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
fn a_row_is_blanked_in_its_body_alone_and_only_where_an_act_of_its_record_says_so() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    // Two rows of one record, and an act of another.
    database
        .write(|connection| {
            connection.execute_batch(
                "INSERT INTO stream VALUES (1, 1, x'01', 1, 3, x'00', 0);
                 INSERT INTO log VALUES
                   (1, 1, 1, 0, x'00', x'aa', 0, NULL, 1, 1, x'0b', 1, x'00'),
                   (2, 1, 1, 0, x'00', x'bb', 0, NULL, 1, 2, x'0b', 1, x'00'),
                   (3, 1, 1, 0, x'00', x'cc', 0, NULL, 1, 3, x'0c', 1, x'00')",
            )
        })
        .unwrap();
    let run = |sql: &str| {
        let sql = sql.to_owned();
        database.write(move |connection| connection.execute_batch(&sql))
    };
    let blanks = "UPDATE log SET body = x'01' WHERE place = 1";
    for sql in [
        blanks,
        "INSERT INTO redacted_row VALUES (1, 1, x'dd')",
        "INSERT INTO redacted_row VALUES (1, 1, x'cc')",
        "INSERT INTO redacted_row VALUES (1, 2, x'bb')",
        "INSERT INTO redacted_row VALUES (9, 1, x'bb')",
    ] {
        assert!(run(sql).is_err(), "{sql}");
    }
    run("INSERT INTO redacted_row VALUES (1, 1, x'bb')").unwrap();
    run(blanks).unwrap();
    for sql in [
        "UPDATE log SET epoch = 2 WHERE place = 1",
        "UPDATE log SET received_at = 1, body = x'02' WHERE place = 1",
        "UPDATE log SET chain_hash = x'01' WHERE place = 1",
        "UPDATE log SET envelope = x'ab' WHERE place = 1",
        "UPDATE log SET is_stub = 1 WHERE place = 1",
        "UPDATE log SET reason = 'malformed' WHERE place = 1",
        "UPDATE log SET record = x'0c' WHERE place = 1",
        "UPDATE log SET has_events = 0 WHERE place = 1",
        "UPDATE log SET body = x'01' WHERE place = 2",
        "DELETE FROM log WHERE place = 1",
        "DELETE FROM redacted_row",
        "UPDATE redacted_row SET confirmed = x'cc'",
    ] {
        assert!(run(sql).is_err(), "{sql}");
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
