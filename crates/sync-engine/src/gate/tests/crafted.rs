use wangge_domain::Digest;
use wangge_domain::record::Scalar;

use super::{actor, begun, first, other, owner, put};
use crate::gate::encode::{self, encode_change, seal_chunk, signed, unsigned};
use crate::gate::{GateError, GateReason, InspectedChange, inspect, limits};
use crate::{Document, actor_id};

/// What stands behind the length of a chunk.
fn data_of(change: &[u8]) -> &[u8] {
    let length = change[9..]
        .iter()
        .take_while(|byte| **byte & 0x80 != 0)
        .count()
        + 1;
    &change[9 + length..]
}

/// The front of a change's data: dependencies, actor, seq, start_op, time, message, others.
fn front(start_op: u64, time: i64, message: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    unsigned(&mut data, 0);
    unsigned(&mut data, 16);
    data.extend_from_slice(&actor().0);
    unsigned(&mut data, 1);
    unsigned(&mut data, start_op);
    signed(&mut data, time);
    unsigned(&mut data, u64::try_from(message.len()).unwrap());
    data.extend_from_slice(message);
    unsigned(&mut data, 0);
    data
}

/// A whole change chunk out of a front and columns (number of the column, bytes).
fn chunk(mut data: Vec<u8>, columns: &[(u64, &[u8])], extra: &[u8]) -> Vec<u8> {
    unsigned(&mut data, u64::try_from(columns.len()).unwrap());
    for (spec, bytes) in columns {
        unsigned(&mut data, *spec);
        unsigned(&mut data, u64::try_from(bytes.len()).unwrap());
    }
    columns
        .iter()
        .for_each(|(_, bytes)| data.extend_from_slice(bytes));
    data.extend_from_slice(extra);
    seal_chunk(1, &data).0
}

/// The columns of one put of `a` = null.
const ONE: [(u64, &[u8]); 5] = [
    (encode::KEY_TEXT, &[0x7f, 1, b'a']),
    (encode::INSERT, &[1]),
    (encode::ACTION, &[0x7f, 1]),
    (encode::VALUE_META, &[0x7f, 0]),
    (encode::PREDECESSOR_COUNT, &[0x7f, 0]),
];

fn with(spec: u64, bytes: &'static [u8]) -> Vec<(u64, &'static [u8])> {
    let mut columns: Vec<(u64, &'static [u8])> = ONE.to_vec();
    columns.retain(|(known, _)| *known != spec);
    columns.push((spec, bytes));
    columns.sort_unstable_by_key(|(spec, _)| *spec);
    columns
}

#[test]
fn the_craft_itself_is_sound() {
    let plain = chunk(front(1, 0, b""), &ONE, b"");
    assert!(inspect(&plain).is_ok());
    Document::new().apply(&plain, &owner()).unwrap();
}

#[test]
fn only_a_plain_change_chunk_passes() {
    let (mut document, change) = begun();
    let data = data_of(&change);
    // A compressed change: its deflate stream could be of any size.
    assert_eq!(inspect(&seal_chunk(2, data).0), Err(GateReason::ChunkType));
    // A bundle, and a chunk of no kind.
    assert_eq!(inspect(&seal_chunk(3, data).0), Err(GateReason::ChunkType));
    assert_eq!(inspect(&seal_chunk(9, data).0), Err(GateReason::ChunkType));
    // A whole document where a change is due: of two changes, since one is kept as itself.
    let more = [("floors".to_owned(), Scalar::from(3))].into();
    document.edit(&actor(), None, &more).unwrap();
    assert_eq!(inspect(&document.save()), Err(GateReason::ChunkType));
    // Two changes in one, and something after a change.
    let twice = [change.clone(), change.clone()].concat();
    assert!(inspect(&twice).is_err());
    assert_eq!(inspect(&[]), Err(GateReason::Malformed));
    let mut magic = change.clone();
    magic[0] ^= 1;
    assert_eq!(inspect(&magic), Err(GateReason::Malformed));
    let long = vec![0; wangge_protocol::limits::MAX_CHANGE_BYTES + 1];
    assert_eq!(inspect(&long), Err(GateReason::TooLong));
}

#[test]
fn the_checksum_is_looked_at_first() {
    let (_, mut change) = begun();
    change[5] ^= 1;
    assert_eq!(inspect(&change), Err(GateReason::Checksum));
    // Even of a chunk that is otherwise of the wrong kind.
    let (mut compressed, _) = seal_chunk(2, &[1; 40]);
    compressed[20] ^= 1;
    assert_eq!(inspect(&compressed), Err(GateReason::Checksum));
}

#[test]
fn a_change_cut_anywhere_is_refused() {
    let (mut document, change) = begun();
    let before = document.version();
    for length in 0..change.len() {
        assert!(inspect(&change[..length]).is_err(), "{length}");
        // With a checksum that holds for what is left.
        let data = data_of(&change);
        let crafted = seal_chunk(1, &data[..length.min(data.len() - 1)]).0;
        assert!(inspect(&crafted).is_err(), "{length}");
        assert!(document.apply(&crafted, &owner()).is_err());
    }
    assert_eq!(document.version(), before);
}

#[test]
fn a_flipped_bit_never_passes_as_the_same_change() {
    let (_, change) = begun();
    let honest = inspect(&change).unwrap();
    let mut passed = 0;
    for bit in 0..data_of(&change).len() * 8 {
        let mut data = data_of(&change).to_vec();
        data[bit / 8] ^= 1 << (bit % 8);
        let crafted = seal_chunk(1, &data).0;
        let mut document = Document::new();
        let Ok(inspected) = inspect(&crafted) else {
            continue;
        };
        assert_ne!(inspected.hash, honest.hash);
        if document.apply(&crafted, &owner()).is_ok() {
            // A letter of a text or a number has changed: still an honest form, and it saves.
            passed += 1;
            document.save_verified().unwrap();
        }
    }
    assert!(passed > 0, "some letters were flipped");
}

#[test]
fn an_op_bomb_is_counted_before_it_is_expanded() {
    // Each column announces a run of a million (or a billion) equal values in a few bytes.
    for count in [1_000_000_i64, 1_000_000_000, i64::MAX] {
        let run = |value: &[u8]| {
            let mut bytes = Vec::new();
            signed(&mut bytes, count);
            bytes.extend_from_slice(value);
            bytes
        };
        let (keys, ones, zeros) = (run(&[1, b'a']), run(&[1]), run(&[0]));
        let mut insert = Vec::new();
        unsigned(&mut insert, u64::try_from(count).unwrap());
        let columns: [(u64, &[u8]); 5] = [
            (encode::KEY_TEXT, &keys),
            (encode::INSERT, &insert),
            (encode::ACTION, &ones),
            (encode::VALUE_META, &zeros),
            (encode::PREDECESSOR_COUNT, &zeros),
        ];
        let bomb = chunk(front(1, 0, b""), &columns, b"");
        assert!(bomb.len() < 200, "{}", bomb.len());
        assert_eq!(inspect(&bomb), Err(GateReason::TooMany));
        // The same in a column that is not the keys.
        for spec in [
            encode::ACTION,
            encode::VALUE_META,
            encode::PREDECESSOR_COUNT,
        ] {
            let mut mixed: Vec<(u64, &[u8])> = ONE.to_vec();
            mixed
                .iter_mut()
                .filter(|it| it.0 == spec)
                .for_each(|it| it.1 = &ones);
            assert_eq!(
                inspect(&chunk(front(1, 0, b""), &mixed, b"")),
                Err(GateReason::TooMany)
            );
        }
        let mut bools: Vec<(u64, &[u8])> = ONE.to_vec();
        bools
            .iter_mut()
            .filter(|it| it.0 == encode::INSERT)
            .for_each(|it| it.1 = &insert);
        assert_eq!(
            inspect(&chunk(front(1, 0, b""), &bools, b"")),
            Err(GateReason::NotFlat)
        );
        // And in the column of replaced operations.
        let mut preds: Vec<(u64, &[u8])> = ONE.to_vec();
        preds.push((encode::PREDECESSOR_ACTOR, &zeros));
        preds.push((encode::PREDECESSOR_COUNTER, &ones));
        assert_eq!(
            inspect(&chunk(front(1, 0, b""), &preds, b"")),
            Err(GateReason::TooMany)
        );
    }
    // A run of nulls.
    let nulls = with(encode::KEY_TEXT, &[0, 0xc0, 0x84, 0x3d]);
    assert_eq!(
        inspect(&chunk(front(1, 0, b""), &nulls, b"")),
        Err(GateReason::NotFlat)
    );
    // A literal run longer than the bytes behind it, and one of the least number there is.
    let literal = with(
        encode::KEY_TEXT,
        &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f],
    );
    assert!(inspect(&chunk(front(1, 0, b""), &literal, b"")).is_err());
    // Many operations that are really there.
    let mut many = first();
    many.ops = (0..=limits::MAX_CHANGE_OPS)
        .map(|n| put(&format!("{n}"), Scalar::Null))
        .collect();
    assert_eq!(inspect(&encode_change(&many).0), Err(GateReason::TooMany));
}

#[test]
fn what_our_changes_never_carry_is_refused() {
    let apply = |bytes: Vec<u8>| inspect(&bytes).map(|_| ());
    assert_eq!(
        apply(chunk(front(1, 1, b""), &ONE, b"")),
        Err(GateReason::Extras)
    );
    assert_eq!(
        apply(chunk(front(1, i64::MIN, b""), &ONE, b"")),
        Err(GateReason::Extras)
    );
    assert_eq!(
        apply(chunk(front(1, 0, b"hi"), &ONE, b"")),
        Err(GateReason::Extras)
    );
    // An author footer, or anything else behind the columns.
    assert_eq!(
        apply(chunk(front(1, 0, b""), &ONE, b"author")),
        Err(GateReason::Extras)
    );
    // Columns of lists, marks, of later versions; a compressed column; twice the same.
    for spec in [
        0x01,
        0x02,
        0x11,
        0x13,
        0x94,
        0xa5,
        0x1f5,
        0x15 | 8,
        u64::from(u32::MAX),
    ] {
        let mut columns: Vec<(u64, &[u8])> = ONE.to_vec();
        columns.push((spec, &[0x7f, 1]));
        columns.sort_unstable_by_key(|(spec, _)| *spec);
        assert_eq!(
            apply(chunk(front(1, 0, b""), &columns, b"")),
            Err(GateReason::Column)
        );
    }
    let mut twice: Vec<(u64, &[u8])> = ONE.to_vec();
    twice.insert(0, ONE[0]);
    assert_eq!(
        apply(chunk(front(1, 0, b""), &twice, b"")),
        Err(GateReason::Column)
    );
    // An insertion, a deletion, a container, an increment.
    assert_eq!(
        apply(chunk(front(1, 0, b""), &with(encode::INSERT, &[0, 1]), b"")),
        Err(GateReason::NotFlat)
    );
    for action in [
        &[0x7f, 0],
        &[0x7f, 2],
        &[0x7f, 3],
        &[0x7f, 4],
        &[0x7f, 5],
        &[0x7f, 7],
    ] {
        let columns = with(encode::ACTION, action);
        assert_eq!(
            apply(chunk(front(1, 0, b""), &columns, b"")),
            Err(GateReason::NotFlat)
        );
    }
    // Values of other types: unsigned, float, bytes, counter, timestamp, unknown.
    for kind in [3_u8, 5, 7, 8, 9, 10] {
        let mut columns: Vec<(u64, &[u8])> = ONE.to_vec();
        let meta = [0x7f, 0x10 | kind];
        columns
            .iter_mut()
            .filter(|it| it.0 == encode::VALUE_META)
            .for_each(|it| it.1 = &meta);
        columns.insert(4, (encode::VALUE, &[1]));
        assert_eq!(
            apply(chunk(front(1, 0, b""), &columns, b"")),
            Err(GateReason::Value)
        );
    }
    // No operation at all.
    assert_eq!(
        apply(chunk(front(1, 0, b""), &[], b"")),
        Err(GateReason::NotFlat)
    );
}

#[test]
fn keys_and_texts_have_limits() {
    let check = |op| {
        let mut change = first();
        change.ops = vec![op];
        inspect(&encode_change(&change).0).map(|_| ())
    };
    assert_eq!(check(put("", 1)), Err(GateReason::Value));
    assert_eq!(check(put(&"k".repeat(limits::MAX_KEY_BYTES), 1)), Ok(()));
    assert_eq!(
        check(put(&"k".repeat(limits::MAX_KEY_BYTES + 1), 1)),
        Err(GateReason::Value)
    );
    assert_eq!(check(put("k", "字".repeat(10_000))), Ok(()));
    assert_eq!(check(put("k", "字".repeat(11_000))), Err(GateReason::Value));
    assert_eq!(check(put("k", i64::MIN)), Ok(()));
    let utf8 = with(encode::KEY_TEXT, &[0x7f, 2, 0xff, 0xfe]);
    assert_eq!(
        inspect(&chunk(front(1, 0, b""), &utf8, b"")),
        Err(GateReason::Value)
    );
    let mut twice = first();
    twice.ops = vec![put("a", 1), put("a", 2)];
    assert_eq!(
        inspect(&encode_change(&twice).0),
        Err(GateReason::RepeatedKey)
    );
}

#[test]
fn only_the_canonical_form_passes() {
    // The same keys as literals and not as a run: saving would give back other bytes, and the
    // saved document could never be opened again.
    let literal: [(u64, &[u8]); 5] = [
        (encode::KEY_TEXT, &[0x7e, 1, b'a', 1, b'b']),
        (encode::INSERT, &[2]),
        (encode::ACTION, &[0x7e, 1, 1]),
        (encode::VALUE_META, &[2, 0]),
        (encode::PREDECESSOR_COUNT, &[2, 0]),
    ];
    let bytes = chunk(front(1, 0, b""), &literal, b"");
    assert_eq!(inspect(&bytes), Err(GateReason::NotCanonical));
    let mut run = literal;
    run[2].1 = &[2, 1];
    assert!(inspect(&chunk(front(1, 0, b""), &run, b"")).is_ok());
    // A number written longer than need be.
    let mut overlong = front(1, 0, b"");
    overlong.splice(17..18, [0x81, 0x00]);
    assert!(inspect(&chunk(overlong, &ONE, b"")).is_err());
    // Dependencies named twice.
    let mut double = first();
    double.dependencies = vec![Digest([1; 32]); 2];
    assert_eq!(
        inspect(&encode_change(&double).0),
        Err(GateReason::NotCanonical)
    );
    // Another actor that nothing refers to.
    let mut idle = first();
    idle.other_actors = vec![other().1];
    assert_eq!(
        inspect(&encode_change(&idle).0),
        Err(GateReason::NotCanonical)
    );
}

#[test]
fn the_counter_cannot_be_used_up() {
    let mut change = first();
    for start_op in [
        limits::MAX_OP_COUNTER + 1,
        (1 << 31),
        u64::from(u32::MAX) - 1,
        1 << 40,
    ] {
        change.start_op = start_op;
        assert_eq!(
            inspect(&encode_change(&change).0),
            Err(GateReason::StartOp),
            "{start_op}"
        );
    }
    change.start_op = 0;
    assert_eq!(inspect(&encode_change(&change).0), Err(GateReason::StartOp));
    change.start_op = 1;
    change.seq = 0;
    assert_eq!(
        inspect(&encode_change(&change).0),
        Err(GateReason::Sequence)
    );
}

fn rejected(document: &Document, change: &InspectedChange) -> GateError {
    let before = document.version();
    let mut copy = document.clone();
    let error = copy.apply(&encode_change(change).0, &owner()).unwrap_err();
    assert_eq!(
        copy.version(),
        before,
        "on an error the document is as it was"
    );
    copy.edit(&actor(), None, &super::edits(&[("later", 1.into())]))
        .unwrap();
    copy.save_verified().unwrap();
    error
}

#[test]
fn claims_are_compared_with_the_document() {
    let (document, _) = begun();
    let honest = InspectedChange {
        dependencies: document.heads(),
        seq: 2,
        start_op: 4,
        ops: vec![put("new", 1)],
        ..first()
    };
    let mut accepted = document.clone();
    accepted.apply(&encode_change(&honest).0, &owner()).unwrap();

    let reason = |change: InspectedChange| match rejected(&document, &change) {
        GateError::Rejected(reason) => reason,
        GateError::Need(_) => panic!("nothing is missing"),
    };
    // A gap in the sequence, and a number used before.
    assert_eq!(
        reason(InspectedChange {
            seq: 3,
            ..honest.clone()
        }),
        GateReason::Sequence
    );
    assert_eq!(
        reason(InspectedChange {
            seq: 1,
            ..honest.clone()
        }),
        GateReason::Sequence
    );
    // The next number, but not on top of the actor's own last change.
    let beside = InspectedChange {
        dependencies: Vec::new(),
        start_op: 1,
        ..honest.clone()
    };
    assert_eq!(reason(beside), GateReason::Sequence);
    // A poisoned counter: too low, too high.
    for start_op in [1, 3, 5, 1_000_000] {
        let poison = InspectedChange {
            start_op,
            ..honest.clone()
        };
        assert_eq!(reason(poison), GateReason::StartOp);
    }
    // A foreign actor.
    let foreign = InspectedChange {
        actor: other().1,
        seq: 1,
        ..honest.clone()
    };
    assert_eq!(reason(foreign), GateReason::ForeignActor);
    // A new incarnation of the same device begins at one.
    let again = actor_id(super::device(), super::user(), 1);
    let reborn = InspectedChange {
        actor: again,
        seq: 2,
        ..honest.clone()
    };
    assert_eq!(reason(reborn), GateReason::Sequence);
    // Operations that are not there, that are hidden, or too few of them.
    for (key, predecessors) in [
        ("new", vec![(0, 1)]),
        ("name", vec![(0, 77)]),
        ("name", vec![(0, 1)]),
        ("name", Vec::new()),
        ("name", vec![(0, 3), (0, 2)]),
    ] {
        let mut op = put(key, "x");
        op.predecessors = predecessors;
        let forged = InspectedChange {
            ops: vec![op],
            ..honest.clone()
        };
        assert_eq!(reason(forged), GateReason::Predecessors);
    }
    let missing = Digest([7; 32]);
    let early = InspectedChange {
        dependencies: vec![missing],
        ..honest
    };
    assert_eq!(rejected(&document, &early), GateError::Need(vec![missing]));
}

#[test]
fn a_change_that_is_here_already_changes_nothing() {
    let (mut document, change) = begun();
    let before = document.version();
    document.apply(&change, &owner()).unwrap();
    assert_eq!(document.version(), before);
    assert_eq!(
        document.apply(&change, &other().0),
        Err(GateReason::ForeignActor.into())
    );
}
