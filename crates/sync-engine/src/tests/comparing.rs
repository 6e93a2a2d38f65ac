//! Do both sides make the same of the same log? The digest of a stream tells.

use std::sync::Arc;

use proptest::prelude::*;
use wangge_domain::record::RecordKind;
use wangge_protocol::{SyncRequest, stream_digest};

use super::{record, rng};
use crate::client::SyncOutcome;
use crate::store::{MemoryRelayStore, StreamCheck};
use crate::testing::{Defect, Fault, Phone, World, plant};

const DAY_MS: u32 = 86_400_000;

/// Takes the defect out again, whatever happens.
struct Planted;

impl Drop for Planted {
    fn drop(&mut self) {
        plant(None);
    }
}

fn pass(world: &World, phones: &mut [&mut Phone]) {
    world.pass(i64::from(DAY_MS));
    phones.iter_mut().for_each(|phone| phone.pass(DAY_MS));
}

fn check(phone: &Phone, world: &World) -> Option<StreamCheck> {
    let checks = phone.store.stream_checks().unwrap();
    checks.get(&world.stream(0)).copied()
}

/// What each request of a sync asks to compare.
fn asked(world: &World, phone: &mut Phone) -> Vec<bool> {
    let mut asked = Vec::new();
    let summary = phone.sync_with(world, &mut rng(), &mut |request: &SyncRequest| {
        asked.push(request.compare == Some(world.stream(0)));
        Fault::None
    });
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert!(summary.mended.is_empty() && summary.diverged.is_empty());
    asked
}

#[test]
fn a_stream_is_compared_once_a_day_without_a_request_of_its_own() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.premises(record(1), world.stream(0), "面馆");
    assert!(
        !asked(&world, &mut phone).contains(&true),
        "it held nothing"
    );
    assert_eq!(asked(&world, &mut phone), [true]);
    let first = check(&phone, &world).unwrap();
    assert!(!first.differs);
    assert_eq!(asked(&world, &mut phone), [false], "not twice a day");
    pass(&world, &mut [&mut phone]);
    // Work under way is taken in first: the last answer, which brings all of it, is compared.
    phone.premises(record(2), world.stream(0), "网吧");
    assert_eq!(asked(&world, &mut phone), [true, true]);
    let second = check(&phone, &world).unwrap();
    assert!(!second.differs && second.at > first.at);
}

#[test]
fn a_change_passed_over_in_silence_is_told_and_mended() {
    let world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    for number in 1..=6 {
        one.premises(record(number), world.stream(0), "面馆");
        one.submit(record(number)).unwrap();
    }
    one.sync(&world, &mut rng());
    let planted = Planted;
    plant(Some(Defect::PassOverChange));
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.degraded, [], "nothing is said of it");
    drop(planted);
    let name = |phone: &Phone| {
        let view = phone.view(record(5)).unwrap();
        view.content.text("name").map(str::to_owned)
    };
    assert_eq!(name(&two), None);
    // What the person makes meanwhile stays.
    two.edit(
        record(5),
        &RecordKind::Premises,
        world.stream(0),
        &[("beds", 3.into())],
    )
    .unwrap();
    let mut summary = two.sync(&world, &mut rng());
    if summary.mended.is_empty() {
        summary = two.sync(&world, &mut rng());
    }
    assert_eq!(summary.mended, [world.stream(0)]);
    assert_eq!(summary.diverged, []);
    assert_eq!(name(&two).as_deref(), Some("面馆"));
    assert!(check(&two, &world).is_some_and(|check| !check.differs));
    pass(&world, &mut [&mut one, &mut two]);
    let summary = two.sync(&world, &mut rng());
    assert!(summary.mended.is_empty() && summary.diverged.is_empty());
}

#[test]
fn a_relay_that_is_wrong_is_told_of_every_day() {
    let mut store = None;
    let world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    let mut phone = world.worker(0);
    for name in ["面馆", "面馆二店"] {
        phone.premises(record(1), world.stream(0), name);
        phone.sync(&world, &mut rng());
    }
    pass(&world, &mut [&mut phone]);
    assert_eq!(phone.sync(&world, &mut rng()).diverged, []);
    let before = phone.view(record(1));
    store.unwrap().damage_document(record(1));
    for _ in 0..2 {
        pass(&world, &mut [&mut phone]);
        let summary = phone.sync(&world, &mut rng());
        assert_eq!(summary.outcome, SyncOutcome::Complete, "work goes on");
        assert_eq!(summary.diverged, [world.stream(0)]);
        assert_eq!(summary.mended, []);
        assert!(check(&phone, &world).is_some_and(|check| check.differs));
        assert_eq!(phone.view(record(1)), before, "nothing here was wrong");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_work_comes_to_the_same_digest(
        steps in proptest::collection::vec((0_usize..3, 1_u8..5, 0_i64..6), 1..40),
    ) {
        let world = World::in_memory();
        let mut phones = [world.worker(0), world.worker(0), world.worker(0)];
        for (phone, number, value) in steps {
            let phone = &mut phones[phone];
            match value {
                0 => {
                    let summary = phone.sync(&world, &mut rng());
                    prop_assert!(summary.mended.is_empty() && summary.diverged.is_empty());
                }
                1 if phone.view(record(number)).is_some() => {
                    phone.submit(record(number)).unwrap();
                }
                _ => {
                    let edits = [("floors", value.into())];
                    let stream = world.stream(0);
                    phone.edit(record(number), &RecordKind::Premises, stream, &edits).unwrap();
                }
            }
        }
        for round in 0..3 {
            world.pass(i64::from(DAY_MS));
            for phone in &mut phones {
                if round == 2 {
                    // Edits that wait here are no part of what was accepted.
                    phone.premises(record(9), world.stream(0), "草稿");
                    phone.config.seal_drafts = 0;
                }
                phone.pass(DAY_MS);
                let summary = phone.sync(&world, &mut rng());
                prop_assert_eq!(summary.outcome, SyncOutcome::Complete);
                prop_assert!(summary.mended.is_empty() && summary.diverged.is_empty());
            }
        }
        let there = world.store.stream_heads(world.stream(0)).unwrap();
        for phone in &phones {
            let here = phone.store.stream_heads(world.stream(0)).unwrap();
            prop_assert_eq!(stream_digest(&here), stream_digest(&there));
            prop_assert_eq!(here, there.clone());
        }
    }
}
