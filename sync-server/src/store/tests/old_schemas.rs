//! Databases of earlier releases（旧库升级）, with rows in every table, are opened by this one: they get the
//! columns of a fresh one, keep every row, and what later steps derive comes out of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use wangge_domain::draw::{DrawAct, DrawEntry, Withdrawal};
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId, StreamId, UserId};
use wangge_protocol::PublicKey;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::columns::{of_database, of_file, of_postgres, of_sqlite};
use super::{NOW, one_row, tenant};
use crate::store::{
    ListOrder, ListQuery, PostgresDatabase, Reach, RelayDatabase, SealedSecret, SqliteDatabase,
};

/// A schema of before: its newest step, and how it lay in each store.
struct Old {
    step: u32,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! old {
    ($step:literal, $folder:literal) => {
        Old {
            step: $step,
            sqlite: include_str!(concat!(
                "../../../../fixtures/schema/",
                $folder,
                "/sqlite.sql"
            )),
            postgres: include_str!(concat!(
                "../../../../fixtures/schema/",
                $folder,
                "/postgres.sql"
            )),
        }
    };
}

const OLD: [Old; 3] = [old!(8, "0008"), old!(10, "0010"), old!(11, "0011")];

const FINAL: &str = "青消改字〔2026〕第0001号";

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn stream() -> StreamId {
    StreamId::from_bytes([0x50; 16])
}

fn query(kind: RecordKind) -> ListQuery {
    let reach = Reach {
        streams: [stream()].into(),
        ..Reach::default()
    };
    ListQuery::of(kind, reach, ListOrder::Due { after: None }, 20)
}

/// Records that a search for this text finds.
fn found(database: &dyn RelayDatabase, kind: RecordKind, text: &str) -> Vec<RecordId> {
    let asked = ListQuery {
        text: Some(text.to_owned()),
        ..query(kind)
    };
    let listed = database.list(tenant(1), &asked).unwrap();
    listed.into_iter().map(|one| one.record).collect()
}

fn rows_of_file(path: &Path) -> BTreeMap<String, i64> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let tables = of_file(path).0.into_keys();
    let counted = tables.map(|table| {
        let sql = format!("SELECT count(*) FROM {table}");
        let count = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
        (table, count)
    });
    counted.collect()
}

fn rows_of_database(cluster: &PostgresCluster, name: &str) -> BTreeMap<String, i64> {
    let tables = of_database(cluster, name).0.into_keys();
    let counted = tables.map(|table| {
        let count = cluster.sql(name, &format!("SELECT count(*) FROM {table}"));
        (table, count.parse().unwrap())
    });
    counted.collect()
}

/// Every row is still there; only the list of steps has grown.
fn kept(before: &BTreeMap<String, i64>, after: &BTreeMap<String, i64>) {
    for (table, count) in before {
        if table != "migration" {
            assert!(*count > 0, "the sample has no row in {table}");
            assert_eq!(after.get(table), Some(count), "rows of {table}");
        }
    }
}

/// What stands in the migrated store, and that it goes on.
fn judge(old: &Old, database: &dyn RelayDatabase) {
    numbers(old, database);
    photos(old, database);
    draws(database);
    for number in [1, 2] {
        let kept = database.setting(tenant(number), "kept").unwrap();
        assert_eq!(kept, Some(format!("of {number}")));
    }
    // The log goes on behind its head.
    let turn = database.turn(tenant(1)).unwrap();
    assert_eq!(turn.head(stream()).unwrap().map(|head| head.seq), Some(2));
    let commit = one_row(turn.as_ref(), stream());
    turn.commit(commit).unwrap();
    drop(turn);
    let turn = database.turn(tenant(1)).unwrap();
    assert_eq!(turn.head(stream()).unwrap().map(|head| head.seq), Some(3));
    drop(turn);
    let other = database.turn(tenant(2)).unwrap();
    assert_eq!(other.head(stream()).unwrap().map(|head| head.seq), Some(1));
}

/// Steps 9 and 11: what bears a provisional number is either known or to be read from its log.
fn numbers(old: &Old, database: &dyn RelayDatabase) {
    let unknown = |of: u8| -> BTreeSet<RecordId> {
        let page = database.provisional_unknown(tenant(of), 20).unwrap();
        page.into_iter().collect()
    };
    // What can bear one: hazards and a letter.
    let papers: BTreeSet<RecordId> = [8, 9, 10, 11].map(record).into();
    if old.step < 11 {
        let first = unknown(1);
        assert!(first.is_superset(&papers), "{first:?}");
        assert!(unknown(2).contains(&record(7)), "of the other tenant");
        for one in first {
            let number = if one == record(9) { "暂-A1-3" } else { "" };
            let number = if one == record(8) { "暂-A1-7" } else { number };
            database
                .fill_provisional(tenant(1), one, number, &[])
                .unwrap();
        }
        assert_eq!(
            database.provisional_number(tenant(1), "暂-A1-6").unwrap(),
            None
        );
    } else {
        let void = database.void_numbers(tenant(1), "", 9).unwrap();
        let texts: Vec<&str> = void.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["暂-A1-6"], "what was known stays known");
        assert!(database.void_numbers(tenant(2), "", 9).unwrap().is_empty());
        assert!(unknown(2).is_empty());
    }
    assert!(unknown(1).is_empty());
    let hazards = || RecordKind::Rectification;
    assert_eq!(found(database, hazards(), "暂-A1-7"), [record(8)]);
    assert_eq!(found(database, hazards(), "暂-A1-3"), [record(9)]);
    assert_eq!(found(database, hazards(), FINAL), [record(9)]);
    assert!(found(database, hazards(), "暂-B1-1").is_empty());
}

/// Step 10: a photo whose original is not held is found, and awaited from then on.
fn photos(old: &Old, database: &dyn RelayDatabase) {
    let unsent = database.photos_unsent(tenant(1), record(0), 10).unwrap();
    assert_eq!(unsent, [record(0x20)], "the other's original is held");
    let awaiting = || {
        let asked = ListQuery {
            awaits_photos: true,
            ..query(RecordKind::Rectification)
        };
        let listed = database.list(tenant(1), &asked).unwrap();
        listed.into_iter().map(|one| one.record).collect::<Vec<_>>()
    };
    if old.step < 10 {
        assert!(awaiting().is_empty(), "nothing was noted before the step");
        for (photo, target) in [(0x20, 8), (0x21, 9)] {
            let (photo, target) = (record(photo), record(target));
            database.await_photo(tenant(1), photo, target).unwrap();
        }
    }
    assert_eq!(awaiting(), [record(8)]);
    let original = Digest([0x41; 32]);
    database.put_blob(tenant(1), original, 4_096, NOW).unwrap();
    assert!(awaiting().is_empty());
}

/// Step 12: a draw of before has no secret in the store, and the next one has.
fn draws(database: &dyn RelayDatabase) {
    let before = RecordId::from_bytes([0x15; 16]);
    assert_eq!(database.draw_secret(tenant(1), before).unwrap(), None);
    let entry = DrawEntry {
        previous: Digest([0; 32]),
        at: NOW,
        by: UserId::from_bytes([1; 16]),
        act: DrawAct::Withdrawn(Withdrawal {
            reason: "名单有误".to_owned(),
        }),
    };
    let secret = SealedSecret {
        key: PublicKey([1; 32]),
        sealed: vec![1; 72],
    };
    let draw = record(0x16);
    // One was announced before.
    database
        .announce_draw(tenant(1), draw, &entry, &secret, 1)
        .unwrap();
    let held = database.draw_secret(tenant(1), draw).unwrap();
    assert_eq!(held, Some(secret));
}

#[test]
fn files_of_earlier_releases_are_brought_up_to_date() {
    let fresh = of_sqlite();
    for old in &OLD {
        eprintln!("step {}", old.step);
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("relay.sqlite");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.execute_batch(old.sqlite).unwrap();
        drop(connection);
        let before = rows_of_file(&path);
        drop(SqliteDatabase::open(&path, NOW).unwrap());
        assert_eq!(of_file(&path), fresh);
        kept(&before, &rows_of_file(&path));
        // Opened again there is nothing left to do.
        let database: Arc<dyn RelayDatabase> = Arc::new(SqliteDatabase::open(&path, NOW).unwrap());
        judge(old, database.as_ref());
    }
}

#[test]
fn databases_of_earlier_releases_are_brought_up_to_date_behind_the_wall() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let fresh = of_postgres(cluster);
    for old in &OLD {
        eprintln!("step {}", old.step);
        let url = cluster.database();
        let name = url.rsplit('=').next().unwrap();
        // As its owner, who is no superuser.
        cluster.sql(name, &format!("SET ROLE wangge; {}", old.postgres));
        let before = rows_of_database(cluster, name);
        drop(PostgresDatabase::open(&url, NOW).unwrap());
        assert_eq!(of_database(cluster, name), fresh);
        kept(&before, &rows_of_database(cluster, name));
        let open = cluster.sql(
            name,
            "SELECT relname FROM pg_class
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
               AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS
                 (SELECT 1 FROM pg_policies WHERE tablename = relname))",
        );
        assert_eq!(open, "migration", "tables without a wall");
        let nobody = cluster.sql(name, "SET ROLE wangge; SELECT count(*) FROM record");
        assert_eq!(nobody, "0", "who speaks for no tenant sees nothing");
        let second = "SET ROLE wangge; SET app.tenant = '2'; SELECT count(*) FROM record";
        assert_eq!(cluster.sql(name, second), "1", "and a tenant its own");
        let database: Arc<dyn RelayDatabase> = Arc::new(PostgresDatabase::open(&url, NOW).unwrap());
        judge(old, database.as_ref());
    }
}
