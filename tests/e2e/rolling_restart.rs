//! Two relays behind a balancer are restarted one after the other: no request is refused.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use tokio::task::JoinSet;
use wangge_sync_server::StoreChoice;
use wangge_tests::postgres_cluster::PostgresCluster;
use wangge_tests::township::Township;

use super::programs::RelayProcess;
use super::switchboard::Switchboard;
use crate::world::{World, WorldClock};

const LISTEN: &str = "127.0.0.1:0";
/// Slower than the rate of one address, which would say 429.
const PACE: Duration = Duration::from_millis(50);
/// Restarts of each relay.
const ROUNDS: usize = 2;

#[derive(Default)]
struct Tally {
    answered: AtomicUsize,
    /// What came in the place of an answer.
    refused: Mutex<Vec<String>>,
    over: AtomicBool,
}

fn client(keeps: bool) -> Client {
    let builder = Client::builder()
        .danger_accept_invalid_certs(true)
        .no_proxy()
        .timeout(Duration::from_secs(30));
    let builder = if keeps {
        builder
    } else {
        builder.pool_max_idle_per_host(0)
    };
    builder.build().expect("a client")
}

/// Asks until it is over. Whatever is no answer is kept.
async fn ask(client: Client, url: String, tally: Arc<Tally>) {
    while !tally.over.load(Ordering::Acquire) {
        let refused = match client.get(&url).send().await {
            Ok(response) if response.status().is_success() => response
                .bytes()
                .await
                .err()
                .map(|error| format!("{error:?}")),
            Ok(response) => Some(response.status().to_string()),
            Err(error) => Some(format!("{error:?}")),
        };
        match refused {
            None => {
                tally.answered.fetch_add(1, Ordering::AcqRel);
            }
            Some(why) => {
                let mut refused = tally.refused.lock().expect("no thread panics with it");
                refused.push(format!("{url}: {why}"));
            }
        }
        tokio::time::sleep(PACE).await;
    }
}

async fn is_ready(client: &Client, relay: &str) -> bool {
    let asked = client.get(format!("{relay}/readyz")).send().await;
    asked.is_ok_and(|response| response.status().is_success())
}

/// Waits as a balancer does until a relay says whether it is ready.
async fn until_ready_is(expected: bool, client: &Client, relay: &str) {
    for _ in 0..200 {
        if is_ready(client, relay).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{relay} does not become ready={expected}");
}

async fn start(world: &World) -> RelayProcess {
    let data = world.data();
    tokio::task::spawn_blocking(move || RelayProcess::start(&data, LISTEN))
        .await
        .expect("it runs")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_refuses_no_request() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let board = Switchboard::start().await;
    let store = StoreChoice::Postgres(cluster.database());
    let clock = WorldClock::now_in_china();
    let mut world = World::start_on(clock, board.address(), Township::qingfeng(), store).await;
    board.to(&world.relay().address);
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world.township.premises_of(grid).next();
    let premises = worker.put_on_file(&listed.expect("a premises").clone());
    world.stop().await;
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(world.data().join("relay.toml"))
        .expect("init wrote it");
    file.write_all(b"\n[serve]\ndrain_seconds = 2\n")
        .expect("it is written");
    drop(file);

    let mut relays = [start(&world).await, start(&world).await];
    board.to(&relays[0].address);
    let tally = Arc::new(Tally::default());
    let mut asking = JoinSet::new();
    for (keeps, path) in [
        (true, "/healthz"),
        (false, "/healthz"),
        (true, "/api/v1/openapi.json"),
        (false, "/api/v1/openapi.json"),
    ] {
        let url = format!("{}{path}", board.address());
        asking.spawn(ask(client(keeps), url, Arc::clone(&tally)));
    }
    let looking = client(false);
    for round in 0..ROUNDS * 2 {
        let (leaving, staying) = (round % 2, (round + 1) % 2);
        until_ready_is(true, &looking, &relays[staying].address).await;
        board.turn(&relays[leaving].address);
        worker.inspect(premises, &[]);
        worker.sync().await;
        relays[leaving].terminate();
        // The balancer hears of it while everything is still answered there.
        until_ready_is(false, &looking, &relays[leaving].address).await;
        board.turn(&relays[staying].address);
        let fresh = start(&world).await;
        let left = std::mem::replace(&mut relays[leaving], fresh);
        let ended = tokio::task::spawn_blocking(move || left.ended()).await;
        assert!(ended.expect("it was waited for"), "it ended by itself");
        worker.sync().await;
    }
    tally.over.store(true, Ordering::Release);
    while asking.join_next().await.is_some() {}
    let answered = tally.answered.load(Ordering::Acquire);
    let refused = tally.refused.lock().expect("no thread panics with it");
    assert!(refused.is_empty(), "beside {answered}: {refused:?}");
    drop(refused);
    assert!(answered > 100, "{answered}");
    let status = worker.core.status().expect("it opens");
    assert_eq!((status.pending, status.refused), (0, 0));
}
