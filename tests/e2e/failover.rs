//! The primary of the database dies and its synchronous standby takes over: nothing that the relay
//! acknowledged is lost, and the phone only tries again.

use std::time::Instant;

use wangge_mobile_core::SyncEnd;
use wangge_sync_server::StoreChoice;
use wangge_tests::postgres_cluster::{PostgresCluster, server_programs};
use wangge_tests::township::Township;

use super::programs::RelayProcess;
use super::switchboard::Switchboard;
use crate::world::{World, WorldClock};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_promoted_standby_has_all_that_was_acknowledged() {
    let Some(bin) = server_programs() else {
        return;
    };
    let primary = PostgresCluster::start(&bin);
    let url = primary.database();
    let standby = primary.synchronous_standby("standby1");
    let both = url.replace(
        &format!("host={}", primary.host()),
        &format!(
            "host={},{} target_session_attrs=read-write",
            primary.host(),
            standby.host()
        ),
    );
    let board = Switchboard::start().await;
    let store = StoreChoice::Postgres(both);
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
    let relay = RelayProcess::start(&world.data(), "127.0.0.1:0");
    board.to(&relay.address);

    const BEFORE: usize = 5;
    for _ in 0..BEFORE {
        worker.inspect(premises, &[]);
        worker.sync().await;
    }
    // The last ones are acknowledged and the machine is gone.
    assert_eq!(worker.core.status().expect("it opens").pending, 0);
    worker.inspect(premises, &[]);
    let died = Instant::now();
    primary.kill();
    let during = worker.sync_once().await;
    assert!(
        !during.is_ok_and(|report| report.end == SyncEnd::Complete),
        "nothing is acknowledged without a database"
    );
    standby.promote();
    let promoted = died.elapsed();
    worker.sync().await;
    eprintln!(
        "promoted after {} ms, the phone's sync went through after {} ms",
        promoted.as_millis(),
        died.elapsed().as_millis()
    );
    let status = worker.core.status().expect("it opens");
    assert_eq!((status.pending, status.refused), (0, 0));

    let officer = world.officer_phone(0).await;
    let visits = officer
        .core
        .list_inspections(None, 10_000)
        .expect("a list")
        .len();
    assert_eq!(
        visits,
        BEFORE + 1,
        "acknowledged loss 0, and each visit once"
    );
    relay.kill();
}
