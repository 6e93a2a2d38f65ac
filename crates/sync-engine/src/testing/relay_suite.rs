use std::sync::Arc;

use wangge_domain::control::ControlEvent;
use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId, TenantId, Timestamp};
use wangge_protocol::{BlobHashes, ChainHash, Envelope, Refusal, Row, RowBody, Verdict};

use super::{Phone, World};
use crate::client;
use crate::relay;
use crate::store::{NumberGrant, ProvisionalUse, RelayCommit, RelayStore, StoreError, VoidCause};

/// Makes an empty store of a tenant.
type Make<'a> = &'a dyn Fn(TenantId) -> Arc<dyn RelayStore>;

/// Holds a relay store to its promises（中继存储一致性测试）. `make` gives a new, empty store each
/// time it is called.
///
/// # Panics
/// If a promise is broken.
pub fn relay_store_suite(make: Make<'_>) {
    control_stream(make);
    records(make);
    pages(make);
    heads(make);
    numbers(make);
    provisional(make);
    set_apart(make);
    leases(make);
    super::heads_suite::relay_heads(make);
    super::ahead_suite::relay_newest(make);
    super::redaction_suite::relay_blanks(make);
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// Seals one premises and gives the envelope.
fn sealed(world: &World, phone: &Phone, number: u8) -> Envelope {
    phone.premises(record(number), world.stream(0), "场所");
    phone.submit(record(number)).expect("it is sealed");
    phone.waiting().pop().expect("it waits")
}

fn control_stream(make: Make<'_>) {
    let world = World::new(make);
    let control = wangge_domain::StreamId::control(world.tenant);
    let store = &world.store;
    assert_eq!(
        store.head(world.stream(0)).expect("read"),
        None,
        "no rows, no stream"
    );
    assert_eq!(store.point(world.stream(0), 1).expect("read"), None);
    let head = store
        .head(control)
        .expect("read")
        .expect("the control stream has begun");
    let log = store.rows_after(control, 0, usize::MAX).expect("read");
    let dense: Vec<u64> = (1..=head.seq).collect();
    assert_eq!(
        log.iter().map(|row| row.seq).collect::<Vec<_>>(),
        dense,
        "no gaps"
    );
    let mut chain = ChainHash::ZERO;
    for row in &log {
        let again = Row::after(
            &chain,
            row.epoch,
            row.seq,
            row.body.clone(),
            row.received_at,
        );
        assert_eq!(again, *row, "every byte comes back, and the chain holds");
        let point = store.point(control, row.seq).expect("read");
        assert_eq!(point, Some((row.epoch, row.chain, row.received_at)));
        chain = row.chain;
    }
    assert_eq!(
        (head.chain, Some(head.received_at)),
        (chain, log.last().map(|it| it.received_at))
    );
    assert_eq!(store.point(control, 0).expect("read"), None);
    assert_eq!(store.point(control, head.seq + 1).expect("read"), None);
    let after: Vec<u64> = store
        .control_rows_after(2)
        .expect("read")
        .iter()
        .map(|row| row.seq)
        .collect();
    assert_eq!(after, dense[2..], "control rows after a place, in order");
}

fn records(make: Make<'_>) {
    let world = World::new(make);
    let phone = world.worker(0);
    let stream = world.stream(0);
    let envelopes: Vec<Envelope> = (1..=3)
        .map(|number| sealed(&world, &phone, number))
        .collect();
    let verdicts = world.push(&phone, &envelopes);
    assert_eq!(verdicts[2], Verdict::Accepted { seq: 3 });
    let store = &world.store;
    for (envelope, seq) in envelopes.iter().zip(1..) {
        let id = envelope.id();
        assert_eq!(store.place_of(&id).expect("read"), Some((stream, Ok(seq))));
        let at = store
            .chain_at(stream, phone.device, phone.user, seq)
            .expect("read");
        assert_eq!(at, Some(id));
    }
    let tip = store
        .chain_tip(stream, phone.device, phone.user)
        .expect("read");
    assert_eq!(tip, Some((3, envelopes[2].id())));
    assert_eq!(
        store
            .chain_at(stream, phone.device, phone.user, 4)
            .expect("read"),
        None
    );
    assert_eq!(
        store
            .chain_tip(world.stream(1), phone.device, phone.user)
            .expect("read"),
        None
    );
    let held = store.record(record(2)).expect("read").expect("it is there");
    assert_eq!(
        (held.stream, held.kind, held.last_seq),
        (stream, RecordKind::Premises, 2)
    );
    let document = crate::Document::load(&held.document).expect("the document opens");
    assert_eq!(document.content().text("name"), Some("场所"));
    let events = store.event_rows_of(record(2)).expect("read");
    assert_eq!(
        events,
        store.rows_after(stream, 1, 1).expect("read"),
        "its one event row"
    );
    assert_eq!(store.record(record(9)).expect("read"), None);
    assert_eq!(store.place_of(&Digest([9; 32])).expect("read"), None);

    // Content alone is no event; blobs are found by record.
    let blobs = BlobHashes {
        original: Digest([1; 32]),
        view: Digest([2; 32]),
        thumbnail: Digest([3; 32]),
    };
    phone
        .edit(
            record(7),
            &RecordKind::Photo,
            stream,
            &[("caption", "门口".into())],
        )
        .expect("stored");
    client::seal(&phone.ctx(), record(7), Vec::new(), vec![blobs]).expect("sealed");
    let photo = phone.waiting().pop().expect("it waits");
    assert_eq!(world.push(&phone, &[photo]), [Verdict::Accepted { seq: 4 }]);
    assert_eq!(store.event_rows_of(record(7)).expect("read"), []);
    let own = store.rows_after(stream, 3, 1).expect("read");
    assert_eq!(store.rows_of(record(7)).expect("read"), own, "its one row");
    assert_eq!(store.rows_of(record(2)).expect("read"), events);
    assert_eq!(store.rows_of(record(9)).expect("read"), [], "no record");
    assert_eq!(store.blobs_of(record(7)).expect("read"), [blobs]);
    assert_eq!(store.blobs_of(record(1)).expect("read"), []);
    let of_file = |file| store.photos_of_file(file).expect("read");
    assert_eq!(of_file(&blobs.original), [record(7)]);
    assert_eq!(of_file(&blobs.view), [], "a copy is no original");
    let answers = store.blobs_held(&[blobs.view]).expect("read");
    assert_eq!(answers.get(&blobs.view), Some(&false), "named is not held");
}

fn pages(make: Make<'_>) {
    let world = World::new(make);
    let phone = world.worker(0);
    let stream = world.stream(0);
    let envelopes: Vec<Envelope> = (1..=5)
        .map(|number| sealed(&world, &phone, number))
        .collect();
    world.push(&phone, &envelopes);
    let seqs = |after, limit| -> Vec<u64> {
        let rows = world.store.rows_after(stream, after, limit).expect("read");
        rows.iter().map(|row| row.seq).collect()
    };
    assert_eq!(seqs(0, usize::MAX), [1, 2, 3, 4, 5]);
    assert_eq!(seqs(0, 1), [1], "at least one row, however small the limit");
    assert_eq!(seqs(3, 1), [4]);
    assert!(seqs(5, usize::MAX).is_empty());
    let some = seqs(0, 1_500);
    assert!(
        !some.is_empty() && some.len() < 5,
        "the limit is honoured: {some:?}"
    );
}

fn heads(make: Make<'_>) {
    let world = World::new(make);
    let phone = world.worker(0);
    let (one, two) = (sealed(&world, &phone, 1), sealed(&world, &phone, 2));
    let author = (phone.device, phone.user);
    let decide = |envelope: &Envelope| {
        world
            .with_relay(|ctx| {
                let prepared = relay::prepare(vec![Ok(envelope.clone())]);
                relay::receive(ctx, &prepared, author, &mut || true)
            })
            .expect("decided")
            .1
    };
    let (first, second) = (decide(&one), decide(&two));
    world.store.commit(first).expect("the first is in time");
    let moved = world.store.commit(second);
    assert!(
        matches!(moved, Err(StoreError::HeadMoved)),
        "the second rests on an old head"
    );
    assert_eq!(
        world.store.place_of(&two.id()).expect("read"),
        None,
        "nothing was changed"
    );
    assert_eq!(world.store.record(record(2)).expect("read"), None);
    let again = decide(&two);
    world.store.commit(again).expect("decided again");
    assert_eq!(
        world
            .store
            .place_of(&two.id())
            .expect("read")
            .map(|it| it.1),
        Some(Ok(2))
    );
}

fn numbers(make: Make<'_>) {
    let world = World::new(make);
    let series = |year| SeriesKey {
        issuer: "station".to_owned(),
        document: "notice".to_owned(),
        year,
    };
    let grant = |year, number| NumberGrant {
        attested: false,
        series: series(year),
        number,
        text: format!("第{number}号"),
        envelope: Digest([1; 32]),
    };
    let give = |numbers: Vec<NumberGrant>| {
        world.store.commit(RelayCommit {
            numbers,
            ..RelayCommit::default()
        })
    };
    assert_eq!(world.store.last_number(&series(2026)).expect("read"), 0);
    give(vec![grant(2026, 1), grant(2026, 2), grant(2027, 1)]).expect("given");
    assert_eq!(world.store.last_number(&series(2026)).expect("read"), 2);
    assert_eq!(world.store.last_number(&series(2027)).expect("read"), 1);
    for wrong in [
        vec![grant(2026, 2)],
        vec![grant(2026, 4)],
        vec![grant(2027, 2), grant(2026, 1)],
    ] {
        let taken = give(wrong);
        assert!(
            matches!(taken, Err(StoreError::HeadMoved)),
            "a number is given once, in order"
        );
    }
    assert_eq!(
        world.store.last_number(&series(2027)).expect("read"),
        1,
        "all or nothing"
    );
}

fn provisional(make: Make<'_>) {
    let world = World::new(make);
    let text = "暂-K7-1";
    let used = |envelope: u8, void: Option<VoidCause>| ProvisionalUse {
        text: text.to_owned(),
        record: record(envelope),
        envelope: Digest([envelope; 32]),
        received_at: Timestamp(1_000),
        void,
        attested: false,
    };
    let keep = |one: ProvisionalUse| {
        world.store.commit(RelayCommit {
            provisional: vec![one],
            ..RelayCommit::default()
        })
    };
    let owner = || world.store.provisional_owner(text).expect("read");
    let refused = || Some(VoidCause::NoEffect("record_closed".to_owned()));
    assert_eq!(owner(), None);
    keep(used(1, Some(VoidCause::SetApart(Refusal::Revoked)))).expect("kept");
    assert_eq!(owner(), None, "what is in no log binds nothing");
    keep(used(2, refused())).expect("kept");
    assert_eq!(owner(), Some(Digest([2; 32])), "a refused act binds it too");
    let late = keep(used(3, None));
    assert!(
        matches!(late, Err(StoreError::HeadMoved)),
        "it rests on the number having been free"
    );
    keep(used(4, refused())).expect("nothing is to be kept");
    keep(used(4, Some(VoidCause::SetApart(Refusal::Revoked)))).expect("nothing either");
    assert_eq!(owner(), Some(Digest([2; 32])), "the first one stays");
    // What was decided before, and lost, took effect: it comes before one that did not.
    let back = ProvisionalUse {
        attested: true,
        ..used(5, None)
    };
    keep(back).expect("it comes back");
    assert_eq!(owner(), Some(Digest([5; 32])));
    let other = ProvisionalUse {
        attested: true,
        ..used(6, None)
    };
    keep(other).expect("its row stands all the same");
    assert_eq!(owner(), Some(Digest([5; 32])), "one paper alone");
    keep(used(5, None)).expect("the same act again");
    let read = world.store.provisional_owner("暂-K7-2").expect("read");
    assert_eq!(read, None);
}

fn set_apart(make: Make<'_>) {
    let world = World::new(make);
    let phone = world.worker(0);
    let stream = world.stream(0);
    let good = sealed(&world, &phone, 1);
    world.control(&ControlEvent::DeviceRevoked {
        device: phone.device,
        user: None,
        frontier: Vec::new(),
        reason: "遗失".to_owned(),
    });
    assert_eq!(
        world.push(&phone, std::slice::from_ref(&good)),
        [Verdict::Quarantined(Refusal::Revoked)]
    );
    let store = &world.store;
    let place = store.place_of(&good.id()).expect("read");
    assert_eq!(place, Some((stream, Err(Refusal::Revoked))));
    let kept = store.set_apart_of(record(1)).expect("read");
    assert_eq!(kept.len(), 1, "the bytes are kept");
    assert_eq!(
        (&kept[0].envelope, kept[0].reason),
        (&good, Refusal::Revoked)
    );
    assert!(!kept[0].is_final);
    let log = store.rows_after(stream, 0, usize::MAX).expect("read");
    assert!(matches!(&log[0].body, RowBody::Stub(stub) if stub.envelope == good.id()));
    let at = store
        .chain_at(stream, phone.device, phone.user, 1)
        .expect("read");
    assert_eq!(at, Some(good.id()), "a stub has its place in the chain");
    assert_eq!(store.record(record(1)).expect("read"), None);
    assert_eq!(store.event_rows_of(record(1)).expect("read"), []);

    let by = Digest([5; 32]);
    let verdict = world
        .turn(|ctx| relay::admit(ctx, &relay::prepare_unverified(good.clone()), by))
        .expect("decided");
    assert_eq!(verdict, Verdict::Accepted { seq: 2 });
    assert_eq!(
        store.place_of(&good.id()).expect("read"),
        Some((stream, Ok(2))),
        "admitted"
    );
    assert_eq!(store.set_apart_of(record(1)).expect("read").len(), 0);
    assert_eq!(world.push(&phone, &[good]), [Verdict::Duplicate { seq: 2 }]);
}

fn leases(make: Make<'_>) {
    let world = World::new(make);
    let phone = world.worker(0);
    let identity = phone.store.identity().expect("read").expect("enrolled");
    let found = world.store.lease(&identity.lease.digest()).expect("read");
    assert_eq!(
        found,
        Some(identity.lease),
        "a lease is found by its hash, byte for byte"
    );
    assert_eq!(world.store.lease(&Digest([1; 32])).expect("read"), None);
    let held = world.store.blobs_held(&[]).expect("read");
    assert!(held.is_empty());
    let head = world
        .store
        .head(wangge_domain::StreamId::control(world.tenant))
        .expect("read");
    assert!(head.is_some_and(|head| head.received_at >= Timestamp(World::START_MS)));
}
