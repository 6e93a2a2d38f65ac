//! What two relays of one PostgreSQL database share: jobs run once, and by the other one when the first
//! is killed; news go to whoever listens at either; kills of both lose nothing.

use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use tokio_util::sync::CancellationToken;
use wangge_domain::hazard::HazardSource;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::{RecordId, StreamId};
use wangge_mobile_core::{HazardInput, SyncEnd};
use wangge_sync_server::StoreChoice;
use wangge_tests::postgres_cluster::PostgresCluster;
use wangge_tests::township::Township;

use super::kill_loops::kills;
use super::programs::RelayProcess;
use super::switchboard::Switchboard;
use crate::support::{premises_of, serve};
use crate::world::{Phone, World, WorldClock};

const LISTEN: &str = "127.0.0.1:0";
/// Looks at something that comes about by itself, and the pause between them.
const LOOKS: usize = 240;
const PAUSE: Duration = Duration::from_millis(250);

/// A township on a database, and the address in front of its relays.
async fn township(cluster: &PostgresCluster, clock: WorldClock) -> (World, Switchboard, String) {
    let board = Switchboard::start().await;
    let url = cluster.database();
    let name = url.rsplit('=').next().expect("a name").to_owned();
    let store = StoreChoice::Postgres(url);
    let world = World::start_on(clock, board.address(), Township::qingfeng(), store).await;
    board.to(&world.relay().address);
    (world, board, name)
}

/// Who has the lease of the jobs now; empty: nobody.
fn leader(cluster: &PostgresCluster, database: &str) -> String {
    cluster.sql(
        database,
        "SELECT encode(holder, 'hex') FROM job_lease WHERE job = 'jobs'
           AND held_until > extract(epoch FROM clock_timestamp()) * 1000",
    )
}

/// How often the mark stands in a hazard's history, on this phone.
fn marks(phone: &Phone, hazard: RecordId) -> usize {
    let state = phone.core.get_record(hazard).expect("it is here").state;
    let marks = state.history.iter();
    marks.filter(|it| it.event == "overdue_marked").count()
}

/// Syncs until a hazard is marked overdue.
async fn until_marked(phone: &Phone, hazard: RecordId) {
    for _ in 0..LOOKS {
        // A relay that has just been killed is met once more.
        let _torn = phone.sync_once().await;
        if marks(phone, hazard) > 0 {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("nobody marked it overdue");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hazard_is_marked_overdue_once_and_the_lease_goes_to_who_is_left() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let clock = WorldClock::at_china(2026, 9, 1, 8);
    let (mut world, board, database) = township(cluster, clock).await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let found = || {
        let input = HazardInput {
            source: HazardSource::UnannouncedVisit,
            ..HazardInput::new(premises, "安全出口上锁")
        };
        let hazard = worker.core.draft_hazard(&input).expect("it can be drafted");
        worker.photo(hazard, "", PhotoStage::Found);
        worker.core.raise_hazard(hazard).expect("it is complete");
        hazard
    };
    let (soon, later) = (found(), found());
    serve(&worker, soon, 3);
    serve(&worker, later, 10);
    worker.sync().await;
    world.stop().await;

    let file = world.path("clock");
    let tell = |world: &World| {
        std::fs::write(&file, world.clock.now().0.to_string()).expect("the time can be written");
    };
    tell(&world);
    let first = RelayProcess::start_by(&world.data(), LISTEN, &file);
    let mut leads = String::new();
    for _ in 0..LOOKS {
        leads = leader(cluster, &database);
        if !leads.is_empty() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    assert!(!leads.is_empty(), "the only relay leads");
    let second = RelayProcess::start_by(&world.data(), LISTEN, &file);

    // Both look at the clock, one acts.
    world.clock.advance_days(5);
    tell(&world);
    board.to(&second.address);
    until_marked(&worker, soon).await;

    // Killed, it cannot give the lease back: it runs out.
    first.kill();
    world.clock.advance_days(10);
    tell(&world);
    until_marked(&worker, later).await;
    let now = leader(cluster, &database);
    assert!(!now.is_empty() && now != leads, "{now} after {leads}");

    // Neither the change of hands nor a further hour marks one again.
    world.clock.advance_hours(1);
    tell(&world);
    let third = RelayProcess::start_by(&world.data(), LISTEN, &file);
    for _ in 0..8 {
        tokio::time::sleep(PAUSE).await;
        worker.sync().await;
    }
    for hazard in [soon, later] {
        assert_eq!(marks(&worker, hazard), 1, "marked once");
    }
    second.kill();
    third.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_listens_at_one_relay_is_woken_by_a_push_to_the_other() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let (mut world, board, _) = township(cluster, WorldClock::now_in_china()).await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    world.stop().await;
    let [one, other] = [0; 2].map(|_| RelayProcess::start(&world.data(), LISTEN));

    // The officer's phone listens at the other one: every call before is cut.
    board.to(&other.address);
    let (tell, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let cancel = CancellationToken::new();
    let (core, stop) = (officer.core.clone(), cancel.clone());
    let listening = tokio::spawn(async move {
        let on_news = move |stream: StreamId, head: u64| {
            // Who has heard enough does not listen any more.
            let _told = tell.send((stream, head));
        };
        core.listen(&on_news, &stop).await
    });
    for _ in 0..LOOKS {
        if board.calls() > 0 {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    assert!(board.calls() > 0, "it has called");
    // The listener may still be on its way in: of several pushes one wakes it.
    board.turn(&one.address);
    let mut woken = None;
    for _ in 0..LOOKS {
        worker.inspect(premises, &[]);
        worker.sync().await;
        woken = tokio::time::timeout(PAUSE, heard.recv()).await.ok();
        if woken.is_some() {
            break;
        }
    }
    let news = woken.flatten();
    assert!(news.is_some_and(|(_, head)| head > 0), "{news:?}");
    assert!(!listening.is_finished(), "it listens on");
    cancel.cancel();
    let ended = listening.await.expect("it ends");
    assert!(ended.is_err(), "given up, not hung up");
    one.kill();
    other.kill();
}

/// Either relay is killed again and again, while phones meet whichever is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_loops_of_two_relays_of_one_database_lose_no_acknowledged_write() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let (mut world, board, _) = township(cluster, WorldClock::now_in_china()).await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    worker.sync().await;
    world.stop().await;
    let start = |world: &World| RelayProcess::start(&world.data(), LISTEN);
    let (mut dying, mut other) = (start(&world), start(&world));
    let mut random = ChaCha20Rng::seed_from_u64(11);
    let cycles = kills(8);
    for _ in 0..cycles {
        board.to(&dying.address);
        worker.inspect(premises, &[]);
        let life = Duration::from_millis(u64::from(random.next_u32() % 120));
        let killer = tokio::task::spawn_blocking(move || {
            std::thread::sleep(life);
            dying.kill();
        });
        // However it ends: what was acknowledged stays, what was not goes to the other one.
        let _torn = worker.sync_once().await;
        killer.await.expect("the relay was killed");
        board.to(&other.address);
        worker.sync().await;
        (dying, other) = (other, start(&world));
    }
    let report = worker.try_sync().await.expect("it runs");
    assert_eq!(report.end, SyncEnd::Complete);
    let status = worker.core.status().expect("it opens");
    assert_eq!((status.pending, status.refused), (0, 0));
    let officer = world.officer_phone(0).await;
    let visits = officer.core.list_inspections(None, 10_000);
    let visits = visits.expect("a list").len();
    assert_eq!(u64::try_from(visits), Ok(cycles), "each visit once");
    dying.kill();
    other.kill();
}
