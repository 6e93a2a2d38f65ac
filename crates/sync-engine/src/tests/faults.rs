//! Networks that lose, repeat and delay.

use std::sync::Arc;

use wangge_protocol::{CursorClaim, SyncRequest};

use super::{record, rng, submitted};
use crate::client::{SyncConfig, SyncEffect, SyncFailure, SyncInput, SyncMachine, SyncOutcome};
use crate::relay;
use crate::store::{MemoryRelayStore, StoreError};
use crate::testing::{Fault, World};

#[test]
fn a_reply_lost_after_the_commit_does_no_harm() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    for number in 1..=5 {
        phone.premises(record(number), world.stream(0), "场所");
    }
    let mut lost = 0;
    let summary = phone.sync_with(&world, &mut rng(), &mut |_| {
        lost += 1;
        if lost <= 3 {
            Fault::ReplyLost
        } else {
            Fault::None
        }
    });
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(phone.waiting().len(), 0);
    let log = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert_eq!(log.len(), 5, "replaying any request equals once");
}

#[test]
fn a_relay_that_dies_between_decision_and_commit_has_decided_nothing() {
    let store = Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let mut phone = world.worker(0);
    submitted(&world, &phone, 1);
    for _ in 0..2 {
        store.fail_commit(StoreError::Failed("power".to_owned()));
    }
    // A head that moved is decided again, at once and unseen.
    store.fail_commit(StoreError::HeadMoved);
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    let log = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert_eq!((log.len(), log[0].seq, phone.waiting().len()), (1, 1, 0));
}

#[test]
fn a_batch_that_takes_too_long_is_cut_smaller() {
    let world = World::in_memory();
    let phone = world.worker(0);
    for number in 0..40 {
        submitted(&world, &phone, number);
    }
    let mut machine = SyncMachine::new(SyncConfig::default());
    let mut sizes = Vec::new();
    let mut inputs = vec![SyncInput::Start];
    while let Some(input) = inputs.pop() {
        for effect in machine.step(&phone.ctx(), input, &mut rng()).unwrap() {
            let SyncEffect::Send { id, request, .. } = effect else {
                continue;
            };
            sizes.extend(request.push.as_ref().map(|push| push.items.len()));
            // This relay has time for ten envelopes.
            let response = world
                .turn(|ctx| {
                    let mut left = 10;
                    let mut more_time = || {
                        left -= 1;
                        left > 0
                    };
                    let (device, user) = (phone.device, phone.user);
                    relay::exchange(ctx, device, user, request.clone(), &mut more_time)
                })
                .unwrap();
            inputs.insert(0, SyncInput::Response { id, response });
        }
    }
    assert_eq!(phone.waiting().len(), 0, "{sizes:?}");
    assert!(
        sizes[0] == 40 && sizes[1..].iter().all(|size| *size <= 20),
        "{sizes:?}"
    );
}

#[test]
fn every_request_twice_equals_once() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    for number in 1..=5 {
        submitted(&world, &phone, number);
    }
    let summary = phone.sync_with(&world, &mut rng(), &mut |_| Fault::Twice);
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    let log = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert_eq!((log.len(), phone.waiting().len()), (5, 0));
}

#[test]
fn after_a_failure_the_pull_goes_first_and_batches_shrink() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.config = SyncConfig {
        first_batch: 64,
        ..SyncConfig::default()
    };
    for number in 0..200 {
        phone.premises(record(number), world.stream(0), "场所");
    }
    let mut seen: Vec<(usize, bool)> = Vec::new();
    let summary = phone.sync_with(&world, &mut rng(), &mut |request: &SyncRequest| {
        let pushed = request.push.as_ref().map_or(0, |push| push.items.len());
        seen.push((pushed, request.want_bytes > 0));
        if pushed > 20 {
            Fault::ReplyLost
        } else {
            Fault::None
        }
    });
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{seen:?}");
    let failed = seen.iter().position(|(pushed, _)| *pushed > 20).unwrap();
    let next = seen[failed + 1..].iter().find(|(_, pull)| *pull).unwrap();
    assert_eq!(next.0, 0, "a pull by itself: {seen:?}");
    assert!(seen.iter().any(|(pushed, _)| *pushed == 32), "{seen:?}");
    let log = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert_eq!(log.len(), 200);
}

#[test]
fn a_large_push_runs_beside_the_pull() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    for number in 0..200 {
        let name = "很长的名字".repeat(60);
        phone.premises(record(number), world.stream(0), &name);
    }
    let mut machine = SyncMachine::new(SyncConfig::default());
    let effects = machine
        .step(&phone.ctx(), SyncInput::Start, &mut rng())
        .unwrap();
    let wants: Vec<(bool, u32)> = effects
        .iter()
        .filter_map(|effect| match effect {
            SyncEffect::Send { request, .. } => Some((request.push.is_some(), request.want_bytes)),
            _ => None,
        })
        .collect();
    assert_eq!(wants.len(), 2);
    assert_eq!(wants[0], (true, 0), "the push takes no pages");
    assert!(!wants[1].0 && wants[1].1 > 0);
    let _ = &mut phone;
}

#[test]
fn waiting_grows_and_ends() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    let mut machine = SyncMachine::new(SyncConfig::default());
    let mut waits = Vec::new();
    let mut input = SyncInput::Start;
    let summary = loop {
        let effects = machine.step(&phone.ctx(), input, &mut rng()).unwrap();
        input = match effects.into_iter().next().unwrap() {
            SyncEffect::Send { id, .. } => SyncInput::Failed {
                id,
                kind: SyncFailure::Unreachable,
            },
            SyncEffect::Wait { until_ms } => {
                let wait = until_ms - phone.now.monotonic_ms;
                waits.push(wait);
                // Too early: the machine goes on waiting.
                let early = machine
                    .step(&phone.ctx(), SyncInput::TimerFired, &mut rng())
                    .unwrap();
                assert_eq!(early, [SyncEffect::Wait { until_ms }]);
                phone.pass(u32::try_from(wait).unwrap());
                SyncInput::TimerFired
            }
            SyncEffect::Finished(summary) => break summary,
            other => panic!("{other:?}"),
        };
    };
    assert_eq!(
        summary.outcome,
        SyncOutcome::Failed(SyncFailure::Unreachable)
    );
    let config = SyncConfig::default();
    assert_eq!(
        waits.len(),
        usize::try_from(config.max_failures - 1).unwrap()
    );
    for (doubling, wait) in waits.iter().enumerate() {
        let longest = config.backoff_ms << doubling;
        assert!((longest / 2..=longest).contains(wait), "{waits:?}");
    }
}

#[test]
fn some_failures_end_a_sync_at_once() {
    for kind in [SyncFailure::Unauthorized, SyncFailure::CaptivePortal] {
        let world = World::in_memory();
        let phone = world.worker(0);
        let mut machine = SyncMachine::new(SyncConfig::default());
        let effects = machine
            .step(&phone.ctx(), SyncInput::Start, &mut rng())
            .unwrap();
        let SyncEffect::Send { id, .. } = effects[0] else {
            panic!("a request")
        };
        let input = SyncInput::Failed { id, kind };
        let effects = machine.step(&phone.ctx(), input, &mut rng()).unwrap();
        let [SyncEffect::Finished(summary)] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!(summary.outcome, SyncOutcome::Failed(kind));
        assert!(!machine.is_running());
        let again = machine
            .step(&phone.ctx(), SyncInput::Start, &mut rng())
            .unwrap();
        assert!(
            matches!(again[0], SyncEffect::Send { .. }),
            "and it can be started again"
        );
    }
}

#[test]
fn the_relay_says_when_to_come_back() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let mut machine = SyncMachine::new(SyncConfig::default());
    let effects = machine
        .step(&phone.ctx(), SyncInput::Start, &mut rng())
        .unwrap();
    let SyncEffect::Send { id, .. } = effects[0] else {
        panic!("a request")
    };
    let kind = SyncFailure::Server {
        status: 429,
        retry_after_ms: Some(500_000),
    };
    let effects = machine
        .step(&phone.ctx(), SyncInput::Failed { id, kind }, &mut rng())
        .unwrap();
    let until_ms = phone.now.monotonic_ms + 500_000;
    assert_eq!(effects, [SyncEffect::Wait { until_ms }]);
}

#[test]
fn a_cold_phone_takes_a_long_log_page_by_page() {
    let world = World::in_memory();
    let mut writer = world.worker(0);
    for number in 0..250 {
        writer.premises(record(number), world.stream(0), &"名".repeat(30));
    }
    writer.sync(&world, &mut rng());
    let mut reader = world.worker(0);
    reader.config.want_bytes = 8 * 1024;
    let mut pages = 0;
    let mut cut = false;
    // The network goes away in the middle; what is here stays here.
    let summary = reader.sync_with(&world, &mut rng(), &mut |request| {
        pages += 1;
        if let (CursorClaim::Vector(cursors), false) = (&request.cursors, cut)
            && cursors.iter().any(|cursor| cursor.seq > 100)
        {
            cut = true;
        }
        if cut { Fault::RequestLost } else { Fault::None }
    });
    assert!(matches!(
        summary.outcome,
        SyncOutcome::Failed(SyncFailure::Unreachable)
    ));
    let held = reader
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap()
        .len();
    assert!(held > 100 && held < 250, "{held}");
    let summary = reader.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    let rows = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert_eq!(
        reader
            .store
            .rows_after(world.stream(0), 0, usize::MAX)
            .unwrap(),
        rows
    );
    assert!(pages > 5);
}
