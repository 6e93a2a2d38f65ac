//! Events on the relay: rulings, numbers, facts, acts of password sessions.

use std::sync::Arc;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Effect, Event, Responsible, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, StreamId};
use wangge_protocol::{BlobHashes, Op, Refusal, RowBody, Verdict};

use super::{record, rng, sealed, submitted};
use crate::client::{self, EventPlan};
use crate::relay::{self, RelayError};
use crate::store::MemoryRelayStore;
use crate::testing::{Phone, World};

fn with_version(
    make: impl FnOnce(wangge_domain::lifecycle::Version) -> Event + 'static,
) -> EventPlan {
    EventPlan::WithVersion(Box::new(make))
}

fn responsible() -> Responsible {
    Responsible {
        unit: "面馆".to_owned(),
        leader: "李".to_owned(),
        person: "王".to_owned(),
        phone: String::new(),
    }
}

/// A hazard found on a phone, and the notice for it, in one seal.
pub(super) fn found_and_noticed(world: &World, phone: &Phone, number: u8) {
    found_and_noticed_in(world.stream(0), phone, number);
}

/// The same in a stream.
pub(super) fn found_and_noticed_in(stream: StreamId, phone: &Phone, number: u8) {
    let edits = [
        ("description", "疏散通道堵塞".into()),
        ("severity", "general".into()),
    ];
    let kind = RecordKind::Rectification;
    phone.edit(record(number), &kind, stream, &edits).unwrap();
    let found = with_version(|version| Event::Found {
        version,
        suspected_major: false,
        life_threat: false,
    });
    let notice = with_version(move |version| Event::NoticeIssued {
        version,
        provisional_number: format!("暂-T-{number}"),
        issuer: "village".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 7,
            calendar: DayKind::Natural,
        },
        responsible: responsible(),
    });
    client::seal(
        &phone.ctx(),
        record(number),
        vec![found, notice],
        Vec::new(),
    )
    .unwrap();
}

#[test]
fn numbers_are_given_once_and_in_order() {
    let store = Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    for number in 1..=3 {
        found_and_noticed(&world, &phone, number);
        let view = phone.view(record(number)).unwrap();
        assert_eq!(
            view.state.status,
            Status::NoticeIssued,
            "{:?}",
            view.state.history
        );
        assert_eq!(view.state.notice_number, None, "no final number offline");
    }
    phone.sync(&world, &mut rng());
    let texts: Vec<String> = store
        .numbers()
        .into_iter()
        .map(|grant| grant.text)
        .collect();
    assert_eq!(
        texts,
        [
            "青村消改字〔2026〕第0001号",
            "青村消改字〔2026〕第0002号",
            "青村消改字〔2026〕第0003号"
        ]
    );
    for (number, text) in (1..=3).zip(&texts) {
        let state = phone.view(record(number)).unwrap().state;
        assert_eq!(
            state.notice_number.as_ref(),
            Some(text),
            "it comes down with the row"
        );
        assert_eq!(state.provisional_number, Some(format!("暂-T-{number}")));
    }
    // The same push again gives no number again.
    let log = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    let envelopes: Vec<_> = log
        .into_iter()
        .filter_map(|row| match row.body {
            RowBody::Accepted { envelope, .. } => Some(*envelope),
            RowBody::Stub(_) => None,
        })
        .collect();
    world.push(&phone, &envelopes);
    assert_eq!(store.numbers().len(), 3);
}

#[test]
fn an_event_that_is_illegal_is_logged_and_the_content_with_it_stands() {
    let world = World::in_memory();
    let phone = world.worker(0);
    phone.premises(record(1), world.stream(0), "场所");
    let plan = EventPlan::Ready(Event::OverdueMarked {
        due: wangge_domain::Timestamp(1),
    });
    client::seal(&phone.ctx(), record(1), vec![plan], Vec::new()).unwrap();
    let envelope = phone.waiting().pop().unwrap();
    assert_eq!(
        world.push(&phone, &[envelope]),
        [Verdict::NoEffect { seq: 1 }]
    );
    let held = world.store.record(record(1)).unwrap().unwrap();
    let content = crate::Document::load(&held.document).unwrap().content();
    assert_eq!(content.text("name"), Some("场所"));
    let row = &world.store.rows_after(world.stream(0), 0, 1).unwrap()[0];
    let RowBody::Accepted { decision, .. } = &row.body else {
        panic!("a row")
    };
    assert!(
        matches!(&decision.outcomes[0].effect, Effect::NoEffect(reason) if !reason.code.is_empty())
    );
    assert!(decision.facts.is_some());
}

#[test]
fn an_event_of_a_later_version_makes_the_record_read_only() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    let honest = submitted(&world, &phone, 1);
    assert_eq!(
        world.push(&phone, std::slice::from_ref(&honest)),
        [Verdict::Accepted { seq: 1 }]
    );
    let mut header = honest.header.clone();
    (header.device_seq, header.prev) = (2, honest.id());
    // {"teleported": {}}
    let mut event = vec![0xa1, 0x6a];
    event.extend_from_slice(b"teleported");
    event.push(0xa0);
    let later = sealed(&phone.key, header.clone(), vec![Op::Event(event)]);
    assert_eq!(
        world.push(&phone, std::slice::from_ref(&later)),
        [Verdict::NoEffect { seq: 2 }]
    );
    let mut other = world.worker(0);
    other.sync(&world, &mut rng());
    let state = other.view(record(1)).unwrap().state;
    assert!(state.read_only);
    assert_eq!(state.status, Status::Active, "with its recorded state");
    assert_eq!(state.history.last().unwrap().event, "teleported");
    // On the relay as well: nothing more can be done to it here.
    (header.device_seq, header.prev) = (3, later.id());
    let event = Op::event(&Event::Withdrawn {
        reason: "不要".to_owned(),
    });
    let after = sealed(&phone.key, header, vec![event]);
    assert_eq!(world.push(&phone, &[after]), [Verdict::NoEffect { seq: 3 }]);
}

#[test]
fn an_officer_with_a_password_acts_attested_by_the_relay() {
    let world = World::in_memory();
    let (mut worker, officer) = (world.worker(0), world.officer());
    worker.sync(&world, &mut rng());
    let stream = world.stream(0);
    let kind = RecordKind::Inspection;
    worker
        .edit(record(1), &kind, stream, &[("mode", "regular".into())])
        .unwrap();
    worker.submit(record(1)).unwrap();
    worker.sync(&world, &mut rng());
    let version = worker.view(record(1)).unwrap().state.submitted.unwrap();
    let accept = Event::Accepted {
        version: version.clone(),
    };
    let service = world.service_device();
    let act =
        |user, event: &Event| world.turn(|ctx| relay::act(ctx, service, user, record(1), event));
    let acted = act(officer.user, &accept).unwrap();
    assert_eq!(acted.outcome.effect, Effect::Applied, "{:?}", acted.outcome);
    assert_eq!(acted.outcome.status, Status::Accepted);
    let again = act(officer.user, &accept).unwrap();
    assert!(
        matches!(again.outcome.effect, Effect::NoEffect(_)),
        "once is enough"
    );
    worker.sync(&world, &mut rng());
    let state = worker.view(record(1)).unwrap().state;
    assert_eq!(state.accepted, Some(version));
    let entry = state
        .history
        .iter()
        .find(|entry| entry.event == "accepted")
        .unwrap();
    assert!(entry.attested_by_relay);
    assert_eq!(entry.user, officer.user);
    // A worker's password session has no more rights than the worker.
    let nobody = world.turn(|ctx| relay::act(ctx, service, worker.user, record(1), &accept));
    assert!(matches!(
        nobody.unwrap().outcome.effect,
        Effect::NoEffect(_)
    ));
    let stranger = wangge_domain::UserId::from_bytes([3; 16]);
    let refused = act(stranger, &accept);
    assert!(
        matches!(refused, Err(RelayError::Refused(Refusal::OutOfScope))),
        "{refused:?}"
    );
    let unknown = world.turn(|ctx| relay::act(ctx, service, officer.user, record(9), &accept));
    assert!(matches!(unknown, Err(RelayError::UnknownRecord(_))));
}

#[test]
fn acceptance_waits_for_photos_to_be_shown() {
    let store = Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let (worker, officer) = (world.worker(0), world.officer());
    let stream = world.stream(0);
    let view = Digest([2; 32]);
    let blobs = BlobHashes {
        original: Digest([1; 32]),
        view,
        thumbnail: Digest([3; 32]),
    };
    let photo = record(2);
    worker
        .edit(
            photo,
            &RecordKind::Photo,
            stream,
            &[("caption", "门口".into())],
        )
        .unwrap();
    client::seal(&worker.ctx(), photo, Vec::new(), vec![blobs]).unwrap();
    let key = wangge_domain::inspection::keys::photo_item(photo);
    worker
        .edit(
            record(1),
            &RecordKind::Inspection,
            stream,
            &[(&key, "".into())],
        )
        .unwrap();
    worker.submit(record(1)).unwrap();
    world.push(&worker, &worker.waiting());
    let version = {
        let held = world.store.record(record(1)).unwrap().unwrap();
        crate::Document::load(&held.document).unwrap().version()
    };
    let accept = || {
        let event = Event::Accepted {
            version: version.clone(),
        };
        let service = world.service_device();
        world
            .turn(|ctx| relay::act(ctx, service, officer.user, record(1), &event))
            .unwrap()
    };
    let early = accept();
    assert!(
        matches!(early.outcome.effect, Effect::NoEffect(_)),
        "{:?}",
        early.outcome
    );
    store.hold_blob(view);
    assert_eq!(accept().outcome.effect, Effect::Applied);
}

#[test]
fn two_inspectors_who_contradict_each_other_must_be_heard() {
    let world = World::in_memory();
    let (mut one, mut two, officer) = (world.worker(0), world.worker(0), world.officer());
    let (stream, kind) = (world.stream(0), RecordKind::Inspection);
    one.sync(&world, &mut rng());
    one.edit(
        record(1),
        &kind,
        stream,
        &[("a/RH-01/result", "pass".into())],
    )
    .unwrap();
    one.sync(&world, &mut rng());
    two.sync(&world, &mut rng());
    one.edit(
        record(1),
        &kind,
        stream,
        &[("a/RH-02/result", "pass".into())],
    )
    .unwrap();
    two.edit(
        record(1),
        &kind,
        stream,
        &[("a/RH-02/result", "fail".into())],
    )
    .unwrap();
    two.sync(&world, &mut rng());
    one.sync(&world, &mut rng());
    let content = one.view(record(1)).unwrap().content;
    assert_eq!(
        content.conflicts["a/RH-02/result"],
        ["fail".into(), "pass".into()]
    );
    one.submit(record(1)).unwrap();
    one.sync(&world, &mut rng());
    let accept = |phone: &Phone| {
        let version = phone.view(record(1)).unwrap().state.submitted.unwrap();
        let event = Event::Accepted { version };
        let service = world.service_device();
        world
            .turn(|ctx| relay::act(ctx, service, officer.user, record(1), &event))
            .unwrap()
    };
    assert!(matches!(accept(&one).outcome.effect, Effect::NoEffect(_)));
    // The worse result, said by somebody who has seen both, settles it.
    one.edit(
        record(1),
        &kind,
        stream,
        &[("a/RH-02/result", "fail".into())],
    )
    .unwrap();
    one.submit(record(1)).unwrap();
    one.sync(&world, &mut rng());
    assert_eq!(accept(&one).outcome.effect, Effect::Applied);
    two.sync(&world, &mut rng());
    assert!(two.view(record(1)).unwrap().content.conflicts.is_empty());
}
