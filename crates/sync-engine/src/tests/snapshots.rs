//! A record's state is signed once it is proven.

use std::sync::Arc;

use super::{record, rng};
use crate::Document;
use crate::relay::{SnapshotError, record_snapshot};
use crate::store::MemoryRelayStore;
use crate::testing::World;

#[test]
fn the_state_of_a_record_is_signed_as_its_log_has_it() {
    let world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    one.premises(record(1), world.stream(0), "面馆");
    one.submit(record(1)).unwrap();
    one.sync(&world, &mut rng());
    two.sync(&world, &mut rng());
    two.premises(record(1), world.stream(0), "面馆二店");
    two.sync(&world, &mut rng());
    let snapshot = world
        .with_relay(|ctx| record_snapshot(ctx, record(1)))
        .unwrap()
        .unwrap();
    let message = snapshot.message();
    let key = world.service_key.public();
    assert_eq!(snapshot.relay_key, key);
    assert!(key.verify(&message.0, &snapshot.signature).is_ok());
    let held = world.store.record(record(1)).unwrap().unwrap();
    assert_eq!(
        (snapshot.stream, snapshot.last_seq),
        (held.stream, held.last_seq)
    );
    let read = Document::load_gated(&snapshot.document, &snapshot.heads).unwrap();
    assert_eq!(read.content().text("name"), Some("面馆二店"));
    let none = world.with_relay(|ctx| record_snapshot(ctx, record(2)));
    assert!(none.unwrap().is_none());
}

#[test]
fn a_record_that_is_not_what_its_log_says_is_not_signed() {
    let mut store = None;
    let world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    let mut one = world.worker(0);
    for number in [1, 2] {
        one.premises(record(number), world.stream(0), "面馆");
        one.submit(record(number)).unwrap();
    }
    one.sync(&world, &mut rng());
    store.unwrap().damage_document(record(1));
    let ask = |number| world.with_relay(|ctx| record_snapshot(ctx, record(number)));
    assert!(matches!(ask(1), Err(SnapshotError::Differs("document"))));
    assert!(
        ask(2).unwrap().is_some(),
        "and no other is the worse for it"
    );
}
