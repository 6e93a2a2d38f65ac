//! The connection is cut at every exchange of a sync, on the way up and on the way down, and in
//! the middle of every photo: afterwards everything is there, once.

use std::net::SocketAddr;

use wangge_mobile_core::SyncEnd;
use wangge_tests::proxy::{Cut, Direction, LinkConditions, Proxy};

use crate::world::{Phone, World, WorldClock};

/// A world whose phones reach the relay through a proxy.
async fn behind_proxy() -> (World, Proxy) {
    let nowhere: SocketAddr = "127.0.0.1:9".parse().expect("an address");
    let proxy = Proxy::start(nowhere, LinkConditions::default(), 1)
        .await
        .expect("a port is free");
    let address = format!("https://{}", proxy.address());
    let world = World::start_behind(WorldClock::at_china(2026, 9, 1, 8), address).await;
    let relay = world.relay().address.trim_start_matches("https://").parse();
    proxy.set_target(relay.expect("the relay listens on an address"));
    (world, proxy)
}

/// Everything sealed was accepted, every photo is on the relay, and another phone sees the same.
async fn all_is_there(world: &World, phone: &Phone, visits: usize) {
    let status = phone.core.status().expect("it opens");
    assert_eq!((status.pending, status.drafts, status.refused), (0, 0, 0));
    assert_eq!(status.originals.held, status.originals.total);
    let officer = world.officer_phone(0).await;
    let there = officer.core.list_inspections(None, 10_000).expect("a list");
    assert_eq!(there.len(), visits, "each visit once, none lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_at_any_exchange_loses_and_doubles_nothing() {
    let (world, proxy) = behind_proxy().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed: Vec<_> = world.township.premises_of(grid).take(2).cloned().collect();
    let premises: Vec<_> = listed.iter().map(|it| worker.put_on_file(it)).collect();
    worker.sync().await;
    let mut visits = 0;
    for direction in [Direction::Up, Direction::Down] {
        for exchange in 0..200 {
            worker.inspect(premises[visits % 2], &[]);
            visits += 1;
            proxy.arm(Cut::AtExchange {
                exchange,
                direction,
                byte: 0,
            });
            let cut = worker.sync_once().await;
            let was_cut = !proxy.is_armed();
            proxy.disarm();
            if let Ok(report) = &cut
                && was_cut
                && report.end == SyncEnd::Complete
            {
                assert!(report.photos.failure.is_some() || report.photos.left == 0);
            }
            worker.sync().await;
            let pending = worker.core.status().expect("it opens").pending;
            assert_eq!(pending, 0, "{direction:?} {exchange}");
            if !was_cut {
                break;
            }
        }
    }
    assert!(visits > 4, "the link was cut several times");
    all_is_there(&world, &worker, visits).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_in_the_middle_of_a_photo_goes_on_where_it_stopped() {
    let (world, proxy) = behind_proxy().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    let premises = worker.put_on_file(&listed);
    worker.sync().await;
    for visit in 1..=6_u64 {
        worker.inspect(premises, &[]);
        // Somewhere inside the photos of this visit.
        proxy.arm(Cut::AtByte {
            direction: Direction::Up,
            byte: 12_000 * visit,
        });
        let _cut = worker.sync_once().await;
        proxy.disarm();
        worker.sync().await;
    }
    all_is_there(&world, &worker, 6).await;
}
