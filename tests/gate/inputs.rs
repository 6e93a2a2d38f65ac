//! What is brought to the gate: crafted changes that want to become large, and the largest envelope that
//! is legal.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId};
use wangge_protocol::limits::{MAX_CHANGE_BYTES, MAX_OPS};
use wangge_protocol::{Envelope, Op, ops_hash, seal_headers, sha256};
use wangge_sync_engine::testing::{Phone, World};
use wangge_sync_engine::{Document, actor_id};

/// Keys that each change of the largest envelope writes.
const KEYS: usize = 1_000;

/// An envelope, and whether it is legal.
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) envelope: Envelope,
    pub(crate) is_legal: bool,
}

/// The first phone of a world: the same key and ids in every process.
pub(crate) fn author() -> (World, Phone) {
    let world = World::in_memory();
    let phone = world.worker(0);
    (world, phone)
}

/// Everything that is brought.
pub(crate) fn inputs() -> Vec<Input> {
    let (world, phone) = author();
    phone
        .edit(
            record(),
            &RecordKind::Premises,
            world.stream(0),
            &[("name", "场所".into())],
        )
        .expect("an edit is taken");
    phone.submit(record()).expect("it is sealed");
    let template = phone.waiting().pop().expect("it waits");
    let make = |ops: Vec<Op>| {
        let mut header = template.header.clone();
        header.ops_hash = ops_hash(&ops);
        let header_bytes = header.to_bytes();
        let mut seals = seal_headers(&phone.key, &[sha256(&header_bytes)]);
        Envelope {
            header_bytes,
            header,
            ops,
            seal: seals.pop().expect("one header, one seal"),
        }
    };
    let crafted = |name, bytes: Vec<u8>| Input {
        name,
        envelope: make(vec![Op::Change(bytes)]),
        is_legal: false,
    };
    vec![
        crafted(
            "a million operations in a hundred bytes",
            change(&phone, &runs(1_000_001)),
        ),
        crafted(
            "as many as a number can say",
            change(&phone, &runs(i64::MAX)),
        ),
        crafted("a deflated chunk of 48 MiB", chunk(2, &deflated(48))),
        crafted(
            "a deflated column of 48 MiB",
            change(&phone, &[(0x15 | 8, deflated(48))]),
        ),
        crafted(
            "a document of the greatest length",
            chunk(0, &[7; MAX_CHANGE_BYTES - 64]),
        ),
        crafted("as many dependencies as fit", many_dependencies(&phone)),
        crafted(
            "a column of runs of one",
            change(&phone, &[(0x15, [1, 1, b'a'].repeat(20_000))]),
        ),
        Input {
            name: "the largest legal envelope",
            envelope: make(largest(&phone)),
            is_legal: true,
        },
    ]
}

fn record() -> RecordId {
    RecordId::from_bytes([200; 16])
}

/// As many changes as an envelope may hold, each writing a thousand keys anew.
fn largest(phone: &Phone) -> Vec<Op> {
    let actor = actor_id(phone.device, phone.user, 0);
    let mut document = Document::new();
    (0..MAX_OPS)
        .map(|round| {
            let edits: BTreeMap<String, Scalar> = (0..KEYS)
                .map(|key| {
                    let text = format!("第{round}次：{key:0>30}");
                    (format!("k{key:04}"), Scalar::from(text.as_str()))
                })
                .collect();
            let bytes = document.edit(&actor, None, &edits);
            let bytes = bytes.expect("a flat edit is taken");
            assert!(bytes.len() <= MAX_CHANGE_BYTES, "{}", bytes.len());
            Op::Change(bytes)
        })
        .collect()
}

fn deflated(mebibytes: usize) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0_u8; 1 << 20];
    for _ in 0..mebibytes {
        encoder.write_all(&zeros).expect("it goes into a vector");
    }
    encoder.finish().expect("it goes into a vector")
}

/// A number as the change format writes it.
fn unsigned(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).expect("seven bits");
        value >>= 7;
        if value == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// A positive number as the change format writes those that may be negative.
fn signed(value: i64) -> Vec<u8> {
    let mut out = unsigned(value.unsigned_abs());
    if let Some(last) = out.last_mut().filter(|last| **last & 0x40 != 0) {
        *last |= 0x80;
        out.push(0);
    }
    out
}

/// A chunk of any type with a checksum that holds.
fn chunk(kind: u8, data: &[u8]) -> Vec<u8> {
    let mut hashed = vec![kind];
    hashed.extend(unsigned(data.len() as u64));
    hashed.extend_from_slice(data);
    let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83];
    bytes.extend(sha256(&hashed).0.into_iter().take(4));
    bytes.extend(hashed);
    bytes
}

/// A phone's first change with these columns.
fn change(phone: &Phone, columns: &[(u64, Vec<u8>)]) -> Vec<u8> {
    change_on(phone, &[], columns)
}

fn change_on(phone: &Phone, on: &[Digest], columns: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let actor = actor_id(phone.device, phone.user, 0).0;
    let mut data = unsigned(on.len() as u64);
    on.iter().for_each(|hash| data.extend_from_slice(&hash.0));
    data.extend(unsigned(actor.len() as u64));
    data.extend_from_slice(&actor);
    // Sequence number, first operation, time, no message, no further actors.
    data.extend([1, 1, 0, 0, 0]);
    data.extend(unsigned(columns.len() as u64));
    for (spec, bytes) in columns {
        data.extend(unsigned(*spec));
        data.extend(unsigned(bytes.len() as u64));
    }
    columns
        .iter()
        .for_each(|(_, bytes)| data.extend_from_slice(bytes));
    chunk(1, &data)
}

fn many_dependencies(phone: &Phone) -> Vec<u8> {
    let on: Vec<Digest> = (0_u32..2_000)
        .map(|number| sha256(&number.to_be_bytes()))
        .collect();
    change_on(phone, &on, &runs(1_000))
}

/// The columns of `count` times one put of a key to nothing, each as one run.
fn runs(count: i64) -> Vec<(u64, Vec<u8>)> {
    let run = |value: &[u8]| [signed(count), value.to_vec()].concat();
    vec![
        (0x15, run(&[1, b'a'])),
        (0x34, unsigned(count.unsigned_abs())),
        (0x42, run(&[1])),
        (0x56, run(&[0])),
        (0x70, run(&[0])),
    ]
}
