use std::sync::Arc;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::Status;
use wangge_protocol::encode;

use crate::client::SyncOutcome;
use crate::store::{MemoryClientStore, MemoryRelayStore};
use crate::testing::{World, client_store_suite, relay_store_suite};

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(7)
}

#[test]
fn the_memory_stores_keep_their_promises() {
    client_store_suite(&|identity| Arc::new(MemoryClientStore::new(identity)));
    relay_store_suite(&|tenant| Arc::new(MemoryRelayStore::new(tenant)));
}

#[test]
fn what_one_phone_submits_another_sees() {
    let world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    let record = RecordId::from_bytes([1; 16]);
    one.premises(record, world.stream(0), "老李面馆");
    one.submit(record).unwrap();
    let before = one.view(record).unwrap();
    assert!(before.pending);
    assert_eq!(before.state.status, Status::Active, "optimistically");
    let summary = one.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!((summary.accepted, one.waiting().len()), (1, 0));
    let after = one.view(record).unwrap();
    assert!(!after.pending);
    assert_eq!(after.content, before.content);
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    let seen = two.view(record).unwrap();
    assert_eq!((&seen.content, &seen.state), (&after.content, &after.state));
    assert_eq!(seen.content.text("name"), Some("老李面馆"));
}

#[test]
fn an_idle_sync_is_one_small_round_trip() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    for number in 1..=50 {
        phone.premises(RecordId::from_bytes([number; 16]), world.stream(0), "场所");
    }
    phone.sync(&world, &mut rng());
    let mut sizes = Vec::new();
    let mut requests = 0;
    let summary = phone.sync_with(&world, &mut rng(), &mut |request| {
        requests += 1;
        let up = encode(request).len();
        let down = encode(&world.exchange(phone_ids(&world).0, phone_ids(&world).1, request).unwrap());
        sizes.push((up, down.len()));
        crate::testing::Fault::None
    });
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(requests, 1);
    assert!(sizes[0].0 + sizes[0].1 <= 400, "{sizes:?}");
}

fn phone_ids(_world: &World) -> (wangge_domain::DeviceId, wangge_domain::UserId) {
    let mut device = [0; 16];
    (device[0], device[15]) = (0xD0, 1);
    let mut user = [0; 16];
    (user[0], user[15]) = (0xE0, 1);
    (wangge_domain::DeviceId::from_bytes(device), wangge_domain::UserId::from_bytes(user))
}
