//! Changes written byte by byte, with a checksum that holds, and what both sides make of them.

use wangge_domain::Digest;
use wangge_domain::lifecycle::TimeBounds;
use wangge_protocol::{Decision, Envelope, Op, Refusal, Row, RowBody, Verdict, sha256};

use crate::actor_id;
use crate::client::SyncOutcome;
use crate::store::{QuarantineEntry, RelayCommit, RelayRow};
use crate::testing::{Phone, World};
use crate::tests::{record, rng, sealed, submitted};

/// Number of the record that crafted changes write in.
pub(super) const CRAFTED: u8 = 200;

/// A number as the change format writes it.
pub(super) fn unsigned(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap();
        value >>= 7;
        if value == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// A signed number as the change format writes it.
pub(super) fn signed(mut value: i64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap();
        value >>= 7;
        if (value == 0 && low & 0x40 == 0) || (value == -1 && low & 0x40 != 0) {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// A chunk of any type with a checksum that holds.
pub(super) fn chunk(kind: u8, data: &[u8]) -> Vec<u8> {
    let mut hashed = vec![kind];
    hashed.extend(unsigned(data.len() as u64));
    hashed.extend_from_slice(data);
    let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83];
    bytes.extend_from_slice(&sha256(&hashed).0[..4]);
    bytes.extend(hashed);
    bytes
}

/// The parts of a change before its columns.
pub(super) struct Front {
    pub(super) dependencies: Vec<Digest>,
    pub(super) actor: Vec<u8>,
    pub(super) seq: u64,
    pub(super) start_op: u64,
    pub(super) time: i64,
}

impl Front {
    /// As this phone's first change of a document has them.
    pub(super) fn of(phone: &Phone) -> Self {
        Self {
            dependencies: Vec::new(),
            actor: actor_id(phone.device, phone.user, 0).0.to_vec(),
            seq: 1,
            start_op: 1,
            time: 0,
        }
    }

    /// The whole change, with these columns (specification, bytes) in ascending order.
    pub(super) fn change(&self, columns: &[(u64, Vec<u8>)]) -> Vec<u8> {
        let mut data = unsigned(self.dependencies.len() as u64);
        self.dependencies
            .iter()
            .for_each(|hash| data.extend_from_slice(&hash.0));
        data.extend(unsigned(self.actor.len() as u64));
        data.extend_from_slice(&self.actor);
        data.extend(unsigned(self.seq));
        data.extend(unsigned(self.start_op));
        data.extend(signed(self.time));
        data.extend([0, 0]);
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
}

/// The columns of `count` times one put of a key to nothing, each as one run.
pub(super) fn runs(count: i64) -> Vec<(u64, Vec<u8>)> {
    let run = |value: &[u8]| {
        // A single value stands as a literal.
        let mut bytes = signed(if count == 1 { -1 } else { count });
        bytes.extend_from_slice(value);
        bytes
    };
    vec![
        (0x15, run(&[1, b'a'])),
        (0x34, unsigned(count.unsigned_abs())),
        (0x42, run(&[1])),
        (0x56, run(&[0])),
        (0x70, run(&[0])),
    ]
}

/// The columns of one put with one of them replaced or added.
pub(super) fn one_with(spec: u64, bytes: Vec<u8>) -> Vec<(u64, Vec<u8>)> {
    let mut columns = runs(1);
    columns.retain(|(known, _)| *known != spec);
    columns.push((spec, bytes));
    columns.sort_by_key(|(spec, _)| *spec);
    columns
}

/// An envelope of this phone for the crafted record with these bytes in place of a change.
pub(super) fn carrying(world: &World, phone: &Phone, bytes: Vec<u8>) -> Envelope {
    let honest = submitted(world, phone, CRAFTED);
    let mut header = honest.header;
    header.record = record(CRAFTED);
    sealed(&phone.key, header, vec![Op::Change(bytes)])
}

/// The change is turned away by the relay, its bytes are kept, and work beside it goes on; and a
/// phone that gets it from a relay that does not look follows everything else.
pub(super) fn turned_away(make: impl Fn(&World, &Phone) -> Vec<u8>) {
    turned_away_as(Refusal::GateRejected, make);
}

/// [`turned_away`] for another reason.
pub(super) fn turned_away_as(reason: Refusal, make: impl Fn(&World, &Phone) -> Vec<u8>) {
    let store = std::sync::Arc::new(crate::store::MemoryRelayStore::new(
        World::in_memory().tenant,
    ));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let phone = world.worker(0);
    let bad = carrying(&world, &phone, make(&world, &phone));
    let good = submitted(&world, &phone, 1);
    let verdicts = world.push(&phone, &[bad.clone(), good]);
    let said = match &verdicts[0] {
        Verdict::Refused(said) | Verdict::Quarantined(said) => *said,
        other => panic!("not turned away: {other:?}"),
    };
    assert_eq!(said, reason);
    assert_eq!(verdicts[1], Verdict::Accepted { seq: 2 });
    let apart: Vec<QuarantineEntry> = store.quarantine();
    assert_eq!(apart.len(), 1);
    assert_eq!(apart[0].envelope, bad, "every byte of it is kept");
    assert_eq!(world.store.record(record(CRAFTED)).unwrap(), None);
    followed_past(&make);
}

/// A relay that lets the change through: the phone does not take it, and takes all else.
fn followed_past(make: &impl Fn(&World, &Phone) -> Vec<u8>) {
    let world = World::in_memory();
    let author = world.worker(0);
    let mut victim = world.worker(0);
    let bad = carrying(&world, &author, make(&world, &author));
    let good = submitted(&world, &author, 1);
    let stream = world.stream(0);
    world
        .turn(|ctx| {
            let mut chain = Digest::ZERO;
            let mut commit = RelayCommit {
                expected: vec![(stream, ctx.store.head(stream)?)],
                ..RelayCommit::default()
            };
            for (seq, envelope) in (1..).zip([&bad, &good]) {
                let body = RowBody::Accepted {
                    envelope: Box::new(envelope.clone()),
                    decision: Decision {
                        control_seq: 1,
                        time: TimeBounds::exactly(ctx.now),
                        outcomes: Vec::new(),
                        facts: None,
                        admitted_by: None,
                    },
                };
                let row = Row::after(&chain, 1, seq, body, ctx.now);
                chain = row.chain;
                commit.rows.push(RelayRow { stream, row });
            }
            Ok(((), commit))
        })
        .unwrap();
    let summary = victim.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    let names = |number| {
        let view = victim.view(record(number))?;
        view.content.text("name").map(str::to_owned)
    };
    assert_eq!(names(1), Some("场所".to_owned()));
    let held = victim.view(record(CRAFTED));
    assert!(held.is_none_or(|view| view.content.fields.is_empty()));
    assert_eq!(summary.degraded.len(), 1, "{summary:?}");
    assert_eq!(summary.degraded[0].record, record(CRAFTED));
}
