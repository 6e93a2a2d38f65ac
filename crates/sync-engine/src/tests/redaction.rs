//! Two people blank what a record says: on the relay, on every phone, and once more after a restore.

use std::collections::BTreeSet;
use std::sync::Arc;

use wangge_domain::lifecycle::{Effect, Event, EventWord};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, StreamId, TenantId};
use wangge_protocol::{
    Capabilities, CursorClaim, EnvelopeId, Op, Refusal, Row, RowBody, StreamUpdate, SyncRequest,
    Verdict, encode,
};

use super::{points, record, rng, submitted};
use crate::client::{self, EventPlan, SealRequest, SyncOutcome};
use crate::relay;
use crate::store::{MemoryRelayStore, RelayStore};
use crate::testing::{Phone, World};
use crate::{Document, GateContext, actor_id, content_envelopes};

/// What nobody shall read any more.
const SECRET: &str = "张三家三楼";
pub(super) const FIELD: &str = "road";

/// A premises with a word too many, and two officers who see it.
pub(super) struct Scene {
    pub(super) world: World,
    store: Arc<MemoryRelayStore>,
    pub(super) worker: Phone,
    pub(super) officers: [Phone; 2],
    pub(super) written: EnvelopeId,
}

impl Scene {
    pub(super) fn new() -> Self {
        let mut store = None;
        let world = World::new(|tenant: TenantId| {
            let made = Arc::new(MemoryRelayStore::new(tenant));
            store = Some(made.clone());
            made
        });
        let mut worker = world.worker(0);
        let stream = world.stream(0);
        let (name, secret) = (Scalar::from("面馆"), Scalar::from(SECRET));
        worker
            .edit(
                record(1),
                &RecordKind::Premises,
                stream,
                &[("name", name), (FIELD, secret)],
            )
            .unwrap();
        let written = worker.submit(record(1)).unwrap();
        worker.sync(&world, &mut rng());
        let mut officers = [world.officer(), world.officer()];
        for officer in &mut officers {
            officer.sync(&world, &mut rng());
        }
        Self {
            world,
            store: store.unwrap(),
            worker,
            officers,
            written,
        }
    }

    fn asks(&self) -> Event {
        Event::RedactionRequested {
            envelopes: vec![self.written],
            fields: vec![FIELD.to_owned()],
            reason: "误录他人住址".to_owned(),
        }
    }

    /// The first officer asks, and everybody who is to know of it does.
    fn asked(&mut self) -> EnvelopeId {
        let asks = self.asks();
        let [one, two] = &mut self.officers;
        let request = act(one, asks);
        one.sync(&self.world, &mut rng());
        two.sync(&self.world, &mut rng());
        request
    }

    /// The whole act; the worker does not know of it yet.
    pub(super) fn redacted(&mut self) -> EnvelopeId {
        let request = self.asked();
        let two = &mut self.officers[1];
        let confirmed = confirm(two, request);
        let summary = two.sync(&self.world, &mut rng());
        assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
        assert_eq!(summary.without_effect, []);
        confirmed
    }

    fn log(&self, store: &dyn RelayStore) -> Vec<Row> {
        let stream = self.world.stream(0);
        store.rows_after(stream, 0, usize::MAX).unwrap()
    }

    fn phone_log(&self, phone: &Phone) -> Vec<Row> {
        let stream = self.world.stream(0);
        phone.store.rows_after(stream, 0, usize::MAX).unwrap()
    }
}

pub(super) fn act(phone: &Phone, event: Event) -> EnvelopeId {
    let plan = vec![EventPlan::Ready(event)];
    client::seal(&phone.ctx(), record(1), plan, Vec::new()).unwrap()
}

/// Seals the confirmation with what is left.
fn confirm(phone: &Phone, request: Digest) -> EnvelopeId {
    let event = move |version| Event::RedactionConfirmed { request, version };
    let sealed = SealRequest {
        anew_without: Some(BTreeSet::from([FIELD.to_owned()])),
        ..SealRequest::new(record(1), vec![EventPlan::WithVersion(Box::new(event))])
    };
    client::seal_many(&phone.ctx(), vec![sealed]).unwrap()[0]
}

fn holds_secret(rows: &[Row]) -> bool {
    let secret = SECRET.as_bytes();
    rows.iter().any(|row| match &row.body {
        RowBody::Accepted { envelope, .. } => encode(&envelope.ops)
            .windows(secret.len())
            .any(|part| part == secret),
        RowBody::Stub(_) => false,
    })
}

/// Writes one more word and seals it.
pub(super) fn writes(phone: &Phone, stream: StreamId, key: &str, value: &str) -> EnvelopeId {
    drafts(phone, stream, key, value);
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap()
}

/// Writes one more word.
fn drafts(phone: &Phone, stream: StreamId, key: &str, value: &str) {
    let edits = [(key, Scalar::from(value))];
    phone
        .edit(record(1), &RecordKind::Premises, stream, &edits)
        .unwrap();
}

pub(super) fn fields(phone: &Phone) -> Vec<String> {
    let view = phone.view(record(1)).unwrap();
    view.content.fields.into_keys().collect()
}

#[test]
fn two_officers_blank_a_word_on_the_relay_and_on_every_phone() {
    let mut scene = Scene::new();
    let before = scene.log(&*scene.store);
    assert!(holds_secret(&before));
    scene.redacted();
    let log = scene.log(&*scene.store);
    assert!(!holds_secret(&log));
    let chains = |rows: &[Row]| rows.iter().map(|row| row.chain).collect::<Vec<_>>();
    assert_eq!(
        chains(&log)[..before.len()],
        chains(&before),
        "its place and proof stay"
    );
    assert_eq!(content_envelopes(&log).len(), 1, "the document begins anew");
    let world = &scene.world;
    let heads = world.store.stream_heads(world.stream(0)).unwrap();
    // Those who took part, one who held it, and one who comes new.
    scene.worker.sync(world, &mut rng());
    scene.officers[0].sync(world, &mut rng());
    let mut newcomer = world.worker(0);
    let summary = newcomer.sync(world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(summary.degraded, []);
    for phone in scene.officers.iter().chain([&scene.worker, &newcomer]) {
        let rows = scene.phone_log(phone);
        assert_eq!(points(&rows), points(&log));
        assert!(!holds_secret(&rows));
        let held = phone.store.stream_heads(world.stream(0)).unwrap();
        assert_eq!(held, heads, "both sides make the same of it");
        assert_eq!(fields(phone), ["name"]);
        let own = phone.store.own_envelope(&scene.written).unwrap();
        assert!(own.is_none_or(|own| own.is_blanked()));
        let state = phone.view(record(1)).unwrap().state;
        let line = state.history.last().unwrap();
        assert_eq!(line.event, Event::REDACTION_CONFIRMED);
        assert_eq!(line.user, scene.officers[1].user);
        assert_eq!(line.said(EventWord::REASON), Some("误录他人住址"));
        let left = state.submitted.unwrap();
        assert_eq!(
            left.heads,
            heads[&record(1)],
            "what was submitted, as far as it is left"
        );
    }
    let snapshot = world.with_relay(|ctx| relay::record_snapshot(ctx, record(1)));
    assert!(snapshot.unwrap().is_some());
}

#[test]
fn the_document_goes_on_from_what_is_left() {
    let mut scene = Scene::new();
    scene.redacted();
    let world = &scene.world;
    scene.worker.sync(world, &mut rng());
    writes(&scene.worker, world.stream(0), "door_number", "5");
    let summary = scene.worker.sync(world, &mut rng());
    assert_eq!((summary.accepted, summary.refused), (1, Vec::new()));
    scene.officers[0].sync(world, &mut rng());
    assert_eq!(fields(&scene.officers[0]), ["door_number", "name"]);
}

#[test]
fn what_was_sealed_before_is_offered_again() {
    let mut scene = Scene::new();
    let stream = scene.world.stream(0);
    let mut colleague = scene.world.worker(0);
    colleague.sync(&scene.world, &mut rng());
    // Sealed on what is going to be blanked, and not sent yet.
    let late = writes(&colleague, stream, "door_number", "5");
    scene.redacted();
    let world = &scene.world;
    let summary = colleague.sync(world, &mut rng());
    assert_eq!(summary.refused, [(late, Refusal::DependsOnRefused)]);
    assert_eq!(fields(&colleague), ["name"]);
    let offered = client::refused_edits(&colleague.ctx(), &late).unwrap();
    assert_eq!(offered.into_keys().collect::<Vec<_>>(), ["door_number"]);
    client::reapply(&colleague.ctx(), &late, None).unwrap();
    let summary = colleague.sync(world, &mut rng());
    assert_eq!((summary.accepted, summary.refused), (1, Vec::new()));
    assert_eq!(fields(&colleague), ["door_number", "name"]);
}

#[test]
fn a_draft_stays_a_draft_on_what_is_left() {
    let mut scene = Scene::new();
    let stream = scene.world.stream(0);
    // Written under the old document: its base is not here any more when it is sealed.
    drafts(&scene.worker, stream, "door_number", "5");
    scene.redacted();
    let world = &scene.world;
    let log = scene.log(&*scene.store);
    let before = scene.worker.store.draft(record(1)).unwrap().unwrap();
    let mut document = Document::new();
    for envelope in content_envelopes(&log) {
        let owner = GateContext {
            device: envelope.header.device,
            user: envelope.header.user,
        };
        for change in envelope.changes() {
            document.apply(change, &owner).unwrap();
        }
    }
    let actor = actor_id(scene.worker.device, scene.worker.user, 1);
    let base = Some(before.base_heads.as_slice());
    document.edit(&actor, base, &before.edits).unwrap();
    let keys: Vec<String> = document.content().fields.into_keys().collect();
    assert_eq!(keys, ["door_number", "name"]);
    assert_eq!(world.store.stream_heads(stream).unwrap().len(), 1);
}

#[test]
fn one_person_alone_blanks_nothing_nor_does_anybody_without_the_right() {
    let mut scene = Scene::new();
    let request = scene.asked();
    scene.worker.sync(&scene.world, &mut rng());
    let world = &scene.world;
    let record_before = world.store.record(record(1)).unwrap().unwrap().document;
    let mut other = world.worker(0);
    other.sync(world, &mut rng());
    let [one, two] = &mut scene.officers;
    // The same person twice; the worker who wrote it (neg 80); another worker.
    for phone in [one, &mut scene.worker, &mut other] {
        confirm(phone, request);
        let summary = phone.sync(world, &mut rng());
        assert_eq!(summary.without_effect.len(), 1, "{summary:?}");
    }
    let rows = world.store.event_rows_of(record(1)).unwrap();
    let codes: Vec<String> = rows
        .iter()
        .filter_map(|row| match &row.body {
            RowBody::Accepted { decision, .. } => decision.outcomes.last(),
            RowBody::Stub(_) => None,
        })
        .filter_map(|outcome| match &outcome.effect {
            Effect::NoEffect(reason) => Some(reason.code.clone()),
            Effect::Applied => None,
        })
        .collect();
    assert_eq!(codes, ["same_person", "no_permission", "no_permission"]);
    let after = world.store.record(record(1)).unwrap().unwrap().document;
    assert_eq!(
        after, record_before,
        "what they wanted to leave is no part of it"
    );
    two.sync(world, &mut rng());
    assert_eq!(fields(two), ["name", FIELD]);
    assert!(holds_secret(&scene.log(&*scene.store)));
}

#[test]
fn a_confirmation_stands_alone() {
    let mut scene = Scene::new();
    let request = scene.asked();
    let confirmed = move |version| Event::RedactionConfirmed { request, version };
    let withdrawn = Event::Withdrawn {
        reason: "误录".to_owned(),
    };
    let plans = vec![
        EventPlan::WithVersion(Box::new(confirmed)),
        EventPlan::Ready(withdrawn),
    ];
    let sealed = SealRequest {
        anew_without: Some(BTreeSet::from([FIELD.to_owned()])),
        ..SealRequest::new(record(1), plans)
    };
    let two = &mut scene.officers[1];
    let id = client::seal_many(&two.ctx(), vec![sealed]).unwrap()[0];
    let summary = two.sync(&scene.world, &mut rng());
    assert_eq!(summary.refused, [(id, Refusal::ContentInvalid)]);
    assert!(holds_secret(&scene.log(&*scene.store)));
}

#[test]
fn an_author_asks_for_nothing_and_what_is_named_is_of_the_record() {
    let mut scene = Scene::new();
    let (world, written) = (&scene.world, scene.written);
    // An officer who wrote in the record is one of its authors.
    let own = writes(&scene.officers[0], world.stream(0), FIELD, "另一处");
    for officer in &mut scene.officers {
        officer.sync(world, &mut rng());
    }
    let asks = |envelopes: Vec<Digest>| Event::RedactionRequested {
        envelopes,
        fields: vec![FIELD.to_owned()],
        reason: "误录他人住址".to_owned(),
    };
    let elsewhere = submitted(world, &scene.officers[1], 2).id();
    scene.officers[1].sync(world, &mut rng());
    for (officer, envelopes, code) in [
        (0, vec![written, own], "redaction_by_author"),
        // What the officer wrote there would still be read.
        (1, vec![written], "redaction_incomplete"),
        (1, vec![written, own, elsewhere], "redaction_incomplete"),
        (1, Vec::new(), "redaction_incomplete"),
    ] {
        let phone = &mut scene.officers[officer];
        let id = act(phone, asks(envelopes));
        phone.sync(world, &mut rng());
        let view = phone.view(record(1)).unwrap();
        let mut history = view.state.history.iter();
        let line = history.find(|entry| entry.envelope == id).unwrap();
        let Effect::NoEffect(reason) = &line.effect else {
            panic!("{code} is expected");
        };
        assert_eq!(reason.code, code);
        assert_eq!(view.state.redaction, None);
    }
    let two = &mut scene.officers[1];
    act(two, asks(vec![written, own]));
    two.sync(world, &mut rng());
    assert!(two.view(record(1)).unwrap().state.redaction.is_some());
}

#[test]
fn what_is_left_is_what_stood_there() {
    let mut scene = Scene::new();
    let request = scene.asked();
    let world = &scene.world;
    // The confirmation is sealed, and somebody is quicker with another word.
    confirm(&scene.officers[1], request);
    writes(&scene.worker, world.stream(0), "door_number", "5");
    scene.worker.sync(world, &mut rng());
    let summary = scene.officers[1].sync(world, &mut rng());
    assert_eq!(summary.without_effect.len(), 1, "{summary:?}");
    assert_eq!(fields(&scene.officers[1]), ["door_number", "name", FIELD]);
    // Once more, with that word.
    confirm(&scene.officers[1], request);
    let summary = scene.officers[1].sync(world, &mut rng());
    assert_eq!(summary.without_effect, []);
    assert_eq!(fields(&scene.officers[1]), ["door_number", "name"]);
}

#[test]
fn a_relay_put_back_to_before_blanks_again_what_comes_back() {
    for who_is_first in [false, true] {
        let mut scene = Scene::new();
        let backup = Arc::new(scene.store.backup());
        scene.redacted();
        let log = scene.log(&*scene.store);
        // The disk dies; the backup of before has every word.
        backup.open_epoch();
        assert!(holds_secret(&scene.log(&*backup)));
        scene.world.reread(backup.clone());
        let world = &scene.world;
        if who_is_first {
            // One who has not heard of it changes nothing of that.
            scene.worker.sync(world, &mut rng());
        }
        let summary = scene.officers[1].sync(world, &mut rng());
        assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
        let healed = scene.log(&*backup);
        assert!(!holds_secret(&healed));
        assert_eq!(healed[..log.len()], log[..]);
        scene.worker.sync(world, &mut rng());
        assert!(!holds_secret(&scene.phone_log(&scene.worker)));
        assert_eq!(fields(&scene.worker), ["name"]);
        let stored = world.store.record(record(1)).unwrap().unwrap().document;
        let secret = SECRET.as_bytes();
        assert!(!stored.windows(secret.len()).any(|part| part == secret));
    }
}

#[test]
fn an_app_that_does_not_read_redactions_gets_the_log_up_to_the_first() {
    let mut scene = Scene::new();
    scene.redacted();
    let world = &scene.world;
    let newcomer = world.worker(0);
    let request = |capabilities| SyncRequest {
        capabilities,
        cursors: CursorClaim::Vector(Vec::new()),
        lease: newcomer.store.identity().unwrap().unwrap().lease.digest(),
        push: None,
        want_bytes: 1 << 20,
        lease_copy: None,
        trust: None,
        ahead: None,
        heal: Vec::new(),
        extensions: Vec::new(),
        compare: None,
    };
    let rows_for = |capabilities| {
        let (device, user) = (newcomer.device, newcomer.user);
        let answer = world
            .exchange(device, user, &request(capabilities))
            .unwrap();
        let rows: usize = answer
            .streams
            .iter()
            .filter_map(|update| match update {
                StreamUpdate::Page(page) if page.stream == world.stream(0) => Some(page.rows.len()),
                _ => None,
            })
            .sum();
        assert!(!answer.more, "it is not asked for again and again");
        (rows, answer.update_needed)
    };
    assert_eq!(rows_for(Capabilities::THIS_BUILD), (3, false));
    let old = Capabilities(Capabilities::THIS_BUILD.0 & !Capabilities::REDACTION.0);
    assert_eq!(rows_for(old), (0, true), "the first row is blanked");
    // Other streams and what is pushed are as ever.
    let other = submitted(world, &newcomer, 2);
    assert_eq!(
        world.push(&newcomer, &[other]),
        [Verdict::Accepted { seq: 4 }]
    );
}

#[test]
fn a_blanked_row_is_told_by_its_hash_alone() {
    let mut scene = Scene::new();
    scene.redacted();
    let log = scene.log(&*scene.store);
    let RowBody::Accepted { envelope, .. } = &log[0].body else {
        panic!("the first row was accepted");
    };
    assert!(matches!(envelope.ops[0], Op::Blanked(_)));
    assert!(
        matches!(envelope.ops[1], Op::Event(_)),
        "what was decided stays"
    );
    assert!(envelope.verify_seal().is_ok());
}
