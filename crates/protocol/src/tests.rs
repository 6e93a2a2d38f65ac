//! Building blocks for the tests of this crate: fixed keys, fixed identifiers.

mod batch;
mod header;
mod lease;
mod negatives;
mod page;
mod record_page;
mod seal;

use wangge_domain::lifecycle::{Event, TimeBounds};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};

use crate::{
    Anchor, BlobHashes, Decision, Envelope, EnvelopeId, Header, Made, Op, Row, RowBody, SecretKey,
    Stub, ops_hash, seal_headers, sha256,
};

pub(crate) fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

pub(crate) fn stream() -> StreamId {
    StreamId::from_bytes([0x53; 16])
}

/// A change chunk as far as this crate looks: magic number, checksum, rest.
pub(crate) fn change(number: u8) -> Op {
    // Kind, length; no dependencies, actor, seq, first op, time, no message, no other actors;
    // two columns of one and of two bytes.
    let columns = [2, 21, 1, 87, 2, number, number, number];
    let rest = [&[1, 16, 0, 1, number, 1, 1, 0, 0, 0], columns.as_slice()].concat();
    let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83];
    bytes.extend_from_slice(&sha256(&rest).0[..4]);
    bytes.extend_from_slice(&rest);
    Op::Change(bytes)
}

pub(crate) fn header(number: u8, prev: EnvelopeId, ops: &[Op]) -> Header {
    Header {
        v: 1,
        tenant: TenantId::from_bytes([0x54; 16]),
        stream: stream(),
        record: RecordId::from_bytes([number; 16]),
        kind: RecordKind::Inspection,
        user: UserId::from_bytes([0x55; 16]),
        device: DeviceId::from_bytes([0x44; 16]),
        device_seq: u64::from(number),
        lease: Some(Digest([0x4c; 32])),
        policy_revision: 3,
        after: vec![Digest([0x41; 32])],
        made: Made {
            wall_ms: 1_772_500_000_000,
            boot_id: 9,
            anchor: Some(Anchor {
                stream: stream(),
                epoch: 1,
                seq: 7,
                chain: Digest([0x43; 32]),
            }),
            elapsed_ms: 65_536,
        },
        blobs: vec![BlobHashes {
            original: Digest([1; 32]),
            view: Digest([2; 32]),
            thumbnail: Digest([3; 32]),
        }],
        prev,
        ops_hash: ops_hash(ops),
    }
}

/// One envelope, sealed alone.
pub(crate) fn envelope(number: u8, prev: EnvelopeId, ops: Vec<Op>) -> Envelope {
    let header = header(number, prev, &ops);
    let header_bytes = header.to_bytes();
    let seal = seal_headers(&key(1), &[sha256(&header_bytes)]).remove(0);
    Envelope {
        header_bytes,
        header,
        ops,
        seal,
    }
}

/// A chain of envelopes, each sealed together with all others.
pub(crate) fn chain(count: u8) -> Vec<Envelope> {
    let mut prev = Digest::ZERO;
    let mut parts = Vec::new();
    for number in 1..=count {
        let event = Event::Withdrawn {
            reason: format!("理由{number}"),
        };
        let ops = vec![change(number), Op::event(&event)];
        let header = header(number, prev, &ops);
        let bytes = header.to_bytes();
        prev = sha256(&bytes);
        parts.push((header, bytes, ops));
    }
    let ids: Vec<EnvelopeId> = parts.iter().map(|(_, bytes, _)| sha256(bytes)).collect();
    parts
        .into_iter()
        .zip(seal_headers(&key(1), &ids))
        .map(|((header, header_bytes, ops), seal)| Envelope {
            header_bytes,
            header,
            ops,
            seal,
        })
        .collect()
}

pub(crate) fn decision() -> Decision {
    Decision {
        control_seq: 4,
        time: TimeBounds::exactly(Timestamp(1_772_500_001_000)),
        outcomes: Vec::new(),
        facts: None,
        admitted_by: None,
    }
}

/// A log: these envelopes with a stub after the first.
pub(crate) fn log(envelopes: &[Envelope]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut chain = Digest::ZERO;
    for (place, envelope) in envelopes.iter().enumerate() {
        let accepted = RowBody::Accepted {
            envelope: Box::new(envelope.clone()),
            decision: decision(),
        };
        let stub = RowBody::Stub(Stub {
            envelope: Digest([0xee; 32]),
            device: DeviceId::from_bytes([0x45; 16]),
            user: UserId::from_bytes([0x56; 16]),
            device_seq: 2,
            reason: crate::Refusal::LeaseExpired,
        });
        let bodies = if place == 0 {
            vec![accepted, stub]
        } else {
            vec![accepted]
        };
        for body in bodies {
            let seq = u64::try_from(rows.len()).unwrap() + 1;
            let at = Timestamp(1_772_500_002_000 + i64::try_from(seq).unwrap());
            let row = Row::after(&chain, 1, seq, body, at);
            chain = row.chain;
            rows.push(row);
        }
    }
    rows
}
