//! What stores promise of rows whose changes are blanked.

use std::sync::Arc;

use wangge_domain::lifecycle::Event;
use wangge_domain::{Digest, RecordId, TenantId};
use wangge_protocol::{Envelope, Row, RowBody};

use super::World;
use crate::client::{self, EventPlan};
use crate::store::{
    BlankedEnvelope, BlankedRow, ClientCommit, ClientStore, Identity, RelayCommit, RelayStore,
};

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// A premises that was submitted, and an act on it in a second row.
fn two_rows(world: &World) -> Vec<Envelope> {
    let phone = world.worker(0);
    phone.premises(record(1), world.stream(0), "面馆");
    phone.submit(record(1)).expect("it is sealed");
    let withdrawn = Event::Withdrawn {
        reason: "误录".to_owned(),
    };
    let plan = vec![EventPlan::Ready(withdrawn)];
    client::seal(&phone.ctx(), record(1), plan, Vec::new()).expect("it is sealed");
    let waiting = phone.waiting();
    world.push(&phone, &waiting);
    waiting
}

fn envelope(row: &Row) -> &Envelope {
    match &row.body {
        RowBody::Accepted { envelope, .. } => envelope,
        RowBody::Stub(_) => panic!("an accepted row"),
    }
}

/// The rows as they are with the first one blanked.
fn first_blanked(rows: &[Row]) -> Vec<Row> {
    let mut blanked = rows.to_vec();
    if let RowBody::Accepted { envelope, .. } = &mut blanked[0].body {
        assert!(envelope.blank(), "it had a change");
    }
    blanked
}

/// A relay's store blanks a row that an act of its log names, and no other way.
pub(super) fn relay_blanks(make: &dyn Fn(TenantId) -> Arc<dyn RelayStore>) {
    let world = World::new(make);
    let envelopes = two_rows(&world);
    let (store, stream) = (&world.store, world.stream(0));
    let log = || store.rows_after(stream, 0, usize::MAX).expect("read");
    let before = log();
    assert_eq!(before.len(), 2);
    let blank = |by: Digest| {
        store.commit(RelayCommit {
            blank: vec![BlankedRow {
                stream,
                seq: 1,
                by,
                keeps: Vec::new(),
            }],
            ..RelayCommit::default()
        })
    };
    assert!(
        blank(Digest([9; 32])).is_err(),
        "nobody has confirmed it: no such row"
    );
    assert_eq!(log(), before);
    let by = envelopes[1].id();
    blank(by).expect("blanked");
    let after = log();
    assert_eq!(
        after,
        first_blanked(&before),
        "its changes are gone; place, decision, chain, events and the other row are as they were"
    );
    assert!(envelope(&after[0]).verify_seal().is_ok(), "its proof stays");
    assert_eq!(
        store.event_rows_of(record(1)).expect("read"),
        after,
        "wherever it is read"
    );
    assert_eq!(store.rows_of(record(1)).expect("read"), after);
    let place = store.place_of(&envelopes[0].id()).expect("read");
    assert_eq!(place, Some((stream, Ok(1))));
    blank(by).expect("once more changes nothing");
    assert_eq!(log(), after);
}

fn blanked(record: RecordId, envelope: Digest) -> BlankedEnvelope {
    BlankedEnvelope {
        record,
        envelope,
        keeps: Vec::new(),
    }
}

/// A device's store blanks an envelope wherever it holds it.
pub(super) fn client_blanks(make: &dyn Fn(Identity) -> Arc<dyn ClientStore>) {
    let world = World::in_memory();
    let phone = world.worker(0);
    let identity = phone.store.identity().expect("read").expect("enrolled");
    let stream = world.stream(0);
    phone.premises(record(1), stream, "面馆");
    phone.submit(record(1)).expect("it is sealed");
    let sealed = phone.waiting();
    world.push(&phone, &sealed);
    let log = world.store.rows_after(stream, 0, usize::MAX).expect("read");
    let rows: Vec<_> = log.iter().map(|row| (stream, row.clone())).collect();
    // Of the device itself, and of somebody else.
    let other = world.worker(0).store.identity().expect("read");
    for identity in [identity, other.expect("enrolled")] {
        let store = make(identity.clone());
        let commit = |it: ClientCommit| store.commit(it).expect("the commit goes through");
        commit(ClientCommit {
            rows: rows.clone(),
            ..ClientCommit::default()
        });
        let held = || store.rows_after(stream, 0, usize::MAX).expect("read");
        assert_eq!(held(), log);
        let blank = || ClientCommit {
            blank: vec![
                blanked(record(1), sealed[0].id()),
                blanked(record(7), Digest([9; 32])),
            ],
            ..ClientCommit::default()
        };
        commit(blank());
        assert_eq!(held(), first_blanked(&log));
        assert_eq!(store.rows_of(record(1)).expect("read"), held());
        if identity.device == phone.device {
            let own = store.own_envelope(&sealed[0].id()).expect("read");
            assert!(own.expect("its own").is_blanked());
        }
        commit(blank());
        assert_eq!(held(), first_blanked(&log), "once");
    }
}
