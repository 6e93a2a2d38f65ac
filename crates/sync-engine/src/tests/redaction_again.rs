//! A record that was blanked once is blanked again: by whom, and by whom not.

use std::collections::BTreeSet;

use wangge_domain::Digest;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use super::redaction::{FIELD, Scene, act, fields, writes};
use super::{record, rng};
use crate::client::{self, EventPlan, SealRequest};
use crate::testing::Phone;

fn asks(envelopes: Vec<Digest>, field: &str) -> Event {
    Event::RedactionRequested {
        envelopes,
        fields: vec![field.to_owned()],
        reason: "误录他人姓名".to_owned(),
    }
}

fn confirm_without(phone: &Phone, request: Digest, field: &str) -> EnvelopeId {
    let event = move |version| Event::RedactionConfirmed { request, version };
    let sealed = SealRequest {
        anew_without: Some(BTreeSet::from([field.to_owned()])),
        ..SealRequest::new(record(1), vec![EventPlan::WithVersion(Box::new(event))])
    };
    client::seal_many(&phone.ctx(), vec![sealed]).unwrap()[0]
}

/// One more word, so that something is left when the name goes too.
fn one_more_word(scene: &mut Scene) {
    let stream = scene.world.stream(0);
    scene.worker.sync(&scene.world, &mut rng());
    writes(&scene.worker, stream, "door_number", "5");
    scene.worker.sync(&scene.world, &mut rng());
    for officer in &mut scene.officers {
        officer.sync(&scene.world, &mut rng());
    }
}

#[test]
fn whoever_confirmed_one_redaction_may_be_one_of_the_two_of_the_next() {
    let mut scene = Scene::new();
    let root = scene.redacted();
    one_more_word(&mut scene);
    let world = &scene.world;
    let [one, two] = &mut scene.officers;
    // The new first change holds the name, and is this officer's; the words in it are not.
    let request = act(two, asks(vec![root], "name"));
    let pending = two.view(record(1)).unwrap().state.redaction;
    assert_eq!(pending.map(|asked| asked.request), Some(request));
    assert_eq!(two.sync(world, &mut rng()).without_effect, []);
    one.sync(world, &mut rng());
    confirm_without(one, request, "name");
    assert_eq!(one.sync(world, &mut rng()).without_effect, []);
    assert_eq!(fields(one), ["door_number"]);
}

#[test]
fn whoever_wrote_what_was_blanked_stays_its_author() {
    let mut scene = Scene::new();
    let stream = scene.world.stream(0);
    let mut wrote = scene.world.officer();
    wrote.sync(&scene.world, &mut rng());
    let own = writes(&wrote, stream, FIELD, "另一处");
    wrote.sync(&scene.world, &mut rng());
    for officer in &mut scene.officers {
        officer.sync(&scene.world, &mut rng());
    }
    let first = act(&scene.officers[0], asks(vec![scene.written, own], FIELD));
    for officer in &mut scene.officers {
        officer.sync(&scene.world, &mut rng());
    }
    let root = confirm_without(&scene.officers[1], first, FIELD);
    let summary = scene.officers[1].sync(&scene.world, &mut rng());
    assert_eq!(summary.without_effect, []);
    one_more_word(&mut scene);
    let world = &scene.world;
    wrote.sync(world, &mut rng());

    // To ask is refused: by the phone, and by the relay.
    act(&wrote, asks(vec![root], "name"));
    assert_eq!(wrote.view(record(1)).unwrap().state.redaction, None);
    assert_eq!(wrote.sync(world, &mut rng()).without_effect.len(), 1);
    let [one, two] = &mut scene.officers;
    let request = act(one, asks(vec![root], "name"));
    one.sync(world, &mut rng());
    // So is to confirm.
    wrote.sync(world, &mut rng());
    confirm_without(&wrote, request, "name");
    assert_eq!(wrote.sync(world, &mut rng()).without_effect.len(), 1);
    two.sync(world, &mut rng());
    assert_eq!(fields(two), ["door_number", "name"]);
    confirm_without(two, request, "name");
    assert_eq!(two.sync(world, &mut rng()).without_effect, []);
    assert_eq!(fields(two), ["door_number"]);
}
