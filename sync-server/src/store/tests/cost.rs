//! What an envelope costs the relay on each store. By hand:
//! `cargo test -p wangge-sync-server --lib cost_of_an_envelope -- --ignored --nocapture`.

use std::sync::Arc;

use wangge_domain::RecordId;
use wangge_protocol::Envelope;
use wangge_sync_engine::store::RelayStore;
use wangge_sync_engine::testing::World;
use wangge_tests::process_usage::ProcessUsage;

use super::{Held, Make, Turn, add, stores};

const PUSHES: usize = 200;
const ENVELOPES: usize = 5;

fn world(held: Held) -> World {
    World::new(|tenant| {
        add(held.database.as_ref(), tenant);
        let turn = held.database.turn(tenant).unwrap();
        #[expect(
            clippy::arc_with_non_send_sync,
            reason = "the world asks for it and stays here"
        )]
        let store: Arc<dyn RelayStore> = Arc::new(Turn { turn, _held: held });
        store
    })
}

/// Processor time of this process for each envelope, microseconds: decoding, seals, the gate, the
/// decision, the commit. Sealing on the phone is done before; the server of PostgreSQL is another
/// process and counts for nothing here.
fn measured(make: Make) -> f64 {
    let world = world(make());
    let phone = world.worker(0);
    for number in 0..(PUSHES * ENVELOPES) as u128 {
        let record = RecordId::from_bytes((number + 1).to_be_bytes());
        phone.premises(record, world.stream(0), "场所");
        phone.submit(record).unwrap();
    }
    let sealed: Vec<Envelope> = phone.waiting();
    assert_eq!(sealed.len(), PUSHES * ENVELOPES);
    let before = ProcessUsage::of_self().cpu_seconds.unwrap();
    for push in sealed.chunks(ENVELOPES) {
        world.push(&phone, push);
    }
    let used = ProcessUsage::of_self().cpu_seconds.unwrap() - before;
    used * 1e6 / sealed.len() as f64
}

#[test]
#[ignore = "a figure, not a promise"]
fn cost_of_an_envelope() {
    for (name, make) in stores() {
        eprintln!(
            "{name}: {:.0} µs of processor time an envelope",
            measured(make)
        );
    }
}
