//! A relay that was put back to an earlier state, or went on from it.

use std::sync::Arc;

use wangge_domain::TenantId;
use wangge_domain::control::ControlEvent;
use wangge_protocol::{EnvelopeId, RowBody, Verdict};

use super::{points, record, rng, submitted};
use crate::client::{SyncOutcome, estimated_now};
use crate::store::{MemoryRelayStore, RelayStore};
use crate::testing::World;

fn world_with_store() -> (World, Arc<MemoryRelayStore>) {
    let mut store = None;
    let world = World::new(|tenant: TenantId| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    (world, store.unwrap())
}

fn accepted(store: &dyn RelayStore, world: &World) -> Vec<EnvelopeId> {
    let rows = store.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    let mut ids: Vec<EnvelopeId> = rows
        .iter()
        .filter(|row| matches!(row.body, RowBody::Accepted { .. }))
        .map(|row| row.body.envelope_id())
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn one_surviving_phone_brings_back_what_everybody_wrote() {
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    for number in 1..=3 {
        submitted(&world, &one, number);
    }
    one.sync(&world, &mut rng());
    let backup = store.backup();
    for number in 4..=6 {
        submitted(&world, &two, number);
    }
    two.sync(&world, &mut rng());
    // An edit by one phone on what the other wrote, and both have everything.
    one.sync(&world, &mut rng());
    one.premises(record(5), world.stream(0), "改名");
    one.sync(&world, &mut rng());
    two.sync(&world, &mut rng());
    let everything = accepted(&*store, &world);
    let log = store.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    let before = two.view(record(5)).unwrap().content;
    assert_eq!(everything.len(), 7);

    // The disk dies; the backup of yesterday is put in place. Only one phone is left.
    backup.open_epoch();
    let backup = Arc::new(backup);
    world.reread(backup.clone());
    assert_eq!(accepted(&*backup, &world).len(), 3);
    one.premises(record(9), world.stream(0), "新写的");
    let summary = one.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    assert_eq!(summary.rewound, []);
    assert_eq!(summary.healed, [world.stream(0)]);
    let rows = backup.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    assert_eq!(
        rows[..log.len()],
        log[..],
        "every row stands where it stood, with its time and its decision"
    );
    let healed = accepted(&*backup, &world);
    assert!(
        everything.iter().all(|id| healed.contains(id)),
        "every row is back"
    );
    assert_eq!(healed.len(), 8);
    assert_eq!(one.waiting().len(), 0);
    assert_eq!(one.view(record(5)).unwrap().content, before);

    // The other comes back later, and everybody agrees.
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(accepted(&*backup, &world), healed);
    let rows = backup.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    for phone in [&one, &two] {
        let held = phone.store.rows_after(world.stream(0), 0, usize::MAX);
        assert_eq!(points(&held.unwrap()), points(&rows));
    }
    assert_eq!(
        two.view(record(9)).unwrap().content.text("name"),
        Some("新写的")
    );
}

#[test]
fn a_relay_that_went_on_after_a_restore_is_healed_too() {
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    for number in 1..=4 {
        submitted(&world, &one, number);
    }
    one.sync(&world, &mut rng());
    let backup = Arc::new(store.backup());
    for number in 5..=8 {
        submitted(&world, &one, number);
    }
    one.sync(&world, &mut rng());
    let everything = accepted(&*store, &world);
    backup.open_epoch();
    world.reread(backup.clone());
    // The other phone, which had nothing, writes first: the logs fork.
    for number in 11..=13 {
        submitted(&world, &two, number);
    }
    two.sync(&world, &mut rng());
    let summary = one.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    let healed = accepted(&*backup, &world);
    assert_eq!(healed.len(), 11);
    assert!(everything.iter().all(|id| healed.contains(id)));
    two.sync(&world, &mut rng());
    let rows = backup.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    for phone in [&one, &two] {
        let held = phone.store.rows_after(world.stream(0), 0, usize::MAX);
        assert_eq!(points(&held.unwrap()), points(&rows));
        assert_eq!(phone.waiting().len(), 0);
    }
}

#[test]
fn a_lease_that_the_restored_relay_has_lost_is_shown_to_it() {
    let (mut world, store) = world_with_store();
    let mut phone = world.worker(0);
    submitted(&world, &phone, 1);
    phone.sync(&world, &mut rng());
    let backup = Arc::new(store.backup());
    // A renewed lease, under which more is written.
    let days = i64::from(world.policy.lease.days);
    world.pass(days * 86_400_000 / 2);
    phone.pass(u32::try_from(days * 86_400_000 / 2).unwrap());
    let old = phone.store.identity().unwrap().unwrap().lease;
    phone.sync(&world, &mut rng());
    let renewed = phone.store.identity().unwrap().unwrap().lease;
    assert_ne!(renewed, old);
    submitted(&world, &phone, 2);
    phone.sync(&world, &mut rng());
    backup.open_epoch();
    world.reread(backup.clone());
    assert_eq!(backup.lease(&renewed.digest()).unwrap(), None);
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.refused, [], "{summary:?}");
    assert_eq!(accepted(&*backup, &world).len(), 2);
}

#[test]
fn a_lease_that_nobody_can_show_sets_the_envelope_apart() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    // Work under a lease that no relay of this tenant ever signed.
    let stranger = wangge_protocol::SecretKey::from_seed([31; 32]);
    let honest = phone.store.identity().unwrap().unwrap();
    let lease: wangge_protocol::Lease = wangge_protocol::decode(&honest.lease.bytes).unwrap();
    let lease = wangge_protocol::Lease {
        short_id: "X".to_owned(),
        ..lease
    };
    let forged = wangge_protocol::SignedLease::sign(&lease, &stranger);
    let identity = crate::store::Identity {
        lease: forged,
        ..honest
    };
    phone.store = Arc::new(crate::store::MemoryClientStore::new(identity));
    submitted(&world, &phone, 1);
    let summary = phone.sync(&world, &mut rng());
    let reasons: Vec<_> = summary.refused.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(reasons, [wangge_protocol::Refusal::LeaseUnknown]);
    assert_eq!(summary.outcome, SyncOutcome::Complete);
}

#[test]
fn what_a_lost_phone_wrote_is_set_apart_when_nobody_can_show_its_lease_any_more() {
    let (mut world, store) = world_with_store();
    let (mut phone, carrier) = (world.worker(0), world.worker(0));
    let backup = Arc::new(store.backup());
    let half = i64::from(world.policy.lease.days) * 86_400_000 / 2;
    world.pass(half);
    phone.pass(u32::try_from(half).unwrap());
    phone.sync(&world, &mut rng());
    let work = submitted(&world, &phone, 1);
    let seq = work.header.device_seq;
    backup.open_epoch();
    world.reread(backup);
    let carried = || world.push(&carrier, std::slice::from_ref(&work));
    let waits = |why: &str| {
        let said = carried();
        assert!(matches!(said[0], Verdict::Need(_)), "{why}: {said:?}");
    };
    waits("the phone may come and show its lease");
    world.set_healing(true);
    world.control(&ControlEvent::DeviceRevoked {
        device: phone.device,
        user: None,
        frontier: vec![(world.stream(0), seq)],
        reason: "遗失".to_owned(),
    });
    waits("others may still bring the lease back");
    world.set_healing(false);
    let said = carried();
    let apart = wangge_protocol::Refusal::LeaseUnknown;
    assert_eq!(said, [Verdict::Quarantined(apart)]);
}

#[test]
fn another_row_in_the_place_of_the_anchor_makes_nobody_older() {
    const DAYS_MS: u32 = 2 * 86_400_000;
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    let backup = store.backup();
    submitted(&world, &one, 1);
    one.sync(&world, &mut rng());
    backup.open_epoch();
    world.reread(Arc::new(backup));
    world.pass(i64::from(DAYS_MS));
    one.pass(DAYS_MS);
    two.pass(DAYS_MS);
    // The log goes on otherwise from the place of the first phone's anchor, and that phone's wall
    // clock is years ahead.
    one.now.wall_ms += 3_650 * 86_400_000;
    submitted(&world, &two, 2);
    two.sync(&world, &mut rng());
    one.sync(&world, &mut rng());
    assert_eq!(accepted(&*world.store, &world).len(), 2);
    assert!(estimated_now(&one.ctx()) <= world.now());
}
