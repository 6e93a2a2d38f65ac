//! The one form in which a flat change is written: what saving a document gives back.

use wangge_domain::Digest;
use wangge_domain::record::Scalar;
use wangge_protocol::sha256;

use super::change::{FlatOp, InspectedChange};

pub(super) const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
pub(super) const CHANGE_CHUNK: u8 = 1;
pub(super) const KEY_TEXT: u64 = 0x15;
pub(super) const INSERT: u64 = 0x34;
pub(super) const ACTION: u64 = 0x42;
pub(super) const VALUE_META: u64 = 0x56;
pub(super) const VALUE: u64 = 0x57;
pub(super) const PREDECESSOR_COUNT: u64 = 0x70;
pub(super) const PREDECESSOR_ACTOR: u64 = 0x71;
pub(super) const PREDECESSOR_COUNTER: u64 = 0x73;
/// The action that puts a scalar.
pub(super) const PUT: u64 = 1;

/// The chunk and its hash.
pub(crate) fn encode_change(change: &InspectedChange) -> (Vec<u8>, Digest) {
    let mut data = Vec::new();
    unsigned(&mut data, length(change.dependencies.len()));
    for dependency in &change.dependencies {
        data.extend_from_slice(&dependency.0);
    }
    text(&mut data, &change.actor.0);
    unsigned(&mut data, change.seq);
    unsigned(&mut data, change.start_op);
    signed(&mut data, 0);
    unsigned(&mut data, 0);
    unsigned(&mut data, length(change.other_actors.len()));
    for actor in &change.other_actors {
        text(&mut data, &actor.0);
    }
    let columns = encode_columns(&change.ops);
    let present: Vec<&(u64, Vec<u8>)> = columns
        .iter()
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect();
    unsigned(&mut data, length(present.len()));
    for (spec, bytes) in &present {
        unsigned(&mut data, *spec);
        unsigned(&mut data, length(bytes.len()));
    }
    for (_, bytes) in present {
        data.extend_from_slice(bytes);
    }
    seal_chunk(CHANGE_CHUNK, &data)
}

/// Puts magic number, checksum, type and length in front of a chunk's data.
pub(super) fn seal_chunk(kind: u8, data: &[u8]) -> (Vec<u8>, Digest) {
    let mut hashed = vec![kind];
    unsigned(&mut hashed, length(data.len()));
    hashed.extend_from_slice(data);
    let hash = sha256(&hashed);
    let mut bytes = Vec::with_capacity(hashed.len() + 8);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&hash.0[..4]);
    bytes.extend_from_slice(&hashed);
    (bytes, hash)
}

fn encode_columns(ops: &[FlatOp]) -> Vec<(u64, Vec<u8>)> {
    let mut insert = Vec::new();
    unsigned(&mut insert, length(ops.len()));
    let mut values = Vec::new();
    let metas: Vec<u64> = ops.iter().map(|op| value(&mut values, &op.value)).collect();
    let counts: Vec<u64> = ops.iter().map(|op| length(op.predecessors.len())).collect();
    let predecessors = || ops.iter().flat_map(|op| op.predecessors.iter());
    let actors: Vec<u64> = predecessors().map(|(actor, _)| *actor).collect();
    let mut before = 0_i64;
    let differences: Vec<i64> = predecessors()
        .map(|(_, counter)| {
            let counter = i64::try_from(*counter).unwrap_or(i64::MAX);
            let difference = counter.saturating_sub(before);
            before = counter;
            difference
        })
        .collect();
    let keys: Vec<&str> = ops.iter().map(|op| op.key.as_str()).collect();
    vec![
        (
            KEY_TEXT,
            run_length(&keys, |out, key| text(out, key.as_bytes())),
        ),
        (INSERT, insert),
        (
            ACTION,
            run_length(&vec![PUT; ops.len()], |out, one| unsigned(out, *one)),
        ),
        (
            VALUE_META,
            run_length(&metas, |out, one| unsigned(out, *one)),
        ),
        (VALUE, values),
        (
            PREDECESSOR_COUNT,
            run_length(&counts, |out, one| unsigned(out, *one)),
        ),
        (
            PREDECESSOR_ACTOR,
            run_length(&actors, |out, one| unsigned(out, *one)),
        ),
        (
            PREDECESSOR_COUNTER,
            run_length(&differences, |out, one| signed(out, *one)),
        ),
    ]
}

/// Appends a value's bytes and gives its meta word: length and type.
fn value(out: &mut Vec<u8>, value: &Scalar) -> u64 {
    let start = out.len();
    let kind = match value {
        Scalar::Null => 0,
        Scalar::Bool(false) => 1,
        Scalar::Bool(true) => 2,
        Scalar::Int(number) => {
            signed(out, *number);
            4
        }
        Scalar::Text(words) => {
            out.extend_from_slice(words.as_bytes());
            6
        }
    };
    (length(out.len() - start) << 4) | kind
}

/// Runs of two and more equal values as a run, everything between as literals.
fn run_length<T: PartialEq>(values: &[T], write: impl Fn(&mut Vec<u8>, &T)) -> Vec<u8> {
    let mut out = Vec::new();
    let mut literals: Vec<&T> = Vec::new();
    let flush = |out: &mut Vec<u8>, literals: &mut Vec<&T>| {
        if !literals.is_empty() {
            signed(out, -i64::try_from(literals.len()).unwrap_or(i64::MAX));
            literals.drain(..).for_each(|value| write(out, value));
        }
    };
    for run in values.chunk_by(PartialEq::eq) {
        if let [single] = run {
            literals.push(single);
        } else if let Some(first) = run.first() {
            flush(&mut out, &mut literals);
            signed(&mut out, i64::try_from(run.len()).unwrap_or(i64::MAX));
            write(&mut out, first);
        }
    }
    flush(&mut out, &mut literals);
    out
}

fn length(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn text(out: &mut Vec<u8>, bytes: &[u8]) {
    unsigned(out, length(bytes.len()));
    out.extend_from_slice(bytes);
}

pub(super) fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or(0);
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

pub(super) fn signed(out: &mut Vec<u8>, mut value: i64) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or(0);
        value >>= 7;
        let done = (value == 0 && low & 0x40 == 0) || (value == -1 && low & 0x40 != 0);
        if done {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}
