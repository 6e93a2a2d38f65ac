//! 120: a relay that tells different people different things. And one whose key nobody certified.

use std::sync::Arc;

use wangge_protocol::SecretKey;

use crate::client::{SyncFailure, SyncOutcome, SyncSummary};
use crate::store::MemoryRelayStore;
use crate::testing::{Defect, World, plant};
use crate::tests::{record, rng, submitted};

#[test]
fn neg_120_two_histories() {
    let mut made = None;
    let mut world = World::new(|tenant| {
        let store = Arc::new(MemoryRelayStore::new(tenant));
        made = Some(store.clone());
        store
    });
    let shown_to_one = made.unwrap();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    let shown_to_two = Arc::new(shown_to_one.backup());
    submitted(&world, &one, 1);
    one.sync(&world, &mut rng());
    // The other phone is shown a log in which the first premises never was.
    world.reread(shown_to_two);
    submitted(&world, &two, 2);
    assert_eq!(two.sync(&world, &mut rng()).outcome, SyncOutcome::Complete);
    // As soon as one of them is shown the other log, the chain tells.
    let summary = one.sync(&world, &mut rng());
    assert_eq!(summary.rewound, [world.stream(0)], "{summary:?}");
    two.sync(&world, &mut rng());
    for phone in [&one, &two] {
        assert!(phone.view(record(1)).is_some() && phone.view(record(2)).is_some());
    }
}

/// Rows that a phone takes of a relay whose key the root key never certified, and what it says of the
/// sync.
fn taken_of_a_stranger() -> (usize, SyncSummary) {
    let mut world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    submitted(&world, &one, 1);
    one.sync(&world, &mut rng());
    world.service_key = SecretKey::from_seed([0x77; 32]);
    let summary = two.sync(&world, &mut rng());
    let rows = two.store.rows_after(world.stream(0), 0, usize::MAX);
    (rows.unwrap().len(), summary)
}

#[test]
fn pages_of_a_stranger_are_not_believed() {
    let (taken, summary) = taken_of_a_stranger();
    assert_eq!(taken, 0);
    // It was answered: this is no want of a network, and the summary says what was amiss.
    let malformed = SyncOutcome::Failed(SyncFailure::Malformed);
    assert_eq!(summary.outcome, malformed, "{summary:?}");
    let (_, why) = &summary.unbelieved[0];
    assert!(why.contains("nobody certified"), "{why}");
    plant(Some(Defect::SkipPageSignature));
    let (taken, _) = taken_of_a_stranger();
    plant(None);
    assert!(
        taken > 0,
        "the test would not see a phone that believes anybody"
    );
}
