//! Every way in which the relay turns an envelope away, one by one.

use wangge_domain::control::ControlEvent;
use wangge_domain::lifecycle::Event;
use wangge_domain::people::{Role, Scope};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, StreamId, TenantId, UserId};
use wangge_protocol::{
    Envelope, EnvelopeError, Header, Op, Refusal, RowBody, SealError, SecretKey, Verdict,
};

use super::{altered, record, sealed, submitted};
use crate::client;
use crate::relay;
use crate::store::MemoryRelayStore;
use crate::testing::{Phone, World};

fn one(world: &World, phone: &Phone, envelope: &Envelope) -> Verdict {
    let before = log_len(world);
    let verdict = world
        .push(phone, std::slice::from_ref(envelope))
        .pop()
        .unwrap();
    let again = world
        .push(phone, std::slice::from_ref(envelope))
        .pop()
        .unwrap();
    match (&verdict, &again) {
        (Verdict::Accepted { seq } | Verdict::NoEffect { seq }, again) => {
            assert_eq!(*again, Verdict::Duplicate { seq: *seq });
        }
        (verdict, again) => assert_eq!(verdict, again, "the same question, the same answer"),
    }
    assert!(log_len(world) <= before + 1, "a repeated push adds nothing");
    verdict
}

fn log_len(world: &World) -> usize {
    world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap()
        .len()
}

/// The change of an envelope, to be put under another header.
fn first_change(envelope: &Envelope) -> Op {
    envelope.ops[0].clone()
}

#[test]
fn strangers_leave_no_trace() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let alter = |change: &dyn Fn(&mut Header)| altered(&phone, &honest, change);
    let tenant = alter(&|it| it.tenant = TenantId::from_bytes([9; 16]));
    assert_eq!(
        one(&world, &phone, &tenant),
        Verdict::Refused(Refusal::UnknownStream)
    );
    let stream = alter(&|it| it.stream = StreamId::from_bytes([9; 16]));
    assert_eq!(
        one(&world, &phone, &stream),
        Verdict::Refused(Refusal::UnknownStream)
    );
    let control = alter(&|it| it.stream = StreamId::control(world.tenant));
    assert_eq!(
        one(&world, &phone, &control),
        Verdict::Refused(Refusal::UnknownStream)
    );
    let device = alter(&|it| it.device = DeviceId::from_bytes([9; 16]));
    assert_eq!(
        one(&world, &phone, &device),
        Verdict::Refused(Refusal::UnknownDevice)
    );
    let user = alter(&|it| it.user = UserId::from_bytes([9; 16]));
    assert_eq!(
        one(&world, &phone, &user),
        Verdict::Refused(Refusal::UnknownDevice)
    );
    let stranger = SecretKey::from_seed([77; 32]);
    let key = sealed(&stranger, honest.header.clone(), honest.ops.clone());
    assert_eq!(
        one(&world, &phone, &key),
        Verdict::Refused(Refusal::BadSeal)
    );
    assert_eq!(log_len(&world), 0);
    assert_eq!(one(&world, &phone, &honest), Verdict::Accepted { seq: 1 });
}

#[test]
fn another_person_on_the_same_phone_needs_the_own_key() {
    let world = World::in_memory();
    let (one_worker, other) = (world.worker(0), world.worker(0));
    let honest = submitted(&world, &one_worker, 1);
    let mut header = honest.header.clone();
    header.user = other.user;
    header.device = other.device;
    // The other's name under one's own key.
    let forged = sealed(&one_worker.key, header, honest.ops.clone());
    assert_eq!(
        one(&world, &one_worker, &forged),
        Verdict::Refused(Refusal::BadSeal)
    );
}

#[test]
fn what_does_not_unpack_is_refused_by_itself() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let envelopes = vec![
        Err(EnvelopeError::OpsMismatch),
        Err(EnvelopeError::OpsTooLong),
        Err(EnvelopeError::Seal(SealError::BadProof)),
        Ok(honest),
    ];
    let verdicts = world
        .turn(|ctx| {
            let prepared = relay::prepare(envelopes.clone());
            relay::receive(ctx, &prepared, (phone.device, phone.user), &mut || true)
        })
        .unwrap();
    let expected = [
        Verdict::Refused(Refusal::Malformed),
        Verdict::Refused(Refusal::TooLarge),
        Verdict::Refused(Refusal::BadSeal),
        Verdict::Accepted { seq: 1 },
    ];
    assert_eq!(
        verdicts, expected,
        "one bad envelope blocks nothing but itself"
    );
}

#[test]
fn a_chain_that_forks_is_set_apart_and_a_gap_is_not() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    submitted(&world, &phone, 2);
    let third = submitted(&world, &phone, 3);
    assert_eq!(one(&world, &phone, &first), Verdict::Accepted { seq: 1 });
    assert_eq!(
        one(&world, &phone, &third),
        Verdict::Accepted { seq: 2 },
        "a gap blocks nothing"
    );
    let fork = altered(&phone, &first, |it| it.made.wall_ms += 1);
    assert_eq!(
        one(&world, &phone, &fork),
        Verdict::Quarantined(Refusal::Equivocation)
    );
    let second = &phone.waiting()[1];
    assert_eq!(
        one(&world, &phone, second),
        Verdict::Accepted { seq: 4 },
        "the gap is closed"
    );
    let zero = altered(&phone, &first, |it| it.device_seq = 0);
    assert_eq!(
        one(&world, &phone, &zero),
        Verdict::Refused(Refusal::Malformed)
    );
    let stub = &world.store.rows_after(world.stream(0), 2, 1).unwrap()[0];
    assert!(matches!(&stub.body, RowBody::Stub(it) if it.reason == Refusal::Equivocation));
}

#[test]
fn what_is_cited_is_waited_for() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    let second = submitted(&world, &phone, 2);
    let citing = altered(&phone, &second, |it| it.after = vec![first.id()]);
    assert_eq!(
        one(&world, &phone, &citing),
        Verdict::Need(vec![first.id()])
    );
    assert_eq!(log_len(&world), 0, "what waits is not logged");
    let verdicts = world.push(&phone, &[first.clone(), citing]);
    assert_eq!(
        verdicts,
        [Verdict::Accepted { seq: 1 }, Verdict::Accepted { seq: 2 }]
    );
    // Citing what stands apart shares its fate.
    let fork = altered(&phone, &first, |it| it.made.wall_ms += 1);
    one(&world, &phone, &fork);
    let third = submitted(&world, &phone, 3);
    let bad = altered(&phone, &third, |it| it.after = vec![fork.id()]);
    assert_eq!(
        one(&world, &phone, &bad),
        Verdict::Quarantined(Refusal::AfterQuarantined)
    );
}

#[test]
fn a_revoked_device_is_followed_to_its_frontier() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    let second = submitted(&world, &phone, 2);
    world.control(&ControlEvent::DeviceRevoked {
        device: phone.device,
        user: None,
        frontier: vec![(world.stream(0), 1)],
        reason: "遗失".to_owned(),
    });
    assert_eq!(one(&world, &phone, &first), Verdict::Accepted { seq: 1 });
    assert_eq!(
        one(&world, &phone, &second),
        Verdict::Quarantined(Refusal::Revoked)
    );
}

#[test]
fn a_lease_is_known_and_covers_the_act() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let other = world.worker(0);
    let first = submitted(&world, &phone, 1);
    let none = altered(&phone, &first, |it| it.lease = None);
    assert_eq!(
        one(&world, &phone, &none),
        Verdict::Quarantined(Refusal::LeaseUnknown)
    );
    // A person may admit it: then what is granted now counts.
    let admit = |envelope: &wangge_protocol::Envelope| {
        let prepared = relay::prepare_unverified(envelope.clone());
        let by = Digest([1; 32]);
        world.turn(|ctx| relay::admit(ctx, &prepared, by)).unwrap()
    };
    assert_eq!(admit(&none), Verdict::Accepted { seq: 2 });
    let second = submitted(&world, &phone, 2);
    let unknown = altered(&phone, &second, |it| it.lease = Some(Digest([5; 32])));
    // A relay that was restored may have lost it: it asks first.
    assert_eq!(
        one(&world, &phone, &unknown),
        Verdict::Need(vec![Digest([5; 32])])
    );
    let third = submitted(&world, &phone, 3);
    let theirs = other.store.identity().unwrap().unwrap().lease.digest();
    let foreign = altered(&phone, &third, |it| it.lease = Some(theirs));
    assert_eq!(
        one(&world, &phone, &foreign),
        Verdict::Quarantined(Refusal::LeaseUnknown)
    );
    // Carried by another, an unknown lease is only not known yet.
    let fourth = submitted(&world, &phone, 4);
    let lost = altered(&phone, &fourth, |it| it.lease = Some(Digest([6; 32])));
    assert_eq!(
        one(&world, &other, &lost),
        Verdict::Need(vec![Digest([6; 32])])
    );
}

#[test]
fn work_after_the_lease_is_set_apart_by_anchored_time() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut super::rng());
    let days = world.policy.lease.days;
    let day = 86_400_000;
    phone.pass(day * (days - 1));
    let in_time = submitted(&world, &phone, 1);
    phone.pass(day * 2);
    // Turning the clock back does not help.
    phone.now.wall_ms -= i64::from(day) * 20;
    let late = submitted(&world, &phone, 2);
    world.pass(i64::from(day) * i64::from(days + 30));
    assert_eq!(one(&world, &phone, &in_time), Verdict::Accepted { seq: 1 });
    assert_eq!(
        one(&world, &phone, &late),
        Verdict::Quarantined(Refusal::LeaseExpired)
    );
    let by = Digest([1; 32]);
    let admitted = world
        .turn(|ctx| relay::admit(ctx, &relay::prepare_unverified(late.clone()), by))
        .unwrap();
    assert_eq!(admitted, Verdict::Accepted { seq: 3 });
    let row = &world.store.rows_after(world.stream(0), 2, 1).unwrap()[0];
    let RowBody::Accepted { decision, .. } = &row.body else {
        panic!("a row")
    };
    assert_eq!(decision.admitted_by, Some(by));
}

#[test]
fn nobody_writes_where_nothing_was_granted() {
    let world = World::in_memory();
    let stranger = world.worker(1);
    stranger.premises(record(1), world.stream(0), "场所");
    stranger.submit(record(1)).unwrap();
    let envelope = stranger.waiting().pop().unwrap();
    assert_eq!(
        one(&world, &stranger, &envelope),
        Verdict::Refused(Refusal::OutOfScope)
    );
    assert_eq!(world.store.record(record(1)).unwrap(), None);
}

#[test]
fn a_role_that_ended_meanwhile_waits_for_a_person() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let made_before = submitted(&world, &phone, 1);
    world.pass(1_000);
    world.control(&ControlEvent::RoleRevoked {
        user: phone.user,
        role: Role::GridWorker,
        reason: "调离".to_owned(),
    });
    assert_eq!(
        one(&world, &phone, &made_before),
        Verdict::Quarantined(Refusal::Revoked)
    );
}

#[test]
fn an_auditor_reads_and_writes_nothing() {
    let world = World::in_memory();
    let auditor = world.enroll(Role::Auditor, Scope::Tenant, |identity| {
        std::sync::Arc::new(crate::store::MemoryClientStore::new(identity))
    });
    let envelope = submitted(&world, &auditor, 1);
    assert_eq!(
        one(&world, &auditor, &envelope),
        Verdict::Refused(Refusal::OutOfScope)
    );
    // An event alone is logged, and has no effect.
    let worker = world.worker(0);
    let honest = submitted(&world, &worker, 2);
    assert_eq!(
        world.push(&worker, &[honest]),
        [Verdict::Accepted { seq: 2 }]
    );
    let mut header = envelope.header.clone();
    (header.record, header.device_seq) = (record(2), 2);
    let event = Op::event(&Event::Withdrawn {
        reason: "不要".to_owned(),
    });
    let act = sealed(&auditor.key, header, vec![event]);
    assert_eq!(one(&world, &auditor, &act), Verdict::NoEffect { seq: 3 });
}

#[test]
fn a_record_has_one_home_and_one_kind() {
    let world = World::in_memory();
    let officer = world.officer();
    let first = submitted(&world, &officer, 1);
    assert_eq!(one(&world, &officer, &first), Verdict::Accepted { seq: 1 });
    let elsewhere = altered(&officer, &first, |it| it.stream = world.stream(1));
    assert_eq!(
        one(&world, &officer, &elsewhere),
        Verdict::Refused(Refusal::WrongRecord)
    );
    let kind = altered(&officer, &first, |it| {
        it.kind = RecordKind::Inspection;
        it.device_seq = 2;
    });
    assert_eq!(
        one(&world, &officer, &kind),
        Verdict::Refused(Refusal::WrongRecord)
    );
    let control = altered(&officer, &first, |it| {
        it.kind = RecordKind::Control;
        it.device_seq = 3;
    });
    assert_eq!(
        one(&world, &officer, &control),
        Verdict::Refused(Refusal::Malformed)
    );
}

#[test]
fn a_bad_change_takes_its_descendants_with_it_and_nothing_else() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    phone.premises(record(1), world.stream(0), "改名");
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let second = phone.waiting().pop().unwrap();
    let other = submitted(&world, &phone, 2);
    // The first change, broken in its last byte, under a header that says so.
    let Op::Change(mut bytes) = first_change(&first) else {
        panic!("a change")
    };
    *bytes.last_mut().unwrap() ^= 1;
    let broken = sealed(&phone.key, first.header.clone(), vec![Op::Change(bytes)]);
    let verdicts = world.push(&phone, &[broken.clone(), second.clone(), other.clone()]);
    assert_eq!(verdicts[0], Verdict::Refused(Refusal::GateRejected));
    assert!(
        matches!(verdicts[1], Verdict::Need(_)),
        "its own change never came: {verdicts:?}"
    );
    assert_eq!(verdicts[2], Verdict::Accepted { seq: 2 });

    // Refused for another reason, the change itself is known: what builds on it hears so.
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    let first = altered(&phone, &first, |it| it.lease = None);
    phone.premises(record(1), world.stream(0), "改名");
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let second = phone.waiting().pop().unwrap();
    let verdicts = world.push(&phone, &[first.clone(), second.clone()]);
    assert_eq!(verdicts[0], Verdict::Quarantined(Refusal::LeaseUnknown));
    assert_eq!(verdicts[1], Verdict::Quarantined(Refusal::AfterQuarantined));
    // In a later request, too: the store remembers.
    phone.premises(record(1), world.stream(0), "再改");
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let third = phone.waiting().pop().unwrap();
    assert_eq!(
        one(&world, &phone, &third),
        Verdict::Quarantined(Refusal::AfterQuarantined)
    );
}

#[test]
fn a_change_waits_for_what_it_builds_on() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    phone.premises(record(1), world.stream(0), "改名");
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let second = phone.waiting().pop().unwrap();
    let Op::Change(bytes) = first_change(&first) else {
        panic!("a change")
    };
    let hash = crate::gate::inspect(&bytes).unwrap().hash;
    assert_eq!(one(&world, &phone, &second), Verdict::Need(vec![hash]));
    assert_eq!(one(&world, &phone, &first), Verdict::Accepted { seq: 1 });
    assert_eq!(one(&world, &phone, &second), Verdict::Accepted { seq: 2 });
}

#[test]
fn a_foreign_actor_is_turned_away() {
    let world = World::in_memory();
    let (thief, owner) = (world.worker(0), world.worker(0));
    let theirs = submitted(&world, &owner, 1);
    let own = submitted(&world, &thief, 2);
    let stolen = sealed(&thief.key, own.header.clone(), vec![first_change(&theirs)]);
    assert_eq!(
        one(&world, &thief, &stolen),
        Verdict::Refused(Refusal::GateRejected)
    );
}

#[test]
fn content_that_does_not_decode_waits_for_a_person() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let stream = world.stream(0);
    let kind = RecordKind::Premises;
    phone
        .edit(record(1), &kind, stream, &[("floors", "三".into())])
        .unwrap();
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let wrong = phone.waiting().pop().unwrap();
    assert_eq!(
        one(&world, &phone, &wrong),
        Verdict::Quarantined(Refusal::ContentInvalid)
    );
    // Keys and kinds of later versions are kept.
    phone
        .edit(record(2), &kind, stream, &[("of_2030", "三".into())])
        .unwrap();
    client::seal(&phone.ctx(), record(2), Vec::new(), Vec::new()).unwrap();
    let later = phone.waiting().pop().unwrap();
    assert_eq!(one(&world, &phone, &later), Verdict::Accepted { seq: 2 });
    let kind = RecordKind::Other("drone_flight".to_owned());
    phone
        .edit(record(3), &kind, stream, &[("height", 30.into())])
        .unwrap();
    client::seal(&phone.ctx(), record(3), Vec::new(), Vec::new()).unwrap();
    let unknown = phone.waiting().pop().unwrap();
    assert_eq!(one(&world, &phone, &unknown), Verdict::Accepted { seq: 3 });
}

#[test]
fn neg_084_an_event_about_what_never_was() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let mut version = crate::Document::load(&[]).unwrap().version();
    version.content = Digest([3; 32]);
    let event = Op::event(&Event::Submitted {
        version,
        correction: None,
    });
    let forged = sealed(
        &phone.key,
        honest.header.clone(),
        vec![first_change(&honest), event],
    );
    assert_eq!(
        one(&world, &phone, &forged),
        Verdict::Quarantined(Refusal::ContentInvalid)
    );
}

#[test]
fn neg_080_a_device_blanks_evidence() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let blank = Op::Blanked(honest.ops[0].digest());
    let blanked = Envelope {
        ops: vec![blank, honest.ops[1].clone()],
        ..honest
    };
    assert!(blanked.verify_seal().is_ok());
    assert_eq!(
        one(&world, &phone, &blanked),
        Verdict::Refused(Refusal::Malformed)
    );
}

#[test]
fn a_damaged_record_blocks_nothing_but_itself() {
    let store = std::sync::Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let phone = world.worker(0);
    let first = submitted(&world, &phone, 1);
    world.push(&phone, &[first]);
    store.damage_document(record(1));
    phone.premises(record(1), world.stream(0), "改名");
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let onto_damage = phone.waiting().pop().unwrap();
    let other = submitted(&world, &phone, 2);
    let verdicts = world.push(&phone, &[onto_damage, other]);
    assert_eq!(verdicts[0], Verdict::Quarantined(Refusal::ProcessingFailed));
    assert_eq!(verdicts[1], Verdict::Accepted { seq: 3 });
}

#[test]
fn time_that_is_used_up_leaves_the_rest_for_later() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let all: Vec<_> = (1..=4)
        .map(|number| Ok(submitted(&world, &phone, number)))
        .collect();
    let prepared = relay::prepare(all);
    let push = |steps: u32| {
        world
            .turn(|ctx| {
                let mut left = steps;
                let mut more_time = || {
                    left = left.saturating_sub(1);
                    left > 0
                };
                relay::receive(ctx, &prepared, (phone.device, phone.user), &mut more_time)
            })
            .unwrap()
    };
    let first = push(0);
    assert_eq!(first[0], Verdict::Accepted { seq: 1 }, "one at least");
    assert_eq!(
        first[1..],
        [
            Verdict::NotProcessed,
            Verdict::NotProcessed,
            Verdict::NotProcessed
        ]
    );
    let rest = push(9);
    assert_eq!(rest[0], Verdict::Duplicate { seq: 1 });
    assert_eq!(rest[3], Verdict::Accepted { seq: 4 });
}
