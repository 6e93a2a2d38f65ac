//! What a person wrote and the relay did not take.

use std::sync::Arc;

use wangge_domain::control::ControlEvent;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_protocol::{Refusal, RowBody, SecretKey, Verdict};

use super::{altered, record, rng, submitted};
use crate::client::{self, SyncOutcome};
use crate::relay;
use crate::store::{ClientStore, MemoryClientStore};
use crate::testing::{Phone, World};

/// A worker whose store can be looked into.
fn worker(world: &World) -> (Phone, Arc<MemoryClientStore>) {
    let phone = world.worker(0);
    let store = Arc::new(MemoryClientStore::new(
        phone.store.identity().unwrap().unwrap(),
    ));
    (
        Phone {
            store: store.clone(),
            ..phone
        },
        store,
    )
}

#[test]
fn refused_edits_are_kept_and_can_be_taken_up_again() {
    let world = World::in_memory();
    let (mut phone, store) = worker(&world);
    let (stream, kind) = (world.stream(0), RecordKind::Premises);
    phone.premises(record(1), stream, "面馆");
    phone.sync(&world, &mut rng());
    // A value of the wrong type, with a good one, and a pending edit on top of both.
    phone
        .edit(
            record(1),
            &kind,
            stream,
            &[("floors", "三".into()), ("road", "东街".into())],
        )
        .unwrap();
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    phone
        .edit(record(1), &kind, stream, &[("door_number", "5".into())])
        .unwrap();
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let refused_id = phone.waiting()[0].id();
    let summary = phone.sync(&world, &mut rng());
    let reasons: Vec<Refusal> = summary.refused.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(
        reasons,
        [Refusal::ContentInvalid, Refusal::AfterQuarantined]
    );
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(phone.waiting().len(), 0);
    assert_eq!(
        store.refused().len(),
        2,
        "nothing that a person wrote is lost"
    );
    let view = phone.view(record(1)).unwrap();
    assert_eq!(
        view.content.fields.len(),
        1,
        "the record stands at its accepted state"
    );
    assert!(!view.pending);
    let identity = store.identity().unwrap().unwrap();
    assert_eq!(
        identity.incarnation, 1,
        "the actor of a refused change writes no more"
    );

    let offered = client::refused_edits(&phone.ctx(), &refused_id).unwrap();
    assert_eq!(offered.len(), 2);
    let chosen = ["road".to_owned()].into();
    let taken = client::reapply(&phone.ctx(), &refused_id, Some(&chosen)).unwrap();
    assert_eq!(taken, chosen);
    assert_eq!(
        phone.view(record(1)).unwrap().content.text("road"),
        Some("东街")
    );
    phone
        .edit(record(1), &kind, stream, &[("floors", 3.into())])
        .unwrap();
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.refused, []);
    let mut other = world.worker(0);
    other.sync(&world, &mut rng());
    let content = other.view(record(1)).unwrap().content;
    assert_eq!(
        (content.text("road"), content.int("floors")),
        (Some("东街"), Some(3))
    );
    assert!(client::reapply(&phone.ctx(), &wangge_domain::Digest([1; 32]), None).is_err());
}

#[test]
fn what_was_drafted_since_stands_before_what_was_refused() {
    let world = World::in_memory();
    let (mut phone, _) = worker(&world);
    let (stream, kind) = (world.stream(0), RecordKind::Premises);
    phone
        .edit(
            record(1),
            &kind,
            stream,
            &[("floors", "三".into()), ("road", "旧".into())],
        )
        .unwrap();
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let id = phone.waiting()[0].id();
    phone.sync(&world, &mut rng());
    phone
        .edit(record(1), &kind, stream, &[("road", "新".into())])
        .unwrap();
    let taken = client::reapply(&phone.ctx(), &id, None).unwrap();
    assert_eq!(taken, ["floors".to_owned()].into());
    let content = phone.view(record(1)).unwrap().content;
    assert_eq!(
        (content.text("road"), content.text("floors")),
        (Some("新"), Some("三"))
    );
}

#[test]
fn an_envelope_admitted_later_comes_down_like_any_other() {
    let world = World::in_memory();
    let (mut phone, store) = worker(&world);
    phone.premises(record(1), world.stream(0), "面馆");
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let envelope = phone.waiting().pop().unwrap();
    world.pass(1_000);
    world.control(&ControlEvent::RoleRevoked {
        user: phone.user,
        role: Role::GridWorker,
        reason: "误操作".to_owned(),
    });
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.refused, [(envelope.id(), Refusal::Revoked)]);
    let prepared = crate::relay::prepare_unverified(envelope.clone());
    let by = wangge_domain::Digest([3; 32]);
    let head = world.with_relay(|ctx| ctx.store.head(world.stream(0)).unwrap());
    let verdict = world
        .turn(|ctx| crate::relay::admit(ctx, &prepared, by))
        .unwrap();
    assert!(
        matches!(verdict, Verdict::Refused(_) | Verdict::Quarantined(_)),
        "whoever has no role there any more is not admitted: {verdict:?}"
    );
    assert_eq!(
        world.with_relay(|ctx| ctx.store.head(world.stream(0)).unwrap()),
        head,
        "its trace stands already"
    );
    world.control(&ControlEvent::RoleGranted(
        wangge_domain::people::RoleGrant {
            user: phone.user,
            role: Role::GridWorker,
            scope: wangge_domain::people::Scope::Subtree(world.grids[0]),
            from: wangge_domain::Timestamp(0),
            until: None,
            department: None,
        },
    ));
    let prepared = crate::relay::prepare_unverified(envelope);
    let by = wangge_domain::Digest([4; 32]);
    let verdict = world
        .turn(|ctx| crate::relay::admit(ctx, &prepared, by))
        .unwrap();
    assert!(matches!(verdict, Verdict::Accepted { .. }), "{verdict:?}");
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(
        phone.view(record(1)).unwrap().content.text("name"),
        Some("面馆")
    );
    assert!(
        store.refused().is_empty(),
        "it is not shown as refused any more"
    );
}

#[test]
fn a_stream_no_longer_granted_goes_when_the_outbox_has_drained() {
    let world = World::in_memory();
    let (mut phone, store) = worker(&world);
    phone.premises(record(1), world.stream(0), "面馆");
    phone.sync(&world, &mut rng());
    phone.premises(record(2), world.stream(0), "未传");
    world.pass(1_000);
    world.control(&ControlEvent::RoleRevoked {
        user: phone.user,
        role: Role::GridWorker,
        reason: "调离".to_owned(),
    });
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.purged, [world.stream(0)]);
    assert_eq!(
        summary.refused.len(),
        1,
        "unsent work goes to the relay first"
    );
    assert_eq!(phone.view(record(1)), None);
    assert_eq!(store.refused().len(), 1, "and is kept here with its reason");
}

#[test]
fn pages_of_an_unknown_key_are_not_believed() {
    let mut world = World::in_memory();
    let (mut phone, _) = worker(&world);
    phone.sync(&world, &mut rng());
    let mut other = world.worker(0);
    other.premises(record(1), world.stream(0), "面馆");
    other.sync(&world, &mut rng());
    let honest = std::mem::replace(&mut world.service_key, SecretKey::from_seed([13; 32]));
    let summary = phone.sync(&world, &mut rng());
    assert!(matches!(summary.outcome, SyncOutcome::Failed(_)));
    assert_eq!(phone.view(record(1)), None);
    world.service_key = honest;
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert!(phone.view(record(1)).is_some());
}

#[test]
fn a_new_service_key_counts_once_the_root_key_has_certified_it() {
    use crate::client::{SyncConfig, SyncEffect, SyncInput, SyncMachine};
    let mut world = World::in_memory();
    let (phone, store) = worker(&world);
    let honest_root = world.root_key.clone();
    world.service_key = SecretKey::from_seed([13; 32]);
    let mut ask = |root: SecretKey| {
        let mut machine = SyncMachine::new(SyncConfig::default());
        let effects = machine
            .step(&phone.ctx(), SyncInput::Start, &mut rng())
            .unwrap();
        let Some(SyncEffect::Send { id, request, .. }) = effects.into_iter().next() else {
            panic!("a request")
        };
        let mut response = world.exchange(phone.device, phone.user, &request).unwrap();
        world.root_key = root;
        response.service_keys = vec![world.certificate()];
        let input = SyncInput::Response { id, response };
        machine.step(&phone.ctx(), input, &mut rng()).unwrap();
        store.identity().unwrap().unwrap().service_keys.len()
    };
    assert_eq!(
        ask(SecretKey::from_seed([14; 32])),
        1,
        "not by any other root key"
    );
    assert_eq!(ask(honest_root), 2);
}

#[test]
fn a_phone_that_finds_itself_behind_says_so() {
    let world = World::in_memory();
    let (mut phone, _) = worker(&world);
    let twin_store = Arc::new(MemoryClientStore::new(
        phone.store.identity().unwrap().unwrap(),
    ));
    let mut twin = world.worker(0);
    (twin.device, twin.user, twin.key) = (phone.device, phone.user, phone.key.clone());
    twin.store = twin_store;
    phone.premises(record(1), world.stream(0), "面馆");
    assert!(!phone.sync(&world, &mut rng()).rekey_needed);
    let summary = twin.sync(&world, &mut rng());
    assert!(
        summary.rekey_needed,
        "the relay holds more of this chain than the clone"
    );
    assert!(
        twin.view(record(1)).is_some(),
        "and gives back what the clone lacks, in full"
    );
}

#[test]
fn a_record_that_cannot_be_followed_stays_at_its_last_good_state() {
    // A relay that lets a bad change through: its rows are believed, the change is not applied.
    let world = World::in_memory();
    let (mut phone, store) = worker(&world);
    let other = world.worker(0);
    let mut envelope = super::submitted(&world, &other, 1);
    let wangge_protocol::Op::Change(bytes) = &mut envelope.ops[0] else {
        panic!("a change")
    };
    let last = bytes.len() - 1;
    bytes[last] ^= 0x40;
    let broken = super::sealed(&other.key, envelope.header.clone(), envelope.ops.clone());
    let good = super::submitted(&world, &other, 2);
    let stream = world.stream(0);
    world
        .turn(|ctx| {
            let head = ctx.store.head(stream)?;
            let mut chain = wangge_domain::Digest::ZERO;
            let mut commit = crate::store::RelayCommit {
                expected: vec![(stream, head)],
                ..Default::default()
            };
            for (seq, envelope) in (1..).zip([&broken, &good]) {
                let body = wangge_protocol::RowBody::Accepted {
                    envelope: Box::new(envelope.clone()),
                    decision: wangge_protocol::Decision {
                        control_seq: 1,
                        time: wangge_domain::lifecycle::TimeBounds::exactly(ctx.now),
                        outcomes: Vec::new(),
                        facts: None,
                        admitted_by: None,
                    },
                };
                let row = wangge_protocol::Row::after(&chain, 1, seq, body, ctx.now);
                chain = row.chain;
                commit.rows.push(crate::store::RelayRow { stream, row });
            }
            Ok(((), commit))
        })
        .unwrap();
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    let degraded: Vec<_> = summary
        .degraded
        .iter()
        .map(|it| (it.record, it.seq))
        .collect();
    assert_eq!(degraded, [(record(1), 1)]);
    assert_eq!(
        store.rows_after(stream, 0, 9).unwrap().len(),
        2,
        "the row is kept"
    );
    assert!(phone.view(record(1)).unwrap().content.fields.is_empty());
    assert_eq!(
        phone.view(record(2)).unwrap().content.text("name"),
        Some("场所")
    );
}

#[test]
fn what_builds_on_a_final_refusal_is_refused_for_good() {
    let world = World::in_memory();
    let stranger = world.worker(1);
    stranger.premises(record(1), world.stream(0), "场所");
    client::seal(&stranger.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    stranger.premises(record(1), world.stream(0), "改名");
    client::seal(&stranger.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let verdicts = world.push(&stranger, &stranger.waiting());
    assert_eq!(
        verdicts,
        [
            Verdict::Refused(Refusal::OutOfScope),
            Verdict::Refused(Refusal::DependsOnRefused)
        ]
    );
}

#[test]
fn what_builds_on_something_admitted_is_judged_again() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    let first = altered(&phone, &first, |it| it.lease = None);
    phone.premises(record(1), world.stream(0), "改名");
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let second = phone.waiting().pop().unwrap();
    world.push(&phone, &[first.clone(), second.clone()]);
    let came = world.now();
    let again = || {
        let prepared = relay::prepare_unverified(second.clone());
        world.turn(|ctx| relay::judge_again(ctx, &prepared, came))
    };
    world.pass(60_000);
    let head = world.with_relay(|ctx| ctx.store.head(world.stream(0)).unwrap());
    assert_eq!(
        again().unwrap(),
        Verdict::Quarantined(Refusal::AfterQuarantined)
    );
    let same = world.with_relay(|ctx| ctx.store.head(world.stream(0)).unwrap());
    assert_eq!(same, head, "its trace stands already");
    let by = wangge_domain::Digest([8; 32]);
    let prepared = relay::prepare_unverified(first);
    let admitted = world.turn(|ctx| relay::admit(ctx, &prepared, by)).unwrap();
    assert!(matches!(admitted, Verdict::Accepted { .. }));
    let Verdict::Accepted { seq } = again().unwrap() else {
        panic!("nothing stands in its way any more")
    };
    let rows = world.store.rows_after(world.stream(0), seq - 1, 1).unwrap();
    let RowBody::Accepted { decision, .. } = &rows[0].body else {
        panic!("a row")
    };
    assert_eq!(decision.admitted_by, None, "nobody vouches for it");
    assert_eq!(
        decision.time.upper, came,
        "it was made before it first came"
    );
}
