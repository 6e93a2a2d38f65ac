//! Two relay processes on one PostgreSQL database: a phone meets now this one, now that one, and
//! one of them is killed in the middle.

use wangge_mobile_core::SyncEnd;
use wangge_sync_server::StoreChoice;
use wangge_tests::postgres_cluster::PostgresCluster;
use wangge_tests::township::Township;

use super::programs::RelayProcess;
use super::switchboard::Switchboard;
use crate::world::{World, WorldClock};

/// Syncs of the phone; each goes to the other relay than the one before.
const ROUNDS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_between_two_relays_loses_nothing_when_one_is_killed() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let board = Switchboard::start().await;
    let store = StoreChoice::Postgres(cluster.database());
    let clock = WorldClock::now_in_china();
    let mut world = World::start_on(clock, board.address(), Township::qingfeng(), store).await;
    board.to(&world.relay().address);
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    let premises = worker.put_on_file(&listed);
    world.stop().await;

    let listen = "127.0.0.1:0";
    // At the same moment: the service key that one of them introduces is the other's too.
    let data = world.data();
    let start = || {
        let data = data.clone();
        tokio::task::spawn_blocking(move || RelayProcess::start(&data, listen))
    };
    let (first, second) = tokio::join!(start(), start());
    let (mut first, mut second) = (Some(first.expect("it runs")), second.expect("it runs"));
    for round in 0..ROUNDS {
        worker.inspect(premises, &[]);
        if round % 2 == 0 {
            let relay = first.take().expect("it runs");
            board.to(&relay.address);
            if round == ROUNDS / 2 {
                // Killed while the phone talks to it: however that ends, nothing acknowledged is
                // lost, and what was not goes to the other relay.
                let (_torn, ()) = tokio::join!(worker.sync_once(), async {
                    tokio::task::spawn_blocking(move || relay.kill())
                        .await
                        .expect("it was killed");
                });
                board.to(&second.address);
                worker.sync().await;
                first = Some(RelayProcess::start(&world.data(), listen));
                continue;
            }
            worker.sync().await;
            first = Some(relay);
        } else {
            board.to(&second.address);
            worker.sync().await;
        }
    }

    // A rolling restart: one after the other, and the phone's sync goes through.
    let first = first.expect("it was started again");
    board.to(&first.address);
    second.kill();
    second = RelayProcess::start(&world.data(), listen);
    board.to(&second.address);
    first.kill();
    worker.inspect(premises, &[]);
    let report = worker.try_sync().await.expect("it runs");
    assert_eq!(report.end, SyncEnd::Complete);
    let status = worker.core.status().expect("it opens");
    assert_eq!((status.pending, status.refused), (0, 0));

    let officer = world.officer_phone(0).await;
    let visits = officer
        .core
        .list_inspections(None, 10_000)
        .expect("a list")
        .len();
    assert_eq!(visits, ROUNDS + 1, "each visit once");
    second.kill();
}

/// Two townships with the very same people, grids and logs by id, each with its relay, in one
/// database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_townships_in_one_database_never_meet() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    for visits in [2_usize, 1] {
        let clock = WorldClock::at_china(2026, 9, 1, 8);
        let store = StoreChoice::Postgres(url.clone());
        let world = World::start_on(clock, String::new(), Township::qingfeng(), store).await;
        let (worker, grid) = world.worker_phone(0).await;
        let listed = world
            .township
            .premises_of(grid)
            .next()
            .expect("a premises")
            .clone();
        let premises = worker.put_on_file(&listed);
        for _ in 0..visits {
            worker.inspect(premises, &[]);
        }
        worker.sync().await;
        let officer = world.officer_phone(0).await;
        let seen = officer
            .core
            .list_inspections(None, 100)
            .expect("a list")
            .len();
        assert_eq!(seen, visits, "the visits of this township and no other");
    }
}
