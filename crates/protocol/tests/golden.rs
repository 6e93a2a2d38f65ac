//! The bytes of the wire are frozen: what this build makes is what phones in the field have made.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that reads its golden file, and writes it when it is told to"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{
    Effect, Event, Facts, Outcome, Reason, Status, Step, TimeBounds, Version,
};
use wangge_domain::people::{Person, Role, RoleGrant, Scope};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, GridId, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{
    AheadClaim, AheadMark, Anchor, Batch, BlobHashes, Capabilities, Cursor, CursorClaim, Decision,
    Envelope, Header, Lease, Made, Op, PackedOp, Page, RecordSnapshot, Refusal, Row, RowBody, Seal,
    SecretKey, Signature, SignedLease, StreamDigest, StreamUpdate, Stub, SyncRequest, SyncResponse,
    Verdict, VerdictRun, cursor_vector_digest, decode, encode, ops_hash, page_message,
    seal_headers, sha256, stream_digest,
};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wire/v1.txt");

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn read() -> BTreeMap<String, String> {
    std::fs::read_to_string(PATH)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn stream() -> StreamId {
    StreamId::from_bytes([0x53; 16])
}

fn header(number: u8, prev: Digest, ops: &[Op]) -> Header {
    let bare = number == 2;
    Header {
        v: 1,
        tenant: TenantId::from_bytes([0x54; 16]),
        stream: stream(),
        record: RecordId::from_bytes([0x52; 16]),
        kind: if bare {
            RecordKind::Other("inspection_v9".to_owned())
        } else {
            RecordKind::Photo
        },
        user: UserId::from_bytes([0x55; 16]),
        device: DeviceId::from_bytes([0x44; 16]),
        device_seq: u64::from(number) + 300,
        lease: (!bare).then_some(Digest([0x4c; 32])),
        policy_revision: 70_000,
        after: if bare {
            Vec::new()
        } else {
            vec![Digest([0x41; 32])]
        },
        made: Made {
            wall_ms: if bare { -1 } else { 1_772_500_000_000 },
            boot_id: u64::MAX,
            anchor: (!bare).then_some(Anchor {
                stream: stream(),
                epoch: 2,
                seq: 24,
                chain: Digest([0x43; 32]),
            }),
            elapsed_ms: 65_536,
        },
        blobs: if bare {
            Vec::new()
        } else {
            vec![BlobHashes {
                original: Digest([1; 32]),
                view: Digest([2; 32]),
                thumbnail: Digest([3; 32]),
            }]
        },
        prev,
        ops_hash: ops_hash(ops),
    }
}

/// A change of the usual form and an event that cites it: neither travels as it is.
fn submission() -> Envelope {
    // No dependencies, actor, seq, first op, time, no message, no other actors; then the names
    // and lengths of three columns, and their bytes.
    let head = [0, 4, 9, 9, 9, 9, 1, 1, 0, 0, 0];
    let columns = [3, 21, 2, 86, 1, 87, 3, 1, 97, 54, 120, 121, 122];
    let body = [head.as_slice(), &columns].concat();
    let length = u8::try_from(body.len()).unwrap();
    let rest = [[1, length].as_slice(), &body].concat();
    let hash = sha256(&rest);
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83];
    chunk.extend_from_slice(&hash.0[..4]);
    chunk.extend_from_slice(&rest);
    let submitted = Event::Submitted {
        version: Version {
            heads: vec![hash],
            content: Digest([9; 32]),
        },
        correction: None,
    };
    let ops = vec![Op::Change(chunk), Op::event(&submitted)];
    let header = header(1, Digest::ZERO, &ops);
    let header_bytes = header.to_bytes();
    let seal = seal_headers(&SecretKey::from_seed([1; 32]), &[sha256(&header_bytes)]).remove(0);
    Envelope {
        header_bytes,
        header,
        ops,
        seal,
    }
}

fn envelopes() -> Vec<Envelope> {
    let rest = [1, 2, 7, 7];
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83];
    chunk.extend_from_slice(&sha256(&rest).0[..4]);
    chunk.extend_from_slice(&rest);
    let version = Version {
        heads: vec![Digest([8; 32])],
        content: Digest([9; 32]),
    };
    let submitted = Event::Submitted {
        version,
        correction: Some("更正".to_owned()),
    };
    let all = [
        vec![Op::Change(chunk), Op::event(&submitted)],
        vec![Op::Event(vec![0x61, 0x78])],
        vec![Op::Blanked(Digest([0xbb; 32]))],
    ];
    let mut prev = Digest::ZERO;
    let mut parts = Vec::new();
    for (number, ops) in (1..).zip(all) {
        let header = header(number, prev, &ops);
        let bytes = header.to_bytes();
        prev = sha256(&bytes);
        parts.push((header, bytes, ops));
    }
    let ids: Vec<Digest> = parts.iter().map(|(_, bytes, _)| sha256(bytes)).collect();
    parts
        .into_iter()
        .zip(seal_headers(&SecretKey::from_seed([1; 32]), &ids))
        .map(|((header, header_bytes, ops), seal)| Envelope {
            header_bytes,
            header,
            ops,
            seal,
        })
        .collect()
}

fn rows(envelopes: &[Envelope]) -> Vec<Row> {
    let decision = Decision {
        control_seq: 4,
        time: TimeBounds {
            lower: Timestamp(1),
            upper: Timestamp(2),
            claimed: Timestamp(-3),
            clock_flagged: true,
        },
        outcomes: vec![Outcome {
            effect: Effect::NoEffect(Reason::new("no_permission", "handbook 1.3")),
            status: Status::Submitted,
            due: Some(Timestamp(5)),
            number: Some("青消改字〔2026〕第0001号".to_owned()),
            paper_number: None,
            timing: None,
            role: Some(Role::GridWorker),
            fold_revision: 1,
        }],
        facts: Some(Facts {
            photos_missing: 1,
            ..Facts::default()
        }),
        admitted_by: Some(Digest([0xad; 32])),
    };
    let stub = Stub {
        envelope: Digest([0xee; 32]),
        device: DeviceId::from_bytes([0x45; 16]),
        user: UserId::from_bytes([0x56; 16]),
        device_seq: 2,
        reason: Refusal::Equivocation,
    };
    let accepted = RowBody::Accepted {
        envelope: Box::new(envelopes[0].clone()),
        decision,
    };
    let first = Row::after(&Digest::ZERO, 2, 1, accepted, Timestamp(1_772_500_001_000));
    let second = Row::after(
        &first.chain,
        2,
        2,
        RowBody::Stub(stub),
        Timestamp(1_772_500_001_000),
    );
    vec![first, second]
}

fn made() -> Vec<(String, Vec<u8>)> {
    let relay = SecretKey::from_seed([9; 32]);
    let envelopes = envelopes();
    let rows = rows(&envelopes);
    let mut out: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, bytes: &[u8]| out.push((name.to_owned(), bytes.to_vec()));
    for (number, envelope) in (1..).zip(&envelopes) {
        add(&format!("header.{number}"), &envelope.header_bytes);
        add(&format!("envelope_id.{number}"), &envelope.id().0);
        add(&format!("ops.{number}"), &encode(&envelope.ops));
        add(&format!("ops_hash.{number}"), &envelope.header.ops_hash.0);
        add(&format!("seal.{number}"), &encode(&envelope.seal));
    }
    for row in &rows {
        add(
            &format!("row.{}.decision_hash", row.seq),
            &row.body.decision_hash().0,
        );
        add(&format!("row.{}.chain", row.seq), &row.chain.0);
        match &row.body {
            RowBody::Accepted { decision, .. } => add("decision", &encode(decision)),
            RowBody::Stub(stub) => add("stub", &encode(stub)),
        }
    }
    add("batch", &encode(&Batch::pack(&envelopes)));
    let submission = Batch::pack(&[submission()]);
    let packed = &submission.items[0].ops;
    assert!(matches!(
        packed.as_slice(),
        [PackedOp::Columns, PackedOp::Citing(..)]
    ));
    add("batch.columns", &encode(&submission));
    add("batch.part", &encode(&Batch::pack(&envelopes[1..2])));
    let page = Page::pack(
        stream(),
        &rows,
        |_| false,
        relay.public(),
        |it| relay.sign(it),
    )
    .unwrap();
    let own = Page::pack(
        stream(),
        &rows,
        |_| true,
        relay.public(),
        |it| relay.sign(it),
    )
    .unwrap();
    add(
        "page_message",
        &page_message(stream(), 2, 2, &rows[1].chain).0,
    );
    add("page", &encode(&page));
    add("page.own", &encode(&own));
    let lease = SignedLease::sign(&lease(), &relay);
    add("lease", &lease.bytes);
    add("lease.digest", &lease.digest().0);
    add("lease.signed", &encode(&lease));
    let cursor = Cursor {
        stream: stream(),
        epoch: 2,
        seq: 2,
        chain: rows[1].chain,
        own_seq: 301,
        own_last: envelopes[0].id(),
    };
    add("cursor_vector_digest", &cursor_vector_digest(&[cursor]).0);
    let snapshot = RecordSnapshot {
        stream: stream(),
        epoch: 2,
        record: RecordId::from_bytes([0x52; 16]),
        kind: RecordKind::Photo,
        last_seq: 1,
        heads: vec![Digest([8; 32])],
        document: vec![1, 2, 3],
        relay_key: relay.public(),
        signature: Signature([7; 64]),
    };
    add("snapshot.message", &snapshot.message().0);
    add("snapshot", &encode(&snapshot));
    let idle = SyncRequest {
        // Of the first apps: those of later ones are other bits of the same number.
        capabilities: Capabilities(Capabilities::ZSTD.0 | Capabilities::CURSOR_DIGEST.0),
        cursors: CursorClaim::Digest(cursor_vector_digest(&[cursor])),
        lease: lease.digest(),
        push: None,
        want_bytes: 524_288,
        lease_copy: None,
        heal: Vec::new(),
        extensions: Vec::new(),
        compare: None,
        ahead: None,
        trust: None,
    };
    add("request.idle", &encode(&idle));
    let compare = SyncRequest {
        compare: Some(stream()),
        ..idle.clone()
    };
    let ahead = SyncRequest {
        ahead: Some(AheadClaim {
            behind: 1_000,
            marks: vec![AheadMark {
                stream: stream(),
                until: 7,
            }],
        }),
        ..idle.clone()
    };
    let full = SyncRequest {
        cursors: CursorClaim::Vector(vec![cursor]),
        push: Some(Batch::pack(&envelopes)),
        lease_copy: Some(lease.clone()),
        ..idle
    };
    add("request.full", &encode(&full));
    let nothing = SyncResponse {
        relay_time: Timestamp(1_772_500_003_000),
        need_vector: false,
        verdicts: Vec::new(),
        streams: Vec::new(),
        more: false,
        lease: None,
        token: None,
        service_keys: Vec::new(),
        blobs_held: Vec::new(),
        healing_since: None,
        backed_up: None,
        relay_full: false,
        compared: None,
        trust: None,
        update_needed: false,
    };
    add("response.idle", &encode(&nothing));
    let heads = vec![Digest([9; 32]), Digest([8; 32])];
    let digest = stream_digest(&BTreeMap::from([(RecordId::from_bytes([0x52; 16]), heads)]));
    let held_back = SyncResponse {
        update_needed: true,
        ..nothing.clone()
    };
    let compared = SyncResponse {
        compared: Some(StreamDigest {
            chain: Digest([0x43; 32]),
            digest,
        }),
        ..nothing.clone()
    };
    let verdicts = [
        Verdict::Accepted { seq: 3 },
        Verdict::Accepted { seq: 4 },
        Verdict::Duplicate { seq: 1 },
        Verdict::NoEffect { seq: 5 },
        Verdict::Need(vec![Digest([4; 32])]),
        Verdict::Quarantined(Refusal::LeaseExpired),
        Verdict::Refused(Refusal::GateRejected),
        Verdict::NotProcessed,
        Verdict::Retry { after_ms: 1_500 },
    ];
    let head = rows[1].chain;
    let full = SyncResponse {
        need_vector: true,
        verdicts: VerdictRun::pack(&verdicts),
        streams: vec![
            StreamUpdate::Page(page),
            StreamUpdate::Own {
                stream: stream(),
                seq: 301,
                last: envelopes[0].id(),
            },
            StreamUpdate::UnknownPoint {
                stream: stream(),
                epoch: 3,
                head: 2,
                chain: head,
            },
            StreamUpdate::Revoked { stream: stream() },
        ],
        more: true,
        lease: Some(lease),
        token: Some("token".to_owned()),
        service_keys: vec![(relay.public(), Signature([6; 64]))],
        blobs_held: vec![Digest([1; 32])],
        ..nothing
    };
    add("response.full", &encode(&full));
    add("event.step", &encode(&step()));
    add("stream_digest", &digest.0);
    add("request.compare", &encode(&compare));
    add("response.compared", &encode(&compared));
    add("request.ahead", &encode(&ahead));
    add("response.held_back", &encode(&held_back));
    out
}

fn lease() -> Lease {
    let user = UserId::from_bytes([0x55; 16]);
    Lease {
        tenant: TenantId::from_bytes([0x54; 16]),
        device: DeviceId::from_bytes([0x44; 16]),
        person: Person {
            user,
            name: "测试员".to_owned(),
            phone: String::new(),
            organization: "测试站".to_owned(),
        },
        grants: vec![RoleGrant {
            user,
            role: Role::GridWorker,
            scope: Scope::Subtree(GridId::from_bytes([0x53; 16])),
            from: Timestamp(0),
            until: None,
            department: None,
        }],
        credentials: Vec::new(),
        streams: vec![stream()],
        short_id: "K7".to_owned(),
        home_relay: "https://relay.test:7443".to_owned(),
        control_seq: 5,
        issued_at: Timestamp(1_772_500_000_000),
        offline_until: Timestamp(1_775_092_000_000),
        policy_revision: 1,
        policy_digest: Digest([6; 32]),
    }
}

/// A step of a case with every field set.
fn step() -> Event {
    Event::Step(Step {
        step: "call.whistle".to_owned(),
        fields: [("matter".to_owned(), "占用通道".to_owned())].into(),
        with: vec![UserId::from_bytes([7; 16])],
        photos: vec![RecordId::from_bytes([8; 16])],
        due: Some(DeadlineSpec::Days {
            days: 15,
            calendar: DayKind::Natural,
        }),
        version: Some(Version {
            heads: vec![Digest([8; 32])],
            content: Digest([9; 32]),
        }),
    })
}

#[test]
fn the_wire_has_not_changed() {
    let golden = read();
    let made = made();
    let names: Vec<&String> = made.iter().map(|(name, _)| name).collect();
    let gone: Vec<&String> = golden.keys().filter(|name| !names.contains(name)).collect();
    assert!(gone.is_empty(), "values are gone: {gone:?}");
    let mut fresh = Vec::new();
    for (name, bytes) in &made {
        match golden.get(name) {
            Some(expected) => assert_eq!(hex(bytes), *expected, "{name}"),
            None => fresh.push(name),
        }
    }
    if std::env::var_os("WANGGE_BLESS").is_some() {
        let text = made.iter().fold(String::new(), |mut text, (name, bytes)| {
            writeln!(text, "{name} = {}", hex(bytes)).unwrap();
            text
        });
        std::fs::write(PATH, text).unwrap();
    } else {
        assert!(fresh.is_empty(), "values are not frozen yet: {fresh:?}");
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap();
    let pairs = text.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| u8::try_from(digit(pair[0]) * 16 + digit(pair[1])).unwrap())
        .collect()
}

/// The bytes as this build writes them again, after it has read them.
fn again<T: serde::Serialize + serde::de::DeserializeOwned>(bytes: &[u8]) -> Vec<u8> {
    encode(&decode::<T>(bytes).unwrap())
}

/// What older apps have written is read: every golden value of its own accord, from the file, and written
/// again to the same bytes. What is made of this build's types alone would not tell.
#[test]
fn golden_decodes() {
    let (mut read_back, mut hashes) = (0, 0);
    for (name, text) in read() {
        let bytes = unhex(&text);
        let kind = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
        let written = match kind {
            "header" => Header::from_bytes(&bytes).unwrap().to_bytes(),
            "ops" => again::<Vec<Op>>(&bytes),
            "seal" => again::<Seal>(&bytes),
            "decision" => again::<Decision>(&bytes),
            "stub" => again::<Stub>(&bytes),
            "batch" | "batch.columns" | "batch.part" => again::<Batch>(&bytes),
            "page" | "page.own" => again::<Page>(&bytes),
            "lease" => again::<Lease>(&bytes),
            "lease.signed" => again::<SignedLease>(&bytes),
            "snapshot" => again::<RecordSnapshot>(&bytes),
            "request.idle" | "request.full" | "request.compare" | "request.ahead" => {
                again::<SyncRequest>(&bytes)
            }
            "response.idle" | "response.full" | "response.compared" | "response.held_back" => {
                again::<SyncResponse>(&bytes)
            }
            "event.step" => again::<Event>(&bytes),
            _ => {
                // Hashes and what is signed: there is nothing in them to read.
                assert_eq!(bytes.len(), 32, "{name}: what is it, and who reads it?");
                hashes += 1;
                continue;
            }
        };
        assert_eq!(hex(&written), text, "{name}");
        read_back += 1;
    }
    assert!(read_back >= 26 && hashes >= 10, "{read_back}, {hashes}");
}
