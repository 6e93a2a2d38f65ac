//! A phone's clock is evidence, not truth.

use wangge_domain::Timestamp;
use wangge_domain::control::ControlEvent;
use wangge_domain::lifecycle::TimeBounds;
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_protocol::{Envelope, RowBody};

use super::{altered, record, rng, submitted};
use crate::client::estimated_now;
use crate::testing::{Phone, World};

const HOUR_MS: u32 = 3_600_000;

/// What the relay makes of the time of an envelope.
fn judged(world: &World, phone: &Phone, envelope: &Envelope) -> TimeBounds {
    world.push(phone, std::slice::from_ref(envelope));
    let (stream, place) = world.store.place_of(&envelope.id()).unwrap().unwrap();
    let row = world
        .store
        .rows_after(stream, place.unwrap() - 1, 1)
        .unwrap()
        .remove(0);
    let RowBody::Accepted { decision, .. } = row.body else {
        panic!("a row")
    };
    decision.time
}

/// A world in which the phone has just learned a row of its own stream.
fn anchored() -> (World, Phone) {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.premises(record(100), world.stream(0), "起点");
    phone.sync(&world, &mut rng());
    (world, phone)
}

#[test]
fn the_lower_bound_is_anchor_plus_elapsed() {
    let (world, mut phone) = anchored();
    let learned = world.now();
    phone.pass(HOUR_MS);
    assert_eq!(
        estimated_now(&phone.ctx()),
        learned.plus_ms(i64::from(HOUR_MS))
    );
    let envelope = submitted(&world, &phone, 1);
    world.pass(i64::from(HOUR_MS) * 5);
    let time = judged(&world, &phone, &envelope);
    assert_eq!(time.lower, learned.plus_ms(i64::from(HOUR_MS)));
    assert_eq!(time.upper, world.now());
    assert_eq!(time.claimed, Timestamp(phone.now.wall_ms));
    assert!(!time.clock_flagged);
}

#[test]
fn neg_113_clock_set_back_and_forward() {
    for shift in [-86_400_000_i64 * 3650, 86_400_000 * 3650] {
        let (world, mut phone) = anchored();
        let learned = world.now();
        phone.pass(HOUR_MS);
        phone.now.wall_ms += shift;
        let envelope = submitted(&world, &phone, 1);
        world.pass(i64::from(HOUR_MS));
        let time = judged(&world, &phone, &envelope);
        assert_eq!(time.lower, learned.plus_ms(i64::from(HOUR_MS)));
        assert!(time.clock_flagged);
    }
}

#[test]
fn bounds_never_fall_along_a_chain() {
    let (world, mut phone) = anchored();
    phone.pass(HOUR_MS * 2);
    let first = submitted(&world, &phone, 1);
    let second = submitted(&world, &phone, 2);
    // The second claims that hardly any time had passed.
    let earlier = altered(&phone, &second, |it| it.made.elapsed_ms = 1);
    world.pass(i64::from(HOUR_MS) * 3);
    let before = judged(&world, &phone, &first);
    let after = judged(&world, &phone, &earlier);
    assert!(after.lower >= before.lower);
    // In a later request, too.
    let third = submitted(&world, &phone, 3);
    let unanchored = altered(&phone, &third, |it| it.made.anchor = None);
    assert!(judged(&world, &phone, &unanchored).lower >= before.lower);
}

#[test]
fn more_time_than_has_passed_is_cut_and_flagged() {
    let (world, phone) = anchored();
    let envelope = submitted(&world, &phone, 1);
    let fast = altered(&phone, &envelope, |it| {
        it.made.elapsed_ms = u64::from(HOUR_MS) * 9
    });
    let time = judged(&world, &phone, &fast);
    assert_eq!((time.lower, time.clock_flagged), (time.upper, true));
}

#[test]
fn an_anchor_that_was_never_there_counts_for_nothing() {
    let (world, phone) = anchored();
    let envelope = submitted(&world, &phone, 1);
    let forged = altered(&phone, &envelope, |it| {
        it.made.anchor.as_mut().unwrap().chain.0[0] ^= 1;
        it.made.elapsed_ms = 0;
    });
    world.pass(i64::from(HOUR_MS));
    let time = judged(&world, &phone, &forged);
    assert!(
        time.lower <= Timestamp(World::START_MS),
        "no later than the enrollment"
    );
}

#[test]
fn over_a_reboot_only_what_was_persisted_counts() {
    let (world, mut phone) = anchored();
    let learned = world.now();
    phone.pass(HOUR_MS);
    // Sealing makes the hour durable.
    submitted(&world, &phone, 1);
    phone.pass(HOUR_MS);
    phone.now.boot_id += 1;
    phone.now.monotonic_ms = 5;
    let hour = i64::from(HOUR_MS);
    assert_eq!(estimated_now(&phone.ctx()), learned.plus_ms(hour));
    let envelope = submitted(&world, &phone, 2);
    phone.pass(HOUR_MS);
    assert_eq!(estimated_now(&phone.ctx()), learned.plus_ms(hour * 2));
    world.pass(hour * 9);
    let all = phone.waiting();
    world.push(&phone, &all[..1]);
    assert_eq!(
        judged(&world, &phone, &envelope).lower,
        learned.plus_ms(hour)
    );
}

#[test]
fn the_anchor_says_what_the_author_had_seen_of_the_stream() {
    let (world, mut phone) = anchored();
    // Newer rows of another log do not hide what was seen of this one.
    world.control(&wangge_domain::control::ControlEvent::GridClosed {
        grid: world.grids[1],
        reason: "调整".to_owned(),
    });
    world.pass(i64::from(HOUR_MS));
    phone.pass(HOUR_MS);
    phone.sync(&world, &mut rng());
    let envelope = submitted(&world, &phone, 1);
    let anchor = envelope.header.made.anchor.unwrap();
    assert_eq!((anchor.stream, anchor.seq), (world.stream(0), 1));
    // And the time in between counts as elapsed.
    assert_eq!(envelope.header.made.elapsed_ms, u64::from(HOUR_MS));
}

#[test]
fn a_relay_clock_that_fell_back_takes_no_stream_away() {
    let world = World::in_memory();
    let phone = world.worker(0);
    world.pass(24 * 3_600_000);
    let granted = |user| world.with_relay(|ctx| crate::relay::granted_streams(ctx, user).unwrap());
    let later = world.stream(1);
    world.control(&ControlEvent::RoleGranted(RoleGrant {
        user: phone.user,
        role: Role::GridWorker,
        scope: Scope::Subtree(later.grid()),
        from: world.now(),
        until: None,
        department: None,
    }));
    let before = granted(phone.user);
    assert!(before.contains(&later));
    world.pass(-400 * 24 * 3_600_000);
    assert_eq!(granted(phone.user), before);
}
