//! Any interleaving of edits, seals and syncs, through any faults: everybody ends up the same.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId};

use super::{points, record, rng};
use crate::client::SyncOutcome;
use crate::content_hash;
use crate::testing::{Fault, Phone, World};

#[derive(Clone, Debug)]
enum Step {
    Edit {
        phone: usize,
        record: u8,
        key: u8,
        value: i64,
    },
    Submit {
        phone: usize,
        record: u8,
    },
    Sync {
        phone: usize,
        faults: Vec<u8>,
    },
    Pass {
        phone: usize,
        ms: u32,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let phone = 0_usize..3;
    prop_oneof![
        5 => (phone.clone(), 1_u8..4, 0_u8..4, 0_i64..5)
            .prop_map(|(phone, record, key, value)| Step::Edit { phone, record, key, value }),
        2 => (phone.clone(), 1_u8..4).prop_map(|(phone, record)| Step::Submit { phone, record }),
        4 => (phone.clone(), vec(0_u8..8, 0..4))
            .prop_map(|(phone, faults)| Step::Sync { phone, faults }),
        1 => (phone, 1_u32..10_000_000).prop_map(|(phone, ms)| Step::Pass { phone, ms }),
    ]
}

fn fault(number: u8) -> Fault {
    match number {
        0 => Fault::RequestLost,
        1 | 2 => Fault::ReplyLost,
        3 => Fault::Twice,
        4 => Fault::ServerError,
        _ => Fault::None,
    }
}

fn sync(world: &World, phone: &mut Phone, faults: &[u8]) {
    let mut faults = faults.iter().copied().map(fault);
    phone.sync_with(world, &mut rng(), &mut |_| {
        faults.next().unwrap_or(Fault::None)
    });
}

/// What a replica says of every record: content and status.
fn projection(phone: &Phone) -> BTreeMap<RecordId, (Digest, String, String)> {
    (1..4)
        .filter_map(|number| phone.view(record(number)))
        .map(|view| {
            let state = view.state;
            let history = format!("{:?}", state.history);
            (
                view.record,
                (
                    content_hash(&view.content),
                    state.status.to_string(),
                    history,
                ),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn three_phones_and_the_relay_agree(steps in vec(step(), 1..40)) {
        let world = World::in_memory();
        let mut phones = [world.worker(0), world.worker(0), world.worker(0)];
        let keys = ["floors", "beds", "rooms", "staff"];
        for step in steps {
            match step {
                Step::Edit { phone, record: number, key, value } => {
                    let edits = [(keys[usize::from(key)], Scalar::Int(value))];
                    phones[phone]
                        .edit(record(number), &RecordKind::Premises, world.stream(0), &edits)
                        .unwrap();
                }
                Step::Submit { phone, record: number } => {
                    if phones[phone].view(record(number)).is_some() {
                        phones[phone].submit(record(number)).unwrap();
                    }
                }
                Step::Sync { phone, faults } => {
                    sync(&world, &mut phones[phone], &faults);
                }
                Step::Pass { phone, ms } => {
                    phones[phone].pass(ms);
                    world.pass(i64::from(ms));
                }
            }
        }
        for _ in 0..2 {
            for phone in &mut phones {
                let summary = phone.sync(&world, &mut rng());
                prop_assert_eq!(summary.outcome, SyncOutcome::Complete);
                prop_assert_eq!(summary.refused, []);
                prop_assert_eq!(summary.degraded, []);
            }
        }
        let expected = projection(&phones[0]);
        let rows = world.store.rows_after(world.stream(0), 0, usize::MAX).unwrap();
        for phone in &phones {
            prop_assert_eq!(phone.waiting().len(), 0);
            prop_assert_eq!(projection(phone), expected.clone());
            let held = phone.store.rows_after(world.stream(0), 0, usize::MAX).unwrap();
            prop_assert_eq!(points(&held), points(&rows));
        }
        // The relay's own documents say the same, and rebuilding from the log gives them again.
        for number in 1..4 {
            let Some(held) = world.store.record(record(number)).unwrap() else { continue };
            let document = crate::Document::load(&held.document).unwrap();
            let hash = content_hash(&document.content());
            prop_assert_eq!(&expected[&record(number)].0, &hash);
            let mut rebuilt = crate::Document::new();
            for row in &rows {
                let wangge_protocol::RowBody::Accepted { envelope, .. } = &row.body else { continue };
                let header = &envelope.header;
                if header.record != record(number) { continue }
                let owner = crate::GateContext { device: header.device, user: header.user };
                for change in envelope.changes() {
                    rebuilt.apply(change, &owner).unwrap();
                }
            }
            prop_assert_eq!(rebuilt.version(), document.version());
        }
        // A phone that was never there reads the same out of the log.
        let mut fresh = world.worker(0);
        fresh.sync(&world, &mut rng());
        prop_assert_eq!(projection(&fresh), expected);
    }
}
