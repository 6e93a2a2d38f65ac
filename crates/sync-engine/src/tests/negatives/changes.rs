//! 31 to 47: what stands where a change is due, on the relay and on the phone.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use wangge_domain::Digest;
use wangge_domain::record::Scalar;
use wangge_protocol::{Op, Refusal, Verdict};

use super::craft::{
    CRAFTED, Front, carrying, chunk, one_with, runs, signed, turned_away, turned_away_as, unsigned,
};
use crate::client;
use crate::gate::{self, InspectedChange, encode_change};
use crate::testing::{Defect, Phone, World, plant};
use crate::tests::{altered, record, sealed, submitted};
use crate::{Document, actor_id};

/// A change of this phone on top of another.
fn next(phone: &Phone, first: &InspectedChange) -> InspectedChange {
    InspectedChange {
        hash: Digest::ZERO,
        dependencies: vec![first.hash],
        actor: actor_id(phone.device, phone.user, 0),
        seq: 2,
        start_op: first.max_op() + 1,
        other_actors: Vec::new(),
        ops: vec![gate::FlatOp {
            key: "later".to_owned(),
            value: Scalar::Int(1),
            predecessors: Vec::new(),
        }],
    }
}

/// Whether the relay turns this second change of a record away, after an honest first.
fn second_is_turned_away(forge: impl Fn(&mut InspectedChange)) {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let first = honest.changes().next().map(gate::inspect).unwrap().unwrap();
    assert_eq!(
        world.push(&phone, std::slice::from_ref(&honest)),
        [Verdict::Accepted { seq: 1 }]
    );
    let mut forged = next(&phone, &first);
    forge(&mut forged);
    let mut header = honest.header.clone();
    header.device_seq = 2;
    header.prev = honest.id();
    let bad = sealed(
        &phone.key,
        header,
        vec![Op::Change(encode_change(&forged).0)],
    );
    assert_eq!(
        world.push(&phone, &[bad]),
        [Verdict::Refused(Refusal::GateRejected)]
    );
    // The record goes on for everybody: the next honest edit is taken.
    let other = world.worker(0);
    let stored = world.store.record(record(1)).unwrap().unwrap();
    let mut document = Document::load(&stored.document).unwrap();
    let actor = actor_id(other.device, other.user, 0);
    let edits = [("remark".to_owned(), Scalar::from("还在"))].into();
    let change = document.edit(&actor, None, &edits).unwrap();
    let template = submitted(&world, &other, 9);
    let mut header = template.header.clone();
    (header.record, header.kind) = (record(1), honest.header.kind);
    let edit = sealed(&other.key, header, vec![Op::Change(change)]);
    assert!(matches!(
        world.push(&other, &[edit])[0],
        Verdict::Accepted { .. }
    ));
}

#[test]
fn neg_031_deflate_bomb() {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0_u8; 1 << 20];
    for _ in 0..48 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 60_000);
    let compressed = chunk(2, &bomb);
    turned_away(|_, _| compressed.clone());
    // With a checksum that does not hold.
    let mut bogus = compressed.clone();
    bogus[5] ^= 1;
    turned_away(|_, _| bogus.clone());
    // A compressed column inside a plain change.
    let column = one_with(0x15 | 8, bomb.clone());
    turned_away(|_, phone| Front::of(phone).change(&column));
}

#[test]
fn neg_032_op_bomb() {
    for count in [1_000_001_i64, 10_000_001, i64::MAX] {
        turned_away(|_, phone| {
            let bomb = Front::of(phone).change(&runs(count));
            assert!(bomb.len() < 140, "{}", bomb.len());
            bomb
        });
    }
}

#[test]
fn neg_033_start_op_poison() {
    for start_op in [
        (1_u64 << 32) - 2,
        1_000_000,
        gate::limits::MAX_OP_COUNTER,
        1,
        0,
    ] {
        second_is_turned_away(|change| change.start_op = start_op);
    }
    turned_away(|_, phone| {
        let mut front = Front::of(phone);
        front.start_op = u64::from(u32::MAX) - 1;
        front.change(&runs(1))
    });
}

#[test]
fn neg_034_orphans() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let orphans: Vec<_> = (0..300_u16)
        .map(|number| {
            let mut parent = [7; 32];
            parent[..2].copy_from_slice(&number.to_be_bytes());
            let mut front = Front::of(&phone);
            front.dependencies = vec![Digest(parent)];
            (front.seq, front.start_op) = (2, 2);
            altered_ops(&phone, &honest, u64::from(number) + 2, front)
        })
        .collect();
    let verdicts = world.push(&phone, &orphans);
    assert!(verdicts.iter().all(|it| matches!(it, Verdict::Need(_))));
    let log = world.store.rows_after(world.stream(0), 0, usize::MAX);
    assert_eq!(log.unwrap().len(), 0, "what waits takes no room");
    assert_eq!(world.store.set_apart_of(record(1)).unwrap(), []);
    assert_eq!(
        world.push(&phone, &[honest]),
        [Verdict::Accepted { seq: 1 }]
    );
    let stored = world.store.record(record(1)).unwrap().unwrap();
    assert!(stored.document.len() < 2_000, "no orphan was saved with it");
}

fn altered_ops(
    phone: &Phone,
    honest: &wangge_protocol::Envelope,
    device_seq: u64,
    front: Front,
) -> wangge_protocol::Envelope {
    let mut header = honest.header.clone();
    header.device_seq = device_seq;
    sealed(&phone.key, header, vec![Op::Change(front.change(&runs(1)))])
}

#[test]
fn neg_035_document_in_place_of_a_change() {
    let whole = |_: &World, phone: &Phone| {
        let mut document = Document::new();
        let actor = actor_id(phone.device, phone.user, 0);
        // Of two changes, since one alone is kept as itself.
        for name in ["面馆", "饭馆"] {
            let edits = [("name".to_owned(), Scalar::from(name))].into();
            document.edit(&actor, None, &edits).unwrap();
        }
        document.save()
    };
    turned_away(whole);
    // A bundle, a chunk of no kind, two changes in one.
    for kind in [0, 3, 4, 255] {
        turned_away(|world, phone| chunk(kind, &whole(world, phone)));
    }
    turned_away(|_, phone| Front::of(phone).change(&runs(1)).repeat(2));
}

#[test]
fn neg_036_sequence_gap_and_reuse() {
    for seq in [3, 1, u64::MAX >> 1] {
        second_is_turned_away(|change| change.seq = seq);
    }
    turned_away(|_, phone| {
        let mut front = Front::of(phone);
        front.seq = 0;
        front.change(&runs(1))
    });
}

#[test]
fn neg_037_foreign_actor() {
    turned_away(|world, phone| {
        let officer = world.officer();
        let mut front = Front::of(phone);
        front.actor = actor_id(officer.device, officer.user, 0).0.to_vec();
        front.change(&runs(1))
    });
    let stranger = World::in_memory().worker(1);
    second_is_turned_away(|change| {
        change.actor = actor_id(stranger.device, stranger.user, 0);
        change.seq = 1;
    });
}

#[test]
fn neg_038_actor_of_no_or_ten_thousand_bytes() {
    for length in [0, 1, 15, 17, 10_000] {
        turned_away(|_, phone| {
            let mut front = Front::of(phone);
            front.actor = vec![7; length];
            front.change(&runs(1))
        });
    }
}

#[test]
fn neg_039_ten_thousand_dependencies() {
    // As many as fit in a change at all, and a count that only claims to be large.
    turned_away(|_, phone| {
        let mut front = Front::of(phone);
        front.dependencies = (0..1_900_u16)
            .map(|number| {
                let mut hash = [9; 32];
                hash[..2].copy_from_slice(&number.to_be_bytes());
                Digest(hash)
            })
            .collect();
        front.change(&runs(1))
    });
    turned_away(|_, _| chunk(1, &unsigned(u64::MAX >> 1)));
}

#[test]
fn neg_040_time_extremes() {
    for time in [i64::MAX, i64::MIN, 1, -1] {
        turned_away(|_, phone| {
            let mut front = Front::of(phone);
            front.time = time;
            front.change(&runs(1))
        });
    }
}

#[test]
fn neg_041_nested_maps() {
    // Making a map, a list, a text or a table; an object column; a list position as the key.
    for action in [0, 2, 4, 6] {
        turned_away(|_, phone| Front::of(phone).change(&one_with(0x42, vec![0x7f, action])));
    }
    for object in [0x01, 0x02, 0x11, 0x13] {
        turned_away(|_, phone| Front::of(phone).change(&one_with(object, vec![0x7f, 1])));
    }
}

#[test]
fn neg_042_a_million_conflicts() {
    let count = [signed(1_000_000), vec![0]].concat();
    let ones = [signed(1_000_000), vec![1]].concat();
    turned_away(|_, phone| {
        let mut columns = one_with(0x70, [signed(-1), unsigned(1_000_000)].concat());
        columns.push((0x71, count.clone()));
        columns.push((0x73, ones.clone()));
        Front::of(phone).change(&columns)
    });
    // Replacing what was never there.
    second_is_turned_away(|change| change.ops[0].predecessors = vec![(0, 1); 5_000]);
}

#[test]
fn neg_043_marks_out_of_order() {
    for (spec, bytes) in [(0x94, vec![1, 1]), (0xa5, vec![0x7f, 1, b'b'])] {
        turned_away(|_, phone| Front::of(phone).change(&one_with(spec, bytes.clone())));
    }
    // The action of a mark.
    turned_away(|_, phone| Front::of(phone).change(&one_with(0x42, vec![0x7f, 7])));
}

#[test]
fn neg_044_text_of_ten_million_tombstones() {
    // Deletions, alone and as a run.
    turned_away(|_, phone| Front::of(phone).change(&one_with(0x42, vec![0x7f, 3])));
    turned_away(|_, phone| {
        let mut columns = runs(10_000_000);
        columns[2].1 = [signed(10_000_000), vec![3]].concat();
        Front::of(phone).change(&columns)
    });
}

#[test]
fn neg_045_damaged_changes() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let Op::Change(bytes) = &honest.ops[0] else {
        panic!("a change")
    };
    let mut refused = 0;
    for place in 0..bytes.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[place] ^= flip;
            refused += usize::from(gate::inspect(&damaged).is_err());
            // With a checksum that holds again.
            let data = damaged.get(10..).unwrap_or_default();
            let _either_is_fine = gate::inspect(&chunk(1, data));
        }
    }
    assert_eq!(refused, bytes.len() * 3, "the checksum finds every one");
}

#[test]
fn neg_046_valid_alone_and_wrong_once_merged() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    assert_eq!(world.push(&phone, &[first]), [Verdict::Accepted { seq: 1 }]);
    // A number of storeys that is a word: as a change without fault.
    let wrong = [("floors", Scalar::from("三"))];
    let kind = wangge_domain::record::RecordKind::Premises;
    phone
        .edit(record(1), &kind, world.stream(0), &wrong)
        .unwrap();
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let bad = phone.waiting().pop().unwrap();
    assert_eq!(
        world.push(&phone, &[bad]),
        [Verdict::Quarantined(Refusal::ContentInvalid)]
    );
    let stored = world.store.record(record(1)).unwrap().unwrap();
    let content = Document::load(&stored.document).unwrap().content();
    assert_eq!(content.text("name"), Some("场所"), "as it was");
    assert!(!content.fields.contains_key("floors"));
}

#[test]
fn neg_047_sync_message_in_place_of_a_change() {
    // Type, no heads, no needs, one "have" whose filter claims very many entries.
    let message = [vec![0x42, 0, 0, 1, 0], unsigned(1 << 40), vec![10, 7]].concat();
    turned_away(|_, _| message.clone());
    turned_away_as(Refusal::GateRejected, |_, _| Vec::new());
    let world = World::in_memory();
    let phone = world.worker(0);
    let bad = carrying(&world, &phone, message.clone());
    let again = altered(&phone, &bad, |it| it.device_seq += 1);
    let verdicts = world.push(&phone, &[bad, again]);
    assert_eq!(verdicts, vec![Verdict::Refused(Refusal::GateRejected); 2]);
    assert_eq!(world.store.record(record(CRAFTED)).unwrap(), None);
}

/// The negative tests find a gate that looks away: with the defect planted they fail.
#[test]
fn a_gate_that_compares_nothing_is_caught() {
    let forgeries: [fn(&mut InspectedChange); 3] = [
        |change| change.start_op = 1_000_000,
        |change| change.seq = 3,
        |change| change.start_op = 1,
    ];
    let mut caught = 0;
    for forge in forgeries {
        second_is_turned_away(forge);
        plant(Some(Defect::SkipGate));
        let noticed = std::panic::catch_unwind(|| second_is_turned_away(forge));
        plant(None);
        caught += usize::from(noticed.is_err());
    }
    assert!(caught > 0, "the tests would not see a gate that looks away");
}
