//! Backups in links of a relay whose data lie in PostgreSQL.

use std::fs;

use wangge_tests::postgres_cluster::PostgresCluster;

use super::backups::{Kept, files, named, silent};
use super::world::World;
use crate::admin::{
    Admin, LinkedSource, new_backup_key, restore_linked, restore_linked_into, verify_linked,
};
use crate::backup_place::BackupPlace;
use crate::backup_target::BackupTarget;
use crate::error::RelayStartError;
use crate::relay::{ClockChoice, Relay, RelayConfig};
use crate::store_choice::StoreChoice;

/// Tables whose rows come back as they were; `stream` is told of a new epoch, `setting` and
/// `job_lease` change with every second.
const TABLES: [&str; 13] = [
    "tenant",
    "chain",
    "log",
    "record",
    "document",
    "measure",
    "document_number",
    "blob",
    "blob_reference",
    "service_key",
    "policy_pack",
    "enrollment_code",
    "account",
];

async fn start(cluster: &PostgresCluster) -> (Kept, String) {
    let url = cluster.database();
    let store = StoreChoice::Postgres(url.clone());
    let world = World::start_configured_on("", store).await;
    (Kept::of(world).await, database_of(&url))
}

fn database_of(url: &str) -> String {
    url.rsplit('=').next().unwrap().to_owned()
}

/// All rows of a database, by table.
fn rows(cluster: &PostgresCluster, database: &str) -> Vec<(String, String)> {
    let all = TABLES.map(|table| {
        let sql = format!(
            "SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))
             FROM \"{table}\" t"
        );
        (table.to_owned(), cluster.sql(database, &sql))
    });
    all.to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_comes_back_into_an_empty_database_and_into_a_file() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let (mut kept, database) = start(cluster).await;
    kept.photo().await;
    let first = kept.ship().await;
    assert!(first.whole && first.link == 1 && first.checked == first.rows);
    let second = kept.ship().await;
    assert!(!second.whole && second.link == 2);
    assert_eq!((second.rows, second.checked), (first.rows + 1, 1));
    assert!(second.pages < first.pages, "{second:?}");
    let told = kept.phone.sync(&kept.world).await.backed_up;
    let expected = Some(second.begun - 60_000);
    assert_eq!(told.map(|at| at.0), expected, "phones are told");
    // What is gone is gone from the next link too.
    let code = "SELECT count(*) FROM enrollment_code";
    assert_ne!(cluster.sql(&database, code), "0");
    cluster.sql(&database, "DELETE FROM enrollment_code");
    let tried = kept.link_tried(true).unwrap();
    assert_eq!(tried.rows, second.rows);
    let status = kept.world.admin().status().unwrap();
    assert_eq!(status.backup_trial.unwrap().1, "");
    for link in [None, Some(1)] {
        let checked = kept.check(true, link).unwrap();
        assert!(checked.opened && checked.unnamed.is_empty(), "{checked:?}");
        assert_eq!(checked.blobs, 1);
    }
    kept.world.close().await;
    let before = rows(cluster, &database);

    // Into an empty database, in the place of what lay there.
    let clock = ClockChoice::Given(kept.world.clock.clone());
    let url = cluster.database();
    let source = LinkedSource {
        backup: &kept.place,
        key: &kept.key,
        link: None,
    };
    let store = StoreChoice::Postgres(url.clone());
    let data = kept.data();
    let restored =
        restore_linked_into(source, &data, true, &store, clock.clone(), &silent).unwrap();
    assert_eq!((restored.rows, restored.blobs), (tried.rows, 1));
    assert!(restored.waiting >= 1 && restored.set_aside.is_some());
    assert!(!data.join("relay.sqlite").exists() && data.join("relay.postgres").exists());
    let own = database_of(&url);
    assert_eq!(rows(cluster, &own), before);
    assert_eq!(
        cluster.sql(&own, "SELECT sum(epoch) FROM stream"),
        cluster.sql(&database, "SELECT sum(epoch) + count(*) FROM stream"),
        "every log is of a new epoch"
    );
    let next = "SELECT nextval(pg_get_serial_sequence('record', 'number'))
                       > (SELECT max(number) FROM record)";
    assert_eq!(cluster.sql(&own, next), "t");
    let admin = kept.world.admin();
    assert!(admin.healing().unwrap().is_some());
    drop(admin);
    // That database is not empty any more.
    let fresh = kept.path("second");
    let refused = restore_linked_into(source, &fresh, false, &store, clock.clone(), &silent);
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("空数据库") && !fresh.exists(), "{refused}");

    // And into a file: the configuration names no server any more.
    restore_linked(
        &kept.place,
        &kept.key,
        None,
        &fresh,
        false,
        clock.clone(),
        &silent,
    )
    .unwrap();
    let admin = Admin::open(&fresh, clock).unwrap();
    assert!(admin.healing().unwrap().is_some());
    let connection = rusqlite::Connection::open(fresh.join("relay.sqlite")).unwrap();
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    for (table, found) in &before {
        let counted = count(table).to_string();
        assert_eq!(found.split(' ').next(), Some(counted.as_str()), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_that_grew_moves_from_a_file_into_a_database() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let world = World::start_configured_on("", StoreChoice::Sqlite).await;
    let mut kept = Kept::of(world).await;
    let shipped = kept.ship().await;
    kept.world.close().await;
    let clock = ClockChoice::Given(kept.world.clock.clone());
    let store = StoreChoice::Postgres(cluster.database());
    let source = LinkedSource {
        backup: &kept.place,
        key: &kept.key,
        link: None,
    };
    let data = kept.data();
    let restored = restore_linked_into(source, &data, true, &store, clock, &silent).unwrap();
    assert_eq!(restored.rows, shipped.rows);
    assert!(!data.join("relay.sqlite").exists());
    assert!(kept.world.admin().healing().unwrap().is_some());
    // Links go on from there, and the first is a whole one.
    let next = kept.link();
    assert!(next.whole && next.rows == shipped.rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_and_a_wrong_key_are_named_there_too() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let (mut kept, _) = start(cluster).await;
    kept.ship().await;
    for path in files(&kept.place.join("parts")) {
        let honest = fs::read(&path).unwrap();
        let mut damaged = honest.clone();
        damaged[honest.len() / 2] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let said = named(kept.check(false, None));
        assert!(said.contains(&name), "{said}");
        fs::write(&path, &honest).unwrap();
    }
    let other = kept.path("other-key.txt");
    let recipient = new_backup_key(&other).unwrap();
    let refused = verify_linked(&kept.place, Some(&other), None, &silent);
    assert!(named(refused).contains(&recipient));
    let url = cluster.database();
    let data = kept.path("fresh");
    let source = LinkedSource {
        backup: &kept.place,
        key: &other,
        link: None,
    };
    let clock = ClockChoice::Given(kept.world.clock.clone());
    let store = StoreChoice::Postgres(url.clone());
    let refused = restore_linked_into(source, &data, false, &store, clock, &silent);
    assert!(matches!(refused, Err(RelayStartError::File { .. })));
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    let untouched = cluster.sql(&database_of(&url), tables);
    assert!(untouched == "0" && !data.exists(), "nothing was touched");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_edited_in_the_database_is_not_shipped() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let (mut kept, database) = start(cluster).await;
    kept.ship().await;
    let before = kept.phone.sync(&kept.world).await.backed_up;
    kept.phone
        .premises(&kept.world, 90, super::world::stream(0), "桥头超市");
    kept.phone.sync(&kept.world).await;
    cluster.sql(
        &database,
        "ALTER TABLE log DISABLE TRIGGER log_stays;
         UPDATE log SET received_at = received_at + 1
         WHERE place = (SELECT max(place) FROM log);",
    );
    let refused = kept.link_tried(false);
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("does not hold"), "{error}");
    assert_eq!(kept.phone.sync(&kept.world).await.backed_up, before);
    assert_eq!(files(&kept.place.join("chain")).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_relays_on_one_database_one_ships_while_both_serve() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let (mut kept, _) = start(cluster).await;
    kept.world.close().await;
    let clock = kept.world.clock.clone();
    let config = || RelayConfig {
        listen: Some("127.0.0.1:0".to_owned()),
        clock: ClockChoice::Given(clock.clone()),
        backup: Some(BackupTarget {
            to: BackupPlace::Folder(kept.place.clone()),
            recipient: kept.recipient.clone(),
        }),
        ..RelayConfig::new(kept.data())
    };
    let one = Relay::start(config()).await.unwrap();
    one.run_jobs().await.unwrap();
    let other = Relay::start(config()).await.unwrap();
    let links = || files(&kept.place.join("chain")).len();
    for expected in [2, 3] {
        clock.advance_ms(45_000);
        one.run_jobs().await.unwrap();
        assert_eq!(links(), expected);
        other.run_jobs().await.unwrap();
        assert_eq!(links(), expected, "it does not lead");
    }
    // The one that led is gone: the other one goes on.
    one.shutdown().await;
    clock.advance_ms(45_000);
    other.run_jobs().await.unwrap();
    assert_eq!(links(), 4);
    other.shutdown().await;
}
