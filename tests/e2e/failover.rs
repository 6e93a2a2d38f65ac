//! The primary of the database dies and its synchronous standby takes over: nothing that two relays
//! acknowledged to four phones is lost, and the phones only try again.
//!
//! How long it took is printed as a line of JSON; `make failover` judges it.

use std::time::{Duration, Instant};

use wangge_domain::RecordId;
use wangge_mobile_core::SyncEnd;
use wangge_sync_server::StoreChoice;
use wangge_tests::postgres_cluster::{PostgresCluster, server_programs};
use wangge_tests::township::Township;

use super::programs::RelayProcess;
use super::switchboard::Switchboard;
use crate::world::{Phone, World, WorldClock};

const PHONES: usize = 4;
/// Visits of each phone before the machine dies.
const BEFORE: usize = 3;
/// Syncs of a phone, and the pause between them, until it is taken for lost.
const ATTEMPTS: usize = 120;
const PAUSE: Duration = Duration::from_millis(500);

/// A phone with its premises.
struct Visitor {
    phone: Phone,
    premises: RecordId,
}

impl Visitor {
    async fn enroll(world: &World, index: usize) -> Self {
        let (phone, grid) = world.worker_phone(index).await;
        let listed = world.township.premises_of(grid).next();
        let premises = phone.put_on_file(listed.expect("a premises"));
        phone.sync().await;
        Self { phone, premises }
    }

    /// Tries until all it has is acknowledged; gives how often it tried and when that was.
    async fn until_acknowledged(&self) -> (usize, Instant) {
        for attempt in 1..=ATTEMPTS {
            let report = self.phone.sync_once().await;
            if report.is_ok_and(|report| report.end == SyncEnd::Complete) {
                let status = self.phone.core.status().expect("it opens");
                assert_eq!((status.pending, status.refused), (0, 0));
                return (attempt, Instant::now());
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("nothing was acknowledged in {ATTEMPTS} attempts");
    }
}

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
    let mut visitors = Vec::new();
    for index in 0..PHONES {
        visitors.push(Visitor::enroll(&world, index).await);
    }
    world.stop().await;
    let relays = [0; 2].map(|_| RelayProcess::start(&world.data(), "127.0.0.1:0"));
    // Two phones at one relay, two at the other.
    board.turn(&relays[0].address);

    for round in 0..BEFORE {
        for (index, visitor) in visitors.iter().enumerate() {
            board.turn(&relays[(index + round) % relays.len()].address);
            visitor.phone.inspect(visitor.premises, &[]);
            visitor.phone.sync().await;
        }
    }
    // The last ones are acknowledged and the machine is gone.
    for visitor in &visitors {
        assert_eq!(visitor.phone.core.status().expect("it opens").pending, 0);
        visitor.phone.inspect(visitor.premises, &[]);
    }
    let died = Instant::now();
    primary.kill();
    for (index, visitor) in visitors.iter().enumerate() {
        board.turn(&relays[index % relays.len()].address);
        let during = visitor.phone.sync_once().await;
        assert!(
            !during.is_ok_and(|report| report.end == SyncEnd::Complete),
            "nothing is acknowledged without a database"
        );
    }
    let before_promotion = died.elapsed();
    standby.promote();
    let promoted = died.elapsed();
    let mut last = died;
    let mut tries = Vec::new();
    for (index, visitor) in visitors.iter().enumerate() {
        board.turn(&relays[index % relays.len()].address);
        let (attempts, at) = visitor.until_acknowledged().await;
        tries.push(attempts);
        last = last.max(at);
    }
    // The time until somebody decides to promote is not the relay's.
    let unavailable = last.duration_since(died) - before_promotion;
    eprintln!(
        "{}",
        serde_json::json!({
            "failover": {
                "promotion_seconds": (promoted - before_promotion).as_secs_f64(),
                "unavailable_seconds": unavailable.as_secs_f64(),
                "attempts": tries,
            }
        })
    );

    let officer = world.officer_phone(0).await;
    let visits = officer
        .core
        .list_inspections(None, 10_000)
        .expect("a list")
        .len();
    assert_eq!(
        visits,
        PHONES * (BEFORE + 1),
        "acknowledged loss 0, and each visit once"
    );
    for relay in relays {
        relay.kill();
    }
}
