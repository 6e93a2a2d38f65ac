use wangge_domain::Digest;
use wangge_domain::lifecycle::{Event, Version};

use super::chain;
use crate::limits::MAX_BATCH_ENVELOPES;
use crate::{Batch, BatchError, Envelope, EnvelopeError, PackedOp, decode, encode};

fn unpacked(batch: Batch) -> Vec<Result<Envelope, EnvelopeError>> {
    let again: Batch = decode(&encode(&batch)).unwrap();
    assert_eq!(again, batch);
    again.unpack().unwrap()
}

fn all_well(batch: Batch) -> Vec<Envelope> {
    unpacked(batch).into_iter().map(Result::unwrap).collect()
}

#[test]
fn a_batch_gives_back_every_byte() {
    let envelopes = chain(7);
    assert_eq!(all_well(Batch::pack(&envelopes)), envelopes);
    assert_eq!(all_well(Batch::pack(&[])), []);
}

#[test]
fn any_part_of_a_sealed_group_travels_by_itself() {
    let envelopes = chain(6);
    for mask in 1..(1_u32 << 6) {
        let part: Vec<Envelope> = (0..6)
            .filter(|n| mask & (1 << n) != 0)
            .map(|n| envelopes[n].clone())
            .collect();
        assert_eq!(all_well(Batch::pack(&part)), part, "{mask:b}");
    }
    let mut turned = envelopes.clone();
    turned.reverse();
    assert_eq!(all_well(Batch::pack(&turned)), turned, "in any order");
}

#[test]
fn several_seals_share_a_batch() {
    let (long, short) = (chain(5), chain(2));
    let mixed = vec![long[0].clone(), short[1].clone(), long[3].clone()];
    let batch = Batch::pack(&mixed);
    assert_eq!(batch.seals.len(), 2);
    assert_eq!(all_well(batch), mixed);
}

#[test]
fn what_can_be_computed_does_not_travel() {
    let envelopes = chain(20);
    let plain: usize = envelopes
        .iter()
        .map(|it| it.header_bytes.len() + encode(&it.ops).len() + encode(&it.seal).len())
        .sum();
    let packed = encode(&Batch::pack(&envelopes)).len();
    assert!(packed * 10 < plain * 6, "{packed} of {plain}");
    let batch = Batch::pack(&envelopes);
    assert!(batch.items[0].prev.is_some());
    assert!(batch.items[1..].iter().all(|item| item.prev.is_none()));
    assert!(matches!(batch.items[0].ops[0], PackedOp::Columns));
}

#[test]
fn a_forged_item_cannot_ride_on_the_leaf_of_a_true_one() {
    let envelopes = chain(3);
    let batch = Batch::pack(&envelopes);
    let forged = chain(9).pop().unwrap();
    let mut item = Batch::pack(&[forged]).items.remove(0);
    (item.seal, item.leaf) = (0, 1);
    item.ops = vec![PackedOp::Raw(super::change(9))];
    // Before the true one: the group's proof fails. After it: only the forged one does.
    let mut before = batch.clone();
    before.items.insert(0, item.clone());
    before.items[1].prev = Some(envelopes[0].header.prev);
    assert!(unpacked(before).iter().all(Result::is_err));
    let mut after = batch;
    after.items.push(item);
    let outcome = unpacked(after);
    assert!(outcome[..3].iter().all(Result::is_ok));
    assert!(outcome[3].is_err());
}

#[test]
fn one_spoiled_item_spoils_no_other_seal() {
    let (long, short) = (chain(5), chain(1));
    let mixed: Vec<Envelope> = long.iter().chain(&short).cloned().collect();
    let mut batch = Batch::pack(&mixed);
    batch.items[2].ops.pop();
    let outcome = unpacked(batch);
    assert!(outcome[2].is_err());
    assert_eq!(outcome[5].as_ref(), Ok(&short[0]));
}

#[test]
fn every_flipped_bit_of_a_batch_is_found() {
    let envelopes = chain(3);
    let bytes = encode(&Batch::pack(&envelopes));
    let mut survived = 0;
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(batch) = decode::<Batch>(&flipped) else {
            continue;
        };
        let Ok(outcome) = batch.unpack() else {
            continue;
        };
        for (envelope, expected) in outcome.iter().flatten().zip(&envelopes) {
            // What still unpacks says what was signed; an item may be missing at the end.
            survived += 1;
            assert!(
                envelopes.contains(envelope),
                "bit {bit}: {envelope:?} {expected:?}"
            );
        }
    }
    assert!(survived < bytes.len() * 2, "{survived}");
}

#[test]
fn a_batch_has_limits() {
    let one = chain(1).pop().unwrap();
    let mut batch = Batch::pack(&[one]);
    let item = batch.items[0].clone();
    batch.items = vec![item; MAX_BATCH_ENVELOPES + 1];
    assert_eq!(batch.unpack(), Err(BatchError::TooMany));
    let mut seals = Batch::pack(&chain(1));
    seals.seals = vec![seals.seals[0].clone(); 2];
    assert_eq!(seals.unpack(), Err(BatchError::TooMany));
}

#[test]
fn an_event_travels_without_the_hash_of_the_change_it_cites() {
    let change = super::change(4);
    let crate::Op::Change(bytes) = &change else {
        unreachable!("a change")
    };
    let cited = Event::Submitted {
        version: Version {
            heads: vec![crate::sha256(&bytes[8..])],
            content: Digest([7; 32]),
        },
        correction: None,
    };
    let ops = vec![change, crate::Op::event(&cited)];
    let envelope = super::envelope(4, Digest::ZERO, ops);
    let batch = Batch::pack([&envelope]);
    assert!(matches!(batch.items[0].ops[1], PackedOp::Citing(..)));
    assert_eq!(all_well(batch.clone()), [envelope]);
    // What cites a change that is not there, or columns too many, is no batch.
    let mut alone = batch.clone();
    alone.items[0].ops.remove(0);
    assert_eq!(alone.unpack().unwrap_err(), BatchError::Columns);
    let mut twice = batch;
    twice.items[0].ops.push(PackedOp::Columns);
    assert_eq!(twice.unpack().unwrap_err(), BatchError::Columns);
}

#[test]
fn a_change_of_another_form_travels_as_it_is() {
    let odd = [
        vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1, 0],
        vec![0x85, 0x6f, 0x4a, 0x83],
        Vec::new(),
        vec![0xff; 40],
    ];
    for bytes in odd {
        let envelope = super::envelope(1, Digest::ZERO, vec![crate::Op::Change(bytes)]);
        let batch = Batch::pack([&envelope]);
        assert!(matches!(batch.items[0].ops[0], PackedOp::Raw(_)));
        assert_eq!(all_well(batch), [envelope]);
    }
}
