use std::sync::Arc;

use wangge_domain::lifecycle::Status;
use wangge_protocol::{SyncRequest, encode};

use super::{record, rng};
use crate::client::{SyncConfig, SyncEffect, SyncInput, SyncMachine, SyncOutcome};
use crate::store::{ClientStore, MemoryClientStore, MemoryRelayStore};
use crate::testing::{Fault, Phone, World, client_store_suite, relay_store_suite};

#[test]
fn the_memory_stores_keep_their_promises() {
    client_store_suite(&|identity| Arc::new(MemoryClientStore::new(identity)));
    relay_store_suite(&|tenant| Arc::new(MemoryRelayStore::new(tenant)));
}

#[test]
fn what_one_phone_submits_another_sees() {
    let world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    one.sync(&world, &mut rng());
    one.premises(record(1), world.stream(0), "老李面馆");
    one.submit(record(1)).unwrap();
    let before = one.view(record(1)).unwrap();
    assert!(before.pending);
    assert_eq!(before.state.status, Status::Active, "optimistically");
    let summary = one.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!((summary.accepted, one.waiting().len()), (1, 0));
    let after = one.view(record(1)).unwrap();
    assert!(!after.pending);
    assert_eq!(
        (&after.content, &after.state.status),
        (&before.content, &Status::Active)
    );
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert!(summary.control_changed);
    let seen = two.view(record(1)).unwrap();
    assert_eq!((&seen.content, &seen.state), (&after.content, &after.state));
    assert_eq!(seen.content.text("name"), Some("老李面馆"));
}

#[test]
fn drafts_are_sealed_and_sent_by_a_sync() {
    let world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    one.premises(record(1), world.stream(0), "甲");
    one.premises(record(1), world.stream(0), "乙");
    one.premises(record(2), world.stream(0), "丙");
    let draft = one.view(record(1)).unwrap();
    assert!(draft.pending && draft.document.is_empty());
    assert_eq!(draft.content.text("name"), Some("乙"));
    one.sync(&world, &mut rng());
    assert!(one.store.drafts(10).unwrap().is_empty());
    let log = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert_eq!(log.len(), 2, "all edits of a record are one change");
    two.sync(&world, &mut rng());
    assert_eq!(
        two.view(record(1)).unwrap().content.text("name"),
        Some("乙")
    );
}

/// What one sync sends and gets: bytes up and down of each request.
fn traffic(world: &World, phone: &mut Phone) -> Vec<(usize, usize)> {
    let (device, user) = (phone.device, phone.user);
    let mut sizes = Vec::new();
    let summary = phone.sync_with(world, &mut rng(), &mut |request: &SyncRequest| {
        // The answer to the same question: an exchange can be repeated blindly.
        let answer = world.exchange(device, user, request).unwrap();
        sizes.push((encode(request).len(), encode(&answer).len()));
        Fault::None
    });
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    sizes
}

#[test]
fn an_idle_sync_is_one_small_round_trip() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    for number in 1..=50 {
        phone.premises(record(number), world.stream(0), "场所");
    }
    phone.sync(&world, &mut rng());
    let sizes = traffic(&world, &mut phone);
    assert_eq!(sizes.len(), 1, "one round trip");
    assert!(sizes[0].0 + sizes[0].1 <= 400, "{sizes:?}");
}

#[test]
fn a_day_of_sixty_records_is_small() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    for number in 0..60 {
        phone.premises(
            record(number),
            world.stream(0),
            &format!("第{number}号面馆"),
        );
    }
    let sizes = traffic(&world, &mut phone);
    let up: usize = sizes.iter().map(|it| it.0).sum();
    assert!(
        up < 60 * 500,
        "{up} bytes before compression for sixty records"
    );
}

#[test]
fn a_step_that_cannot_be_stored_is_taken_again() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let identity = phone.store.identity().unwrap().unwrap();
    let store = Arc::new(MemoryClientStore::new(identity));
    let mut phone = phone;
    phone.store = store.clone();
    phone.premises(record(1), world.stream(0), "场所");
    let mut machine = SyncMachine::new(SyncConfig::default());
    let effects = machine
        .step(&phone.ctx(), SyncInput::Start, &mut rng())
        .unwrap();
    let Some(SyncEffect::Send { id, request, .. }) = effects.into_iter().next() else {
        panic!()
    };
    let response = world.exchange(phone.device, phone.user, &request).unwrap();
    let input = SyncInput::Response { id, response };
    store.fail_commit(crate::store::StoreError::DiskFull);
    assert!(
        machine
            .step(&phone.ctx(), input.clone(), &mut rng())
            .is_err()
    );
    assert_eq!(store.outbox_len().unwrap(), 1, "nothing was changed");
    let effects = machine
        .step(&phone.ctx(), input.clone(), &mut rng())
        .unwrap();
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, SyncEffect::Send { .. }))
    );
    let again = machine.step(&phone.ctx(), input, &mut rng()).unwrap();
    assert_eq!(again, [], "an answer that nobody waits for is passed over");
}
