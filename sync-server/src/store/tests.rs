//! What every store of the relay has to keep（存储一致性测试）, asked of SQLite and of PostgreSQL alike.

mod awaited_photos;
mod blanked_blobs;
mod blanked_words;
mod columns;
mod commit_order;
mod cost;
mod draws;
mod homes;
mod numbers;
mod old_schemas;
mod paging;
mod provisional;
mod schedules;
mod side_by_side;
mod small_stores;
mod snapshots;
mod turn;

use std::sync::Arc;

use tempfile::TempDir;
use wangge_domain::{StreamId, TenantId, Timestamp};
use wangge_protocol::PublicKey;
use wangge_sync_engine::store::{RelayCommit, RelayStore};
use wangge_sync_engine::testing::relay_store_suite;
use wangge_tests::postgres_cluster::PostgresCluster;

use turn::Turn;

use super::{PostgresDatabase, RelayDatabase, SqliteDatabase, TenantRow};

pub(super) const NOW: Timestamp = Timestamp(1_788_220_800_000);

/// A store under test, with what it stands on.
pub(super) struct Held {
    pub(super) database: Arc<dyn RelayDatabase>,
    _folder: Option<TempDir>,
}

/// Makes an empty store.
pub(super) type Make = fn() -> Held;

/// The kinds of store, by name. PostgreSQL is missing where no server is installed; that is said
/// loudly, and fails on a machine of CI.
fn stores() -> Vec<(&'static str, Make)> {
    let mut stores: Vec<(&'static str, Make)> = vec![("SQLite", sqlite)];
    if PostgresCluster::shared().is_some() {
        stores.push(("PostgreSQL", postgres));
    }
    stores
}

fn sqlite() -> Held {
    let folder = TempDir::new().unwrap();
    let database = SqliteDatabase::open(&folder.path().join("relay.sqlite"), NOW).unwrap();
    Held {
        database: Arc::new(database),
        _folder: Some(folder),
    }
}

fn postgres() -> Held {
    let url = PostgresCluster::shared().unwrap().database();
    Held {
        database: Arc::new(PostgresDatabase::open(&url, NOW).unwrap()),
        _folder: None,
    }
}

/// Asks the same of every store.
pub(super) fn of_each(ask: impl Fn(&Arc<dyn RelayDatabase>)) {
    for (name, make) in stores() {
        eprintln!("store: {name}");
        ask(&make().database);
    }
}

pub(super) fn tenant(number: u8) -> TenantId {
    TenantId::from_bytes([number; 16])
}

pub(super) fn add(database: &dyn RelayDatabase, tenant: TenantId) {
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

#[test]
fn every_store_keeps_the_promises_of_a_relay_store() {
    for (name, make) in stores() {
        eprintln!("store: {name}");
        let count = std::cell::Cell::new(0);
        relay_store_suite(&|tenant| {
            count.set(count.get() + 1);
            let held = make();
            add(held.database.as_ref(), tenant);
            let turn = held.database.turn(tenant).unwrap();
            #[expect(
                clippy::arc_with_non_send_sync,
                reason = "the suite asks for it and stays here"
            )]
            let store: Arc<dyn RelayStore> = Arc::new(Turn { turn, _held: held });
            store
        });
        assert!(count.get() > 3, "the suite asked for stores");
    }
}

/// A commit of one row that follows the head of a stream.
pub(super) fn one_row(store: &dyn RelayStore, stream: StreamId) -> RelayCommit {
    let head = store.head(stream).unwrap();
    RelayCommit {
        expected: vec![(stream, head)],
        rows: commit_order::rows(stream, head, 1, head.map_or(0, |head| head.seq)),
        ..RelayCommit::default()
    }
}
