use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};
use wangge_protocol::PublicKey;
use wangge_sync_engine::store::{NumberGrant, RelayCommit, RelayStore, StoreError};
use wangge_sync_engine::testing::relay_store_suite;

use super::SqliteDatabase;
use super::turn::SqliteTurn;
use crate::store::{CodeStore as _, CodeUse, RelayDatabase as _, TenantRow, TenantStore as _};

const NOW: Timestamp = Timestamp(1_788_220_800_000);

fn open(folder: &Path) -> SqliteDatabase {
    SqliteDatabase::open(&folder.join("relay.sqlite"), NOW).unwrap()
}

fn add(database: &SqliteDatabase, tenant: TenantId) {
    database
        .add_tenant(&TenantRow {
            tenant,
            name: "青峰镇".to_owned(),
            root_key: PublicKey([1; 32]),
            demo: false,
            address: String::new(),
            created_at: NOW,
        })
        .unwrap();
}

fn turn(database: &SqliteDatabase, tenant: TenantId) -> SqliteTurn {
    let number = database.number(tenant).unwrap();
    SqliteTurn::begin(
        tenant,
        number,
        database.reader().unwrap(),
        Arc::clone(&database.writer),
    )
    .unwrap()
}

fn tenant(number: u8) -> TenantId {
    TenantId::from_bytes([number; 16])
}

#[test]
fn the_sqlite_store_keeps_the_promises_of_a_relay_store() {
    let folder = TempDir::new().unwrap();
    let count = std::cell::Cell::new(0);
    relay_store_suite(&|tenant| {
        count.set(count.get() + 1);
        let own = folder.path().join(count.get().to_string());
        std::fs::create_dir(&own).unwrap();
        let database = open(&own);
        add(&database, tenant);
        #[expect(
            clippy::arc_with_non_send_sync,
            reason = "the suite asks for it and stays here"
        )]
        let store: Arc<dyn RelayStore> = Arc::new(turn(&database, tenant));
        store
    });
    assert!(count.get() > 3, "the suite asked for stores");
}

fn grant(number: u32) -> RelayCommit {
    let series = SeriesKey {
        issuer: "站".into(),
        document: "notice".into(),
        year: 2026,
    };
    let text = format!("第{number}号");
    let envelope = Digest([number.to_le_bytes()[0]; 32]);
    RelayCommit {
        numbers: vec![NumberGrant {
            attested: false,
            series,
            number,
            text,
            envelope,
        }],
        ..RelayCommit::default()
    }
}

#[test]
fn two_tenants_in_one_file_share_nothing() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    add(&database, tenant(2));
    turn(&database, tenant(1)).commit(grant(1)).unwrap();
    let series = grant(1).numbers[0].series.clone();
    assert_eq!(turn(&database, tenant(1)).last_number(&series).unwrap(), 1);
    assert_eq!(turn(&database, tenant(2)).last_number(&series).unwrap(), 0);
}

#[test]
fn writers_at_the_same_time_give_every_number_once() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    let series = grant(1).numbers[0].series.clone();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    loop {
                        let turn = turn(&database, tenant(1));
                        let next = turn.last_number(&series).unwrap() + 1;
                        match turn.commit(grant(next)) {
                            Ok(()) => break,
                            Err(StoreError::HeadMoved) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
            });
        }
    });
    assert_eq!(
        turn(&database, tenant(1)).last_number(&series).unwrap(),
        100
    );
}

#[test]
fn a_turn_sees_one_moment_until_it_commits() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    let series = grant(1).numbers[0].series.clone();
    let early = turn(&database, tenant(1));
    assert_eq!(early.last_number(&series).unwrap(), 0);
    turn(&database, tenant(1)).commit(grant(1)).unwrap();
    assert_eq!(
        early.last_number(&series).unwrap(),
        0,
        "the moment stands still"
    );
    assert!(matches!(early.commit(grant(1)), Err(StoreError::HeadMoved)));
    assert_eq!(
        early.last_number(&series).unwrap(),
        1,
        "a new moment after the commit"
    );
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
fn a_code_is_taken_by_exactly_one_of_many_devices_at_once() {
    let folder = TempDir::new().unwrap();
    let database = open(folder.path());
    add(&database, tenant(1));
    let code = Digest([7; 32]);
    let user = UserId::from_bytes([9; 16]);
    database
        .put_code(tenant(1), code, user, NOW, NOW.plus_ms(1_000))
        .unwrap();
    let taken: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8_u8)
            .map(|number| {
                let database = &database;
                scope.spawn(move || {
                    let device = DeviceId::from_bytes([number; 16]);
                    database.take_code(tenant(1), code, device, NOW).unwrap()
                })
            })
            .collect();
        let results = workers.into_iter().map(|worker| worker.join().unwrap());
        results.filter(|used| *used == CodeUse::Taken(user)).count()
    });
    assert_eq!(taken, 1);
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
