//! What both kinds of store say of records that come ahead of their log.

use std::collections::BTreeMap;
use std::sync::Arc;

use wangge_domain::inspection::keys;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId, StreamId, TenantId};
use wangge_protocol::{Cursor, Row};

use super::{Phone, World};
use crate::client;
use crate::store::{AheadRows, ClientCommit, ClientStore, Identity, RelayStore, Rewind};

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn push_last(world: &World, phone: &Phone) {
    let last = phone.waiting().pop().expect("it waits");
    world.push(phone, &[last]);
}

fn premises(world: &World, phone: &Phone, number: u8, name: &str) {
    phone.premises(record(number), world.stream(0), name);
    client::seal(&phone.ctx(), record(number), Vec::new(), Vec::new()).expect("it is sealed");
    push_last(world, phone);
}

/// A relay's store gives whole records by a window of the log, with the files they hang on.
pub(super) fn relay_newest(make: &dyn Fn(TenantId) -> Arc<dyn RelayStore>) {
    let world = World::new(make);
    let phone = world.worker(0);
    let stream = world.stream(0);
    let newest = |after, window| -> Vec<u64> {
        let rows = world.store.newest_rows(stream, after, window);
        let rows = rows.expect("read");
        rows.iter().map(|row| row.seq).collect()
    };
    assert_eq!(newest(0, (0, 9)), [0; 0], "no stream, no records");
    for number in 1..=3 {
        premises(&world, &phone, number, "面馆");
    }
    let hangs_on = record(1).to_string();
    let visit = [(keys::PREMISES, hangs_on.as_str().into())];
    phone
        .edit(record(9), &RecordKind::Inspection, stream, &visit)
        .expect("the edit is stored");
    client::seal(&phone.ctx(), record(9), Vec::new(), Vec::new()).expect("it is sealed");
    push_last(&world, &phone);
    premises(&world, &phone, 2, "面馆二店");
    let head = world.store.head(stream).expect("read").expect("begun");
    assert_eq!(head.seq, 5);
    assert_eq!(newest(0, (4, 5)), [2, 5], "all rows of the record");
    assert_eq!(newest(0, (3, 4)), [1, 4], "with what it hangs on");
    assert_eq!(newest(1, (3, 4)), [4], "but for what is held");
    assert_eq!(newest(0, (1, 2)), [0; 0], "it has a newer row");
    assert_eq!(newest(0, (2, 3)), [3]);
    assert_eq!(newest(0, (0, 5)), [1, 2, 3, 4, 5]);
}

/// A device's store keeps rows that came ahead apart from the log until it has caught up.
pub(super) fn client_ahead(make: &dyn Fn(Identity) -> Arc<dyn ClientStore>) {
    let world = World::in_memory();
    let (maker, reader) = (world.worker(0), world.worker(0));
    let stream = world.stream(0);
    let identity = reader.store.identity().expect("read").expect("enrolled");
    let store = make(identity);
    for number in 1..=3 {
        premises(&world, &maker, number, "面馆");
    }
    let log = world.store.rows_after(stream, 0, usize::MAX).expect("read");
    assert_eq!(log.len(), 3);
    let ahead = |rows: &[Row], mark| ClientCommit {
        ahead: vec![AheadRows {
            stream,
            rows: rows.to_vec(),
            mark,
        }],
        ..ClientCommit::default()
    };
    let commit = |it: ClientCommit| store.commit(it).expect("the commit goes through");
    let held = |places| -> Vec<u64> {
        let rows = store.ahead_rows(stream, places).expect("read");
        rows.iter().map(|row| row.seq).collect()
    };
    let marks = || store.ahead_marks().expect("read");
    commit(ahead(&log[1..], Some(1)));
    assert_eq!(marks(), BTreeMap::from([(stream, 1)]));
    assert_eq!(held((0, u64::MAX)), [2, 3]);
    assert_eq!((held((2, u64::MAX)), held((0, 2))), (vec![3], vec![2]));
    assert_eq!(store.rows_of(record(3)).expect("read"), log[2..]);
    let none: Vec<Row> = Vec::new();
    let rows = |seq| store.rows_after(stream, seq, usize::MAX).expect("read");
    assert_eq!(rows(0), none, "the log has no holes");

    let logged = log[..2].iter().map(|row| (stream, row.clone())).collect();
    commit(ClientCommit {
        rows: logged,
        ..ClientCommit::default()
    });
    assert_eq!(rows(0), log[..2]);
    assert_eq!(held((0, u64::MAX)), [3], "the log has caught up");
    assert_eq!(store.rows_of(record(2)).expect("read"), log[1..2], "once");
    commit(ahead(&log[1..2], None));
    assert_eq!(held((0, u64::MAX)), [3], "what the log holds is left out");
    assert_eq!(marks(), BTreeMap::new());

    commit(ClientCommit {
        rewind: vec![Rewind {
            to: point(stream, &log[0]),
            offer_again: true,
        }],
        ..ClientCommit::default()
    });
    assert_eq!(held((0, u64::MAX)), [0; 0]);
    let waiting = store.outbox(10).expect("read");
    let waiting: Vec<Digest> = waiting.iter().map(|it| it.envelope.id()).collect();
    let lost: Vec<Digest> = log[1..].iter().map(|row| row.body.envelope_id()).collect();
    assert_eq!(waiting, lost, "offered again, in the order of the log");

    commit(ahead(&log[2..], Some(0)));
    assert_eq!(held((0, u64::MAX)), [3]);
    commit(ClientCommit {
        purge: vec![stream],
        ..ClientCommit::default()
    });
    assert_eq!(
        (held((0, u64::MAX)), marks()),
        (Vec::new(), BTreeMap::new())
    );
}

fn point(stream: StreamId, row: &Row) -> Cursor {
    Cursor {
        stream,
        epoch: row.epoch,
        seq: row.seq,
        chain: row.chain,
        own_seq: 0,
        own_last: Digest::ZERO,
    }
}
