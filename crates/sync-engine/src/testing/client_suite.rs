use std::sync::Arc;

use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::{Anchor, Cursor, Envelope, Refusal, Row, own_prefix};

use super::{Phone, World};
use crate::store::{
    AnchorMemory, ClientCommit, ClientStore, DecidedEnvelope, DraftChange, Identity, RecordUpdate,
    Rewind, StoreError,
};

/// Makes an empty store for this identity.
type Make<'a> = &'a dyn Fn(Identity) -> Arc<dyn ClientStore>;

/// Holds a client store, which `make` gives empty each time, to its promises（客户端存储一致性测试）.
/// # Panics
/// If a promise is broken.
pub fn client_store_suite(make: Make<'_>) {
    empty(make);
    drafts(make);
    outbox(make);
    verdicts(make);
    rows(make);
    all_or_nothing(make);
    identity(make);
    purge(make);
    rewind(make);
    super::heads_suite::client_heads(make);
    super::ahead_suite::client_ahead(make);
    super::files_suite::client_files(make);
    super::redaction_suite::client_blanks(make);
}

/// A world, and a phone whose envelopes and rows are real, on a memory store.
struct Scene {
    world: World,
    maker: Phone,
}

impl Scene {
    fn new() -> Self {
        let world = World::in_memory();
        let maker = world.worker(0);
        Self { world, maker }
    }

    fn record(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    /// Seals one premises on the maker and gives the envelope.
    fn sealed(&self, number: u8) -> Envelope {
        self.maker
            .premises(Self::record(number), self.world.stream(0), "场所");
        self.maker
            .submit(Self::record(number))
            .expect("it is sealed");
        self.maker.waiting().pop().expect("it waits")
    }

    /// A store under test for the maker's identity.
    fn store(&self, make: Make<'_>) -> Arc<dyn ClientStore> {
        let identity = self
            .maker
            .store
            .identity()
            .expect("it can be read")
            .expect("enrolled");
        make(identity)
    }

    /// The rows of a stream on the relay.
    fn log(&self, stream: StreamId) -> Vec<Row> {
        self.world
            .store
            .rows_after(stream, 0, usize::MAX)
            .expect("the relay can be read")
    }
}

fn commit(store: &dyn ClientStore, commit: ClientCommit) {
    store.commit(commit).expect("the commit goes through");
}

fn cursor(stream: StreamId, epoch: u32, row: Option<&Row>) -> Cursor {
    Cursor {
        stream,
        epoch,
        seq: row.map_or(0, |row| row.seq),
        chain: row.map_or(Digest::ZERO, |row| row.chain),
        own_seq: 0,
        own_last: Digest::ZERO,
    }
}

fn update(record: RecordId, stream: StreamId, last_seq: u64) -> RecordUpdate {
    let mut content = Content::default();
    content.set("name", "场所");
    RecordUpdate {
        record,
        stream,
        kind: RecordKind::Premises,
        document: vec![1, 2, 3, 0, 255],
        heads: vec![Digest([9; 32])],
        content,
        state: RecordState::new(RecordKind::Premises),
        last_seq,
        pending: true,
    }
}

fn empty(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let stream = scene.world.stream(0);
    let record = Scene::record(1);
    assert_eq!(
        store.identity().expect("read"),
        scene.maker.store.identity().expect("read")
    );
    assert_eq!(store.cursors().expect("read"), []);
    assert_eq!(store.chain_tip(stream).expect("read").seq, 0);
    assert_eq!(store.chain_tip(stream).expect("read").last, Digest::ZERO);
    assert_eq!(store.anchor().expect("read"), None);
    assert_eq!(store.record(record).expect("read"), None);
    assert_eq!(store.rows_of(record).expect("read"), []);
    assert_eq!(store.rows_after(stream, 0, 10).expect("read"), []);
    assert_eq!(store.outbox_len().expect("read"), 0);
    assert_eq!(store.draft(record).expect("read"), None);
    assert_eq!(store.control_rows().expect("read"), []);
}

fn merge(record: RecordId, stream: StreamId, head: u8, edits: &[(&str, i64)]) -> DraftChange {
    DraftChange::Merge {
        record,
        stream,
        kind: RecordKind::Inspection,
        base_heads: vec![Digest([head; 32])],
        edits: edits
            .iter()
            .map(|(key, value)| ((*key).to_owned(), Scalar::Int(*value)))
            .collect(),
    }
}

fn drafts(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let stream = scene.world.stream(0);
    let (one, two) = (Scene::record(1), Scene::record(2));
    for change in [
        merge(one, stream, 1, &[("a", 1), ("b", 2)]),
        merge(one, stream, 2, &[("b", 3), ("c", 4)]),
        merge(two, stream, 3, &[("a", 9)]),
    ] {
        commit(
            &*store,
            ClientCommit {
                drafts: vec![change],
                ..ClientCommit::default()
            },
        );
    }
    let draft = store.draft(one).expect("read").expect("there is a draft");
    assert_eq!(
        draft.base_heads,
        [Digest([1; 32])],
        "the base is that of the first edit"
    );
    assert_eq!(draft.kind, RecordKind::Inspection);
    let values: Vec<_> = draft.edits.values().cloned().collect();
    assert_eq!(
        values,
        [Scalar::Int(1), Scalar::Int(3), Scalar::Int(4)],
        "the latest value counts"
    );
    assert_eq!(store.drafts(10).expect("read").len(), 2);
    assert_eq!(store.drafts(1).expect("read").len(), 1);
    let clear = vec![DraftChange::Clear(one), merge(one, stream, 5, &[("z", 1)])];
    commit(
        &*store,
        ClientCommit {
            drafts: clear,
            ..ClientCommit::default()
        },
    );
    let draft = store.draft(one).expect("read").expect("a new draft");
    assert_eq!(draft.base_heads, [Digest([5; 32])]);
    assert_eq!(draft.edits.len(), 1);
}

fn outbox(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let envelopes: Vec<Envelope> = (1..=3).map(|number| scene.sealed(number)).collect();
    let (last, first) = envelopes.split_last().expect("there are three");
    commit(
        &*store,
        ClientCommit {
            sealed: first.to_vec(),
            ..ClientCommit::default()
        },
    );
    commit(
        &*store,
        ClientCommit {
            sealed: vec![last.clone()],
            ..ClientCommit::default()
        },
    );
    let waiting: Vec<Envelope> = store
        .outbox(10)
        .expect("read")
        .into_iter()
        .map(|it| it.envelope)
        .collect();
    assert_eq!(
        waiting, envelopes,
        "the outbox keeps the order of sealing and every byte"
    );
    assert_eq!(store.outbox(2).expect("read").len(), 2);
    assert_eq!(store.outbox_len().expect("read"), 3);
    let tip = store.chain_tip(scene.world.stream(0)).expect("read");
    assert_eq!((tip.seq, tip.last), (3, last.id()));
    assert_eq!(store.pending_of(Scene::record(2)).expect("read").len(), 1);
    assert_eq!(
        store.own_envelope(&last.id()).expect("read").as_ref(),
        Some(last)
    );
    for envelope in &envelopes {
        let found = store.own_by_prefix(&own_prefix(&envelope.id()));
        assert_eq!(found.expect("read").as_ref(), Some(envelope));
    }
    assert_eq!(store.own_by_prefix(&[0xff; 6]).expect("read"), None);
    // Not the next of its chain: a second writer was faster.
    let again = ClientCommit {
        sealed: vec![last.clone()],
        drafts: vec![merge(
            Scene::record(9),
            scene.world.stream(0),
            1,
            &[("a", 1)],
        )],
        ..ClientCommit::default()
    };
    assert!(store.commit(again).is_err(), "a chain never forks");
    assert_eq!(
        store.draft(Scene::record(9)).expect("read"),
        None,
        "all or nothing"
    );
    assert_eq!(store.outbox_len().expect("read"), 3);
}

fn verdicts(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let envelopes: Vec<Envelope> = (1..=3).map(|number| scene.sealed(number)).collect();
    commit(
        &*store,
        ClientCommit {
            sealed: envelopes.clone(),
            ..ClientCommit::default()
        },
    );
    let refused = |id| DecidedEnvelope::Refused {
        id,
        reason: Refusal::LeaseExpired,
        quarantined: true,
        at: Timestamp(5),
    };
    let decided = vec![
        DecidedEnvelope::Accepted {
            id: envelopes[0].id(),
            seq: 1,
        },
        refused(envelopes[1].id()),
        DecidedEnvelope::Accepted {
            id: Digest([7; 32]),
            seq: 9,
        },
        refused(Digest([8; 32])),
    ];
    for _ in 0..2 {
        // What was decided, or was never here, does no harm a second time.
        let decided = decided.clone();
        commit(
            &*store,
            ClientCommit {
                decided,
                ..ClientCommit::default()
            },
        );
        assert_eq!(store.outbox_len().expect("read"), 1);
        assert_eq!(store.pending_of(Scene::record(2)).expect("read"), []);
        for envelope in &envelopes {
            let kept = store.own_envelope(&envelope.id()).expect("read");
            assert_eq!(
                kept.as_ref(),
                Some(envelope),
                "nothing that a person wrote is lost"
            );
        }
    }
    let tip = store.chain_tip(scene.world.stream(0)).expect("read");
    assert_eq!(
        tip.seq, 3,
        "a refused envelope keeps its place in the chain"
    );
}

/// A log of three premises on the relay, made by the maker.
fn three_rows(scene: &Scene) -> Vec<Row> {
    let envelopes: Vec<Envelope> = (1..=3).map(|number| scene.sealed(number)).collect();
    scene.world.push(&scene.maker, &envelopes);
    scene.log(scene.world.stream(0))
}

fn with_rows(stream: StreamId, rows: &[Row]) -> ClientCommit {
    ClientCommit {
        rows: rows.iter().map(|row| (stream, row.clone())).collect(),
        cursors: vec![cursor(stream, 1, rows.last())],
        ..ClientCommit::default()
    }
}

fn rows(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let stream = scene.world.stream(0);
    let log = three_rows(&scene);
    commit(&*store, with_rows(stream, &log[..2]));
    commit(&*store, with_rows(stream, &log[2..]));
    assert_eq!(
        store.rows_after(stream, 0, 10).expect("read"),
        log,
        "every byte comes back"
    );
    assert_eq!(store.rows_after(stream, 1, 1).expect("read"), log[1..2]);
    assert_eq!(store.rows_after(stream, 3, 10).expect("read"), []);
    assert_eq!(store.rows_of(Scene::record(2)).expect("read"), log[1..2]);
    let tip = store.chain_tip(stream).expect("read");
    assert_eq!(tip.seq, 3, "rows of the own chain move its tip");
    assert_eq!(
        store.cursors().expect("read"),
        [cursor(stream, 1, log.last())]
    );

    let control = StreamId::control(scene.world.tenant);
    let control_log = scene.log(control);
    commit(&*store, with_rows(control, &control_log));
    let folded: Vec<u64> = store
        .control_rows()
        .expect("read")
        .iter()
        .map(|row| row.seq)
        .collect();
    let expected: Vec<u64> = control_log.iter().map(|row| row.seq).collect();
    assert_eq!(folded, expected, "control rows come in order");

    let record = update(Scene::record(1), stream, 1);
    let records = vec![record.clone()];
    commit(
        &*store,
        ClientCommit {
            records,
            ..ClientCommit::default()
        },
    );
    let stored = store
        .record(record.record)
        .expect("read")
        .expect("it is stored");
    assert_eq!((stored.stream, stored.kind), (stream, record.kind));
    assert_eq!((stored.document, stored.last_seq), (record.document, 1));
}

fn all_or_nothing(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let stream = scene.world.stream(0);
    let log = three_rows(&scene);
    // A gap: the second row is missing.
    let mut gap = with_rows(stream, &[log[0].clone(), log[2].clone()]);
    gap.records = vec![update(Scene::record(1), stream, 1)];
    gap.incarnation = Some(9);
    assert!(store.commit(gap).is_err(), "a log has no gaps");
    assert_eq!(store.rows_after(stream, 0, 10).expect("read"), []);
    assert_eq!(store.record(Scene::record(1)).expect("read"), None);
    assert_eq!(store.cursors().expect("read"), []);
    let identity = store.identity().expect("read").expect("enrolled");
    assert_eq!(identity.incarnation, 0);

    commit(&*store, with_rows(stream, &log));
    let back = ClientCommit {
        cursors: vec![cursor(stream, 1, Some(&log[0]))],
        synced_at: Some(Timestamp(1)),
        ..ClientCommit::default()
    };
    assert!(
        store.commit(back).is_err(),
        "a cursor never goes back within an epoch"
    );
    assert_eq!(
        store.cursors().expect("read"),
        [cursor(stream, 1, log.last())]
    );
}

fn identity(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let anchor = Anchor {
        stream: scene.world.stream(0),
        epoch: 1,
        seq: 4,
        chain: Digest([4; 32]),
    };
    let memory = AnchorMemory {
        anchor,
        boot_id: 1,
        monotonic_ms: 2,
        carried_ms: 3,
    };
    let lease = {
        scene.world.pass(86_400_000 * 20);
        let ask = |ctx: &crate::relay::RelayContext<'_>| {
            crate::relay::issue_lease(ctx, scene.maker.device, scene.maker.user, "https://b")
        };
        scene.world.with_relay(ask).expect("a lease")
    };
    let key = wangge_protocol::SecretKey::from_seed([99; 32]).public();
    commit(
        &*store,
        ClientCommit {
            anchor: Some(memory),
            lease: Some(lease.clone()),
            service_keys: vec![key, key],
            incarnation: Some(3),
            synced_at: Some(Timestamp(77)),
            ..ClientCommit::default()
        },
    );
    commit(
        &*store,
        ClientCommit {
            incarnation: Some(2),
            ..ClientCommit::default()
        },
    );
    assert_eq!(store.anchor().expect("read"), Some(memory));
    let identity = store.identity().expect("read").expect("enrolled");
    assert_eq!(identity.lease, lease);
    assert_eq!(store.lease(&lease.digest()).expect("read"), Some(lease));
    assert_eq!(store.lease(&Digest([1; 32])).expect("read"), None);
    assert_eq!(identity.incarnation, 3, "an incarnation never falls");
    assert_eq!(
        identity
            .service_keys
            .iter()
            .filter(|it| **it == key)
            .count(),
        1
    );
    assert_eq!(identity.service_keys.len(), 2, "earlier service keys stay");
}

fn purge(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let (stream, other) = (scene.world.stream(0), scene.world.stream(1));
    let log = three_rows(&scene);
    commit(&*store, with_rows(stream, &log));
    let control = StreamId::control(scene.world.tenant);
    let control_log = scene.log(control);
    commit(&*store, with_rows(control, &control_log));
    let refused = scene.sealed(9);
    let id = refused.id();
    commit(
        &*store,
        ClientCommit {
            records: vec![
                update(Scene::record(1), stream, 1),
                update(Scene::record(5), other, 1),
            ],
            sealed: vec![refused.clone()],
            drafts: vec![merge(Scene::record(6), stream, 1, &[("a", 1)])],
            ..ClientCommit::default()
        },
    );
    let decided = vec![DecidedEnvelope::Refused {
        id,
        reason: Refusal::OutOfScope,
        quarantined: false,
        at: Timestamp(1),
    }];
    commit(
        &*store,
        ClientCommit {
            decided,
            purge: vec![stream],
            ..ClientCommit::default()
        },
    );
    assert_eq!(store.rows_after(stream, 0, 10).expect("read"), []);
    assert_eq!(store.rows_of(Scene::record(1)).expect("read"), []);
    assert_eq!(store.record(Scene::record(1)).expect("read"), None);
    assert_eq!(store.draft(Scene::record(6)).expect("read"), None);
    assert!(
        store.record(Scene::record(5)).expect("read").is_some(),
        "other streams stay"
    );
    assert_eq!(store.cursors().expect("read").len(), 1);
    assert_eq!(
        store.rows_after(control, 0, 100).expect("read"),
        control_log
    );
    let kept = store.own_envelope(&id).expect("read");
    assert_eq!(
        kept,
        Some(refused),
        "what was refused is kept though its stream is gone"
    );
    let tip = store.chain_tip(stream).expect("read");
    assert_eq!(
        (tip.seq, tip.last),
        (4, id),
        "the own chain goes on if the stream comes back"
    );
}

fn rewind(make: Make<'_>) {
    let scene = Scene::new();
    let store = scene.store(make);
    let stream = scene.world.stream(0);
    let log = three_rows(&scene);
    commit(&*store, with_rows(stream, &log));
    let waiting = scene.sealed(4);
    let sealed = vec![waiting.clone()];
    commit(
        &*store,
        ClientCommit {
            sealed,
            ..ClientCommit::default()
        },
    );
    let to = cursor(stream, 2, Some(&log[0]));
    let rewind = vec![Rewind {
        to,
        offer_again: true,
    }];
    let cursors = vec![to];
    commit(
        &*store,
        ClientCommit {
            rewind,
            cursors,
            ..ClientCommit::default()
        },
    );
    assert_eq!(store.rows_after(stream, 0, 10).expect("read"), log[..1]);
    assert_eq!(store.rows_of(Scene::record(3)).expect("read"), []);
    assert_eq!(store.cursors().expect("read"), [to]);
    let offered: Vec<_> = store
        .outbox(10)
        .expect("read")
        .iter()
        .map(|it| it.envelope.id())
        .collect();
    let expected: Vec<_> = log[1..]
        .iter()
        .map(|row| row.body.envelope_id())
        .chain(std::iter::once(waiting.id()))
        .collect();
    assert_eq!(
        offered, expected,
        "what the relay lost is offered before what is new"
    );
    let tip = store.chain_tip(stream).expect("read");
    assert_eq!(tip.seq, 4, "the own chain does not go back");
    let dropped = vec![Rewind {
        to: cursor(stream, 2, None),
        offer_again: false,
    }];
    let cursors = vec![cursor(stream, 2, None)];
    commit(
        &*store,
        ClientCommit {
            rewind: dropped,
            cursors,
            ..ClientCommit::default()
        },
    );
    assert_eq!(store.outbox_len().expect("read"), 3);
    assert_eq!(store.rows_after(stream, 0, 10).expect("read"), []);
    let fits: Result<(), StoreError> = store.commit(with_rows(stream, &log[..1]));
    assert!(fits.is_ok(), "after a rewind the log goes on from there");
}
