use wangge_domain::{Digest, Timestamp};
use wangge_protocol::courier::{CourierAnswer, CourierLetter, CourierSeal};
use wangge_protocol::{Capabilities, EnvelopeId, PublicKey, Verdict};

use super::at_relay::OldRelay;
use super::frozen::Frozen;
use super::on_phone::{OldPhone, check_end};
use super::recorded::{begun, ended};
use crate::client::{SyncMachine, SyncSummary, letter_parts};
use crate::relay;
use crate::testing::{Phone, World};

/// Bytes of a letter, and of its answer.
const MOST_BYTES: usize = 1 << 20;

/// A letter with what waits on a phone, and the relay's answer to it, as both are sealed（信使往返）. The
/// encryption around them is not part of it.
pub(super) fn recorded(world: &World, phone: &mut Phone) -> Frozen {
    let mut file = begun(world, phone, false);
    let (device, user) = (phone.device, phone.user);
    let parts = letter_parts(&phone.ctx(), MOST_BYTES).unwrap();
    let lease = parts.leases.last().expect("the one in force").digest();
    let letter = CourierLetter {
        tenant: world.tenant,
        device,
        user,
        number: 1,
        made_at: Timestamp(phone.now.wall_ms),
        answer_to: "age1".to_owned(),
        cursors: parts.cursors,
        lease,
        leases: parts.leases,
        extensions: Vec::new(),
        policies: vec![Digest([6; 32])],
        pushes: parts.pushes,
        blobs: Vec::new(),
        capabilities: Some(Capabilities::THIS_BUILD),
    };
    let sealed = CourierSeal::sign(&letter, &phone.key);
    let mut verdicts: Vec<(EnvelopeId, Verdict)> = Vec::new();
    for batch in &letter.pushes {
        let said = world.turn(|ctx| {
            let envelopes = relay::unpack_push(Some(batch.clone()))?;
            let ids = envelopes.iter().map(|it| it.as_ref().unwrap().id());
            let ids: Vec<EnvelopeId> = ids.collect();
            let push = relay::prepare(envelopes);
            let (verdicts, commit) = relay::receive(ctx, &push, (device, user), &mut || true)?;
            let said: Vec<_> = ids.into_iter().zip(verdicts).collect();
            Ok((said, commit))
        });
        verdicts.extend(said.unwrap());
    }
    let plain: Vec<Verdict> = verdicts.iter().map(|(_, it)| it.clone()).collect();
    let can = letter.can();
    let news = world
        .with_relay(|ctx| {
            relay::carried_news(ctx, device, user, &letter.cursors, &plain, MOST_BYTES, can)
        })
        .unwrap();
    let answer = CourierAnswer {
        tenant: world.tenant,
        device,
        user,
        number: 1,
        letter: sealed.digest::<CourierLetter>(),
        relay_time: world.now(),
        certificate: world.certificate().1,
        verdicts,
        exchanges: news.exchanges,
        policies: Vec::new(),
        more: news.more,
    };
    file.put("letter", &sealed);
    file.put("answer", &CourierSeal::sign(&answer, &world.service_key));
    let summary = take_in(phone, &answer);
    ended(&mut file, phone, &summary);
    file
}

/// The phone takes an answer in.
fn take_in(phone: &mut Phone, answer: &CourierAnswer) -> SyncSummary {
    let ids: Vec<EnvelopeId> = answer.verdicts.iter().map(|(id, _)| *id).collect();
    let mut machine = SyncMachine::new(phone.config.clone());
    for exchange in &answer.exchanges {
        let changed = machine.take_carried(&phone.ctx(), &ids, exchange.clone());
        if changed.unwrap() {
            phone.refold();
        }
    }
    let (summary, failure) = machine.finish_carried();
    assert_eq!(failure, None, "everything in it is believed");
    summary
}

/// The relay of today takes the letter of a file as that of its version did, and the phone of today
/// the answer.
pub(super) fn replay(what: &str, enrolment: &Frozen, file: &Frozen) {
    let sealed: CourierSeal = file.get("letter");
    let letter: CourierLetter = sealed.open().expect("the letter holds");
    let answer: CourierSeal = file.get("answer");
    assert_eq!(answer.key, enrolment.get::<PublicKey>("service"), "{what}");
    let answer: CourierAnswer = answer.open().expect("the answer holds");
    assert_eq!(answer.letter, sealed.digest::<CourierLetter>(), "{what}");

    let before = OldRelay::before(enrolment, file);
    let author = (letter.device, letter.user);
    let mut said = Vec::new();
    for batch in letter.pushes {
        let (verdicts, _) = before.ask(|ctx| {
            let push = relay::prepare(relay::unpack_push(Some(batch))?);
            relay::receive(ctx, &push, author, &mut || true)
        });
        said.extend(verdicts);
    }
    let told: Vec<Verdict> = answer.verdicts.iter().map(|(_, it)| it.clone()).collect();
    assert_eq!(said, told, "{what}");

    let mut old = OldPhone::before(enrolment, file);
    assert_eq!(sealed.key, old.phone.key.public(), "{what}");
    take_in(&mut old.phone, &answer);
    check_end(what, &old, file);
}
