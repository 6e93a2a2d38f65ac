//! What both kinds of store say of the records of a stream, and what a device keeps of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, RecordId, StreamId, TenantId, Timestamp};
use wangge_protocol::Cursor;

use super::World;
use crate::store::{ClientCommit, ClientStore, Identity, RecordUpdate, RelayStore, StreamCheck};

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// A relay's store gives every record of a stream with the heads of its document.
pub(super) fn relay_heads(make: &dyn Fn(TenantId) -> Arc<dyn RelayStore>) {
    let world = World::new(make);
    let heads = |grid| world.store.stream_heads(world.stream(grid)).expect("read");
    assert_eq!(heads(0), BTreeMap::new(), "no stream, no records");
    let (phone, other) = (world.worker(0), world.worker(1));
    let mut envelopes = Vec::new();
    for (name, number) in [("面馆", 1), ("网吧", 2), ("面馆二店", 1)] {
        phone.premises(record(number), world.stream(0), name);
        phone.submit(record(number)).expect("it is sealed");
        envelopes.extend(phone.waiting().pop());
    }
    world.push(&phone, &envelopes);
    other.premises(record(3), world.stream(1), "旅馆");
    other.submit(record(3)).expect("it is sealed");
    world.push(&other, &other.waiting());
    for grid in [0, 1] {
        let expected: BTreeMap<RecordId, Vec<Digest>> = (1..=3)
            .filter_map(|number| {
                let held = world.store.record(record(number)).expect("read")?;
                let document = crate::Document::load(&held.document).expect("it opens");
                (held.stream == world.stream(grid)).then(|| (record(number), document.heads()))
            })
            .collect();
        assert_eq!(expected.len(), if grid == 0 { 2 } else { 1 });
        assert_eq!(heads(grid), expected);
    }
}

fn update(number: u8, stream: StreamId, last_seq: u64) -> RecordUpdate {
    let mut content = Content::default();
    content.set("name", "场所");
    RecordUpdate {
        record: record(number),
        stream,
        kind: RecordKind::Premises,
        document: vec![1],
        heads: vec![Digest([number; 32]), Digest([number + 1; 32])],
        content,
        state: RecordState::new(RecordKind::Premises),
        last_seq,
        pending: true,
    }
}

/// A device's store gives the heads of what was accepted alone, and keeps what came of comparing.
pub(super) fn client_heads(make: &dyn Fn(Identity) -> Arc<dyn ClientStore>) {
    let world = World::in_memory();
    let maker = world.worker(0);
    let identity = maker.store.identity().expect("read").expect("enrolled");
    let store = make(identity);
    let (one, two) = (world.stream(0), world.stream(1));
    assert_eq!(store.stream_heads(one).expect("read"), BTreeMap::new());
    assert_eq!(store.stream_checks().expect("read"), BTreeMap::new());
    let check = |at, differs| StreamCheck {
        at: Timestamp(at),
        differs,
    };
    let cursor = |stream| Cursor {
        stream,
        epoch: 1,
        seq: 0,
        chain: Digest::ZERO,
        own_seq: 0,
        own_last: Digest::ZERO,
    };
    let first = ClientCommit {
        cursors: vec![cursor(one), cursor(two)],
        records: vec![update(1, one, 4), update(2, one, 0), update(3, two, 5)],
        checks: vec![(one, check(5, true)), (two, check(6, false))],
        ..ClientCommit::default()
    };
    store.commit(first).expect("the commit goes through");
    let expected = BTreeMap::from([(record(1), update(1, one, 4).heads)]);
    assert_eq!(
        store.stream_heads(one).expect("read"),
        expected,
        "what only waits is left out"
    );
    let again = ClientCommit {
        checks: vec![(one, check(7, false))],
        purge: vec![two],
        ..ClientCommit::default()
    };
    store.commit(again).expect("the commit goes through");
    assert_eq!(
        store.stream_checks().expect("read"),
        BTreeMap::from([(one, check(7, false))]),
        "the last word stands, and goes with its stream"
    );
    assert_eq!(store.stream_heads(two).expect("read"), BTreeMap::new());
}
