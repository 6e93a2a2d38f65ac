use wangge_domain::control::{ControlEvent, DeviceEnrollment};
use wangge_domain::lifecycle::{
    Effect, Event, FOLD_REVISION, Outcome, Reason, Status, TimeBounds, Version,
};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};

use super::*;
use crate::{
    BlobHashes, Decision, Envelope, Header, Made, Op, Row, RowBody, SecretKey, Signature, encode,
    ops_hash, seal_headers, sha256,
};

fn tenant() -> TenantId {
    TenantId::from_bytes([1; 16])
}
fn user() -> UserId {
    UserId::from_bytes([2; 16])
}
fn device() -> DeviceId {
    DeviceId::from_bytes([3; 16])
}

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

fn envelope(
    by: &SecretKey,
    stream: StreamId,
    kind: RecordKind,
    op: Op,
    view: Option<Digest>,
) -> Envelope {
    let ops = vec![op];
    let header = Header {
        v: 1,
        tenant: tenant(),
        stream,
        record: RecordId::from_bytes([4; 16]),
        kind,
        user: user(),
        device: device(),
        device_seq: 1,
        lease: None,
        policy_revision: 1,
        after: Vec::new(),
        made: Made {
            wall_ms: 1,
            boot_id: 1,
            anchor: None,
            elapsed_ms: 0,
        },
        blobs: view
            .map(|view| BlobHashes {
                original: Digest([5; 32]),
                view,
                thumbnail: Digest([6; 32]),
            })
            .into_iter()
            .collect(),
        prev: Digest::ZERO,
        ops_hash: ops_hash(&ops),
    };
    let header_bytes = header.to_bytes();
    let seal = seal_headers(by, &[sha256(&header_bytes)]).pop().unwrap();
    Envelope::assemble(header_bytes, ops, seal).unwrap()
}

fn row(previous: &Digest, seq: u64, envelope: Envelope) -> Row {
    let at = Timestamp(1_000 + i64::try_from(seq).unwrap());
    let decision = Decision {
        control_seq: 1,
        time: TimeBounds::exactly(at),
        outcomes: Vec::new(),
        facts: None,
        admitted_by: None,
    };
    let body = RowBody::Accepted {
        envelope: Box::new(envelope),
        decision,
    };
    Row::after(previous, 1, seq, body, at)
}

fn log_stream() -> StreamId {
    StreamId::from_bytes([9; 16])
}

fn photo() -> Vec<u8> {
    b"a photo".to_vec()
}

/// A control stream that enrolls one phone, and a log of three of its rows.
fn bundle() -> (EvidenceBundle, SecretKey) {
    let mut rows: Vec<Row> = Vec::new();
    for seq in 1..=3 {
        let view = (seq == 2).then(|| sha256(&photo()));
        let change = Op::Change(vec![u8::try_from(seq).unwrap(); 8]);
        let made = envelope(&key(12), log_stream(), RecordKind::Photo, change, view);
        let previous = rows.last().map_or(Digest::ZERO, |row| row.chain);
        rows.push(row(&previous, seq, made));
    }
    bundle_of(&rows)
}

/// The same with a log of these rows, the first of which is of another case.
fn bundle_of(rows: &[Row]) -> (EvidenceBundle, SecretKey) {
    let (root, service, phone) = (key(10), key(11), key(12));
    let enrolled = ControlEvent::DeviceEnrolled(DeviceEnrollment {
        device: device(),
        user: user(),
        algorithm: 1,
        public_key: phone.public().to_hex(),
        short_id: "K7".to_owned(),
        label: String::new(),
        relay_service: false,
    });
    let control = StreamId::control(tenant());
    let introduced = envelope(
        &service,
        control,
        RecordKind::Control,
        Op::Event(encode(&enrolled)),
        None,
    );
    let control_rows = vec![row(&Digest::ZERO, 1, introduced)];
    let message = [b"wangge/service-key/1".as_slice(), &service.public().0].concat();
    let bundle = EvidenceBundle {
        tenant: tenant(),
        tenant_name: "青峰镇".to_owned(),
        root_key: root.public(),
        service_keys: vec![(service.public(), root.sign(&message))],
        premises: RecordId::from_bytes([4; 16]),
        exported_at: Timestamp(9_000),
        exported_by: None,
        logs: vec![
            EvidenceLog::of(control, &control_rows, |_| true, &service),
            EvidenceLog::of(log_stream(), rows, |row| row.seq > 1, &service),
        ],
        blobs: vec![EvidenceBlob {
            digest: sha256(&photo()),
            bytes: photo(),
        }],
        papers: Vec::new(),
        making: None,
    };
    (bundle, service)
}

#[test]
fn an_evidence_file_is_known_by_its_first_bytes() {
    let (bundle, service) = bundle();
    let file = bundle.to_file(&service);
    assert!(is_evidence_file(&file));
    let end = file.len() - 1;
    let cut = &file[..end];
    assert!(
        is_evidence_file(cut),
        "whether it holds is another question"
    );
    let paper = [b"%PDF-1.7\n".as_slice(), &[0; 64], &file].concat();
    assert!(
        !is_evidence_file(&paper),
        "a paper that an evidence file was put to"
    );
    assert!(!is_evidence_file(b""));
}

#[test]
fn what_was_exported_holds() {
    let (bundle, service) = bundle();
    let (read, report) = verify_evidence(&bundle.to_file(&service), None).unwrap();
    assert_eq!(read, bundle);
    assert_eq!((report.links, report.rows, report.lines.len()), (4, 3, 2));
}

#[test]
fn every_changed_byte_is_found() {
    let (bundle, service) = bundle();
    let file = bundle.to_file(&service);
    for place in 0..file.len() {
        let mut forged = file.clone();
        forged[place] ^= 0x20;
        assert!(verify_evidence(&forged, None).is_err(), "byte {place}");
    }
}

/// Even the relay cannot change what a phone has signed, or leave a row of the chain out, and
/// seal the file anew.
#[test]
fn the_relay_cannot_forge_either() {
    let (bundle, service) = bundle();
    let refused = |forge: &dyn Fn(&mut EvidenceBundle)| {
        let mut forged = bundle.clone();
        forge(&mut forged);
        verify_evidence(&forged.to_file(&service), None).unwrap_err()
    };
    let stream = bundle.logs[1].stream;
    let other = |it: &mut EvidenceBundle| it.logs[1].rows[0].ops = vec![Op::Change(vec![9])];
    assert!(matches!(
        refused(&other),
        EvidenceError::Seal { seq: 2, .. }
    ));
    let left_out = |it: &mut EvidenceBundle| {
        it.logs[1].links.remove(0);
    };
    assert_eq!(refused(&left_out), EvidenceError::Chain(stream));
    let later = |it: &mut EvidenceBundle| it.logs[1].links[2].2 = Timestamp(1);
    assert_eq!(refused(&later), EvidenceError::Chain(stream));
    let decided = |it: &mut EvidenceBundle| it.logs[1].rows[1].decision.control_seq = 7;
    assert_eq!(refused(&decided), EvidenceError::Row { seq: 3 });
    let moved = |it: &mut EvidenceBundle| it.logs[1].rows[1].seq = 2;
    assert_eq!(refused(&moved), EvidenceError::Row { seq: 2 });
    let unknown = |it: &mut EvidenceBundle| it.logs[0].rows.clear();
    assert_eq!(refused(&unknown), EvidenceError::UnknownKey { seq: 2 });
    let picture = |it: &mut EvidenceBundle| it.blobs[0].bytes.push(0);
    assert!(matches!(refused(&picture), EvidenceError::Blob(_)));
    let foreign = |it: &mut EvidenceBundle| {
        let bytes = b"another photo".to_vec();
        it.blobs.push(EvidenceBlob {
            digest: sha256(&bytes),
            bytes,
        });
    };
    assert!(matches!(refused(&foreign), EvidenceError::ForeignBlob(_)));
    let uncertified = |it: &mut EvidenceBundle| it.service_keys[0].1 = Signature([0; 64]);
    assert_eq!(refused(&uncertified), EvidenceError::Uncertified);
}

/// A row of one event, with what became of it.
fn act(previous: &Row, event: &Event, effect: Effect, view: Option<Digest>) -> Row {
    let made = envelope(
        &key(12),
        log_stream(),
        RecordKind::Photo,
        Op::event(event),
        view,
    );
    let at = Timestamp(2_000);
    let outcome = Outcome {
        effect,
        status: Status::Submitted,
        due: None,
        number: None,
        paper_number: None,
        timing: None,
        role: None,
        fold_revision: FOLD_REVISION,
    };
    let decision = Decision {
        control_seq: 1,
        time: TimeBounds::exactly(at),
        outcomes: vec![outcome],
        facts: None,
        admitted_by: None,
    };
    let body = RowBody::Accepted {
        envelope: Box::new(made),
        decision,
    };
    Row::after(&previous.chain, 1, previous.seq + 1, body, at)
}

/// A photo that is blanked by a request that names `named`, confirmed to this effect; the
/// confirmation carries the picture on, or does not.
fn blanked(named: Option<Digest>, effect: Effect, carried: bool) -> (EvidenceBundle, SecretKey) {
    let view = sha256(&photo());
    let change = |byte: u8, view| {
        let change = Op::Change(vec![byte; 8]);
        envelope(&key(12), log_stream(), RecordKind::Photo, change, view)
    };
    let mut rows = vec![row(&Digest::ZERO, 1, change(1, None))];
    let written = change(2, Some(view));
    let id = written.id();
    rows.push(row(&rows[0].chain, 2, written));
    let asks = Event::RedactionRequested {
        envelopes: vec![named.unwrap_or(id)],
        fields: vec!["caption".to_owned()],
        reason: "误录他人住址".to_owned(),
    };
    rows.push(act(&rows[1], &asks, Effect::Applied, None));
    let confirms = Event::RedactionConfirmed {
        request: rows[2].body.envelope_id(),
        version: Version {
            heads: Vec::new(),
            content: Digest::ZERO,
        },
    };
    let carried = carried.then_some(view);
    rows.push(act(&rows[2], &confirms, effect, carried));
    if let RowBody::Accepted { envelope, .. } = &mut rows[1].body {
        assert!(envelope.blank());
    }
    bundle_of(&rows)
}

#[test]
fn what_two_people_blanked_holds_and_nothing_else_that_is_gone() {
    let verified = |(bundle, service): (EvidenceBundle, SecretKey)| {
        verify_evidence(&bundle.to_file(&service), None).map(|(_, report)| report.rows)
    };
    assert_eq!(verified(blanked(None, Effect::Applied, true)), Ok(4));
    let other = Some(Digest([8; 32]));
    let lost = Err(EvidenceError::Unconfirmed { seq: 2 });
    assert_eq!(verified(blanked(other, Effect::Applied, true)), lost);
    let refused = Effect::NoEffect(Reason::new("same_person", "design 4"));
    assert_eq!(verified(blanked(None, refused, true)), lost);
    // Its confirmation is left out of the file.
    let (mut bundle, service) = blanked(None, Effect::Applied, true);
    bundle.logs[1].rows.pop();
    assert_eq!(verified((bundle, service)), lost);
    // A picture that was blanked is not handed out again.
    let picture = EvidenceError::ForeignBlob(sha256(&photo()));
    assert_eq!(
        verified(blanked(None, Effect::Applied, false)),
        Err(picture)
    );
}
