//! A database file that follows a database on a server.

use std::path::Path;

use wangge_domain::StreamId;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::{append, name_of, open};
use crate::store::sqlite::{open_epochs, read_heads, read_setting};
use crate::store::tests::{NOW, add, tenant};
use crate::store::{PostgresDatabase, RelayDatabase as _, TenantStore as _, load_file};

fn follow(database: &PostgresDatabase, file: &Path, all: bool) {
    assert!(database.mirror(tenant(1), file, all, NOW).unwrap());
}

fn seq_of(file: &Path) -> Option<u64> {
    let heads = read_heads(file).unwrap();
    heads
        .get(&StreamId::from_bytes([9; 16]))
        .map(|head| head.seq)
}

#[test]
fn a_file_follows_what_is_new_otherwise_and_gone() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    let database = open(&url);
    for number in [2, 1] {
        add(&database, tenant(number));
    }
    database.set_setting(tenant(2), "other", "x").unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("mirror.sqlite");
    for key in ["kept", "changed", "gone"] {
        database.set_setting(tenant(1), key, "one").unwrap();
    }
    append(&database, tenant(1), 1);
    follow(&database, &file, false);
    assert_eq!(seq_of(&file), Some(1));
    assert_eq!(read_setting(&file, "other").unwrap(), None, "another's");
    for (round, all) in [(2, false), (3, true), (4, false)] {
        let value = format!("round {round}");
        append(&database, tenant(1), round);
        database.set_setting(tenant(1), "changed", &value).unwrap();
        database.set_setting(tenant(1), "gone", "one").unwrap();
        follow(&database, &file, all);
        assert_eq!(read_setting(&file, "gone").unwrap().as_deref(), Some("one"));
        cluster.sql(name_of(&url), "DELETE FROM setting WHERE key = 'gone'");
        follow(&database, &file, all);
        assert_eq!(seq_of(&file), Some(round));
        let found = |key| read_setting(&file, key).unwrap();
        assert_eq!(found("changed"), Some(value), "round {round}");
        assert_eq!(found("kept").as_deref(), Some("one"));
        assert_eq!(found("gone"), None, "round {round}");
    }
    // Nothing is left beside it but its note and its log.
    let incoming = folder.path().join("mirror.sqlite.incoming");
    assert!(!incoming.exists());
}

#[test]
fn what_no_transaction_number_tells_is_found_by_comparing_all() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    let database = open(&url);
    add(&database, tenant(1));
    database.set_setting(tenant(1), "key", "one").unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("mirror.sqlite");
    follow(&database, &file, false);
    // The file alone was changed: no row on the server says so.
    let edit = |sql: &str| {
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.execute_batch(sql).unwrap();
    };
    edit("UPDATE setting SET value = 'edited' WHERE key = 'key'");
    follow(&database, &file, true);
    let found = || read_setting(&file, "key").unwrap();
    assert_eq!(found().as_deref(), Some("one"));
    // Without its mark, as after a database was put back, everything is compared.
    edit("UPDATE setting SET value = 'edited' WHERE key = 'key'");
    database
        .set_setting(tenant(1), "backup_mirror", "of before")
        .unwrap();
    follow(&database, &file, false);
    assert_eq!(found().as_deref(), Some("one"));
}

#[test]
fn a_database_with_another_past_is_read_anew() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("mirror.sqlite");
    for rows in [3, 1, 2] {
        let database = open(&cluster.database());
        add(&database, tenant(1));
        for seq in 1..=rows {
            append(&database, tenant(1), seq);
        }
        follow(&database, &file, false);
        assert_eq!(seq_of(&file), Some(rows));
    }
}

#[test]
fn a_file_is_loaded_into_an_empty_database_alone() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let database = open(&cluster.database());
    add(&database, tenant(1));
    for seq in 1..=3 {
        append(&database, tenant(1), seq);
    }
    database.set_setting(tenant(1), "key", "value").unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("mirror.sqlite");
    follow(&database, &file, false);
    open_epochs(&file).unwrap();
    let url = cluster.database();
    assert_eq!(load_file(&url, &file, NOW).unwrap(), tenant(1));
    let restored = open(&url);
    assert_eq!(restored.tenants().unwrap(), database.tenants().unwrap());
    let found = restored.setting(tenant(1), "key").unwrap();
    assert_eq!(found.as_deref(), Some("value"));
    let stream = StreamId::from_bytes([9; 16]);
    let rows = |of: &PostgresDatabase| {
        let turn = of.turn(tenant(1)).unwrap();
        turn.rows_after(stream, 0, usize::MAX).unwrap()
    };
    assert_eq!(rows(&restored), rows(&database));
    let epoch = |of: &PostgresDatabase| {
        let turn = of.turn(tenant(1)).unwrap();
        turn.head(stream).unwrap().unwrap().epoch
    };
    assert_eq!(epoch(&restored), epoch(&database) + 1);
    // Numbers go on behind the last one, and a second tenant fits beside.
    append(&restored, tenant(1), 4);
    add(&restored, tenant(2));
    let refused = load_file(&url, &file, NOW).err().unwrap().to_string();
    assert!(refused.contains("空数据库"), "{refused}");
    assert_eq!(restored.tenants().unwrap().len(), 2);
}

#[test]
fn of_two_processes_one_ships() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    let (one, other) = (open(&url), open(&url));
    for number in [1, 2] {
        add(&one, tenant(number));
    }
    let turn = one.ship_alone(tenant(1)).unwrap();
    assert!(turn.is_some());
    assert!(other.ship_alone(tenant(1)).unwrap().is_none());
    assert!(
        other.ship_alone(tenant(2)).unwrap().is_some(),
        "each its own"
    );
    drop(turn);
    assert!(other.ship_alone(tenant(1)).unwrap().is_some());
}
