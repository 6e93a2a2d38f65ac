//! A step of a letter rests on what is signed: its words, and the version that it cites.

use uuid::Uuid;
use wangge_domain::inspection::keys;
use wangge_domain::lifecycle::{Effect, Event, Status, Step, Version};
use wangge_domain::record::{RecordKind, Scalar};

use super::{record, rng};
use crate::Document;
use crate::client::{self, EventPlan};
use crate::content_rules::statement_digest;
use crate::testing::{Phone, World};

const LETTER: u8 = 1;
const MATTER: &str = "楼道停放电动自行车";
const PROMISE: &str = "不再在楼道充电";
const MILDER: &str = "尽量不在楼道充电";

fn write(world: &World, phone: &Phone, edits: &[(&str, Scalar)]) {
    let kind = RecordKind::Letter;
    phone
        .edit(record(LETTER), &kind, world.stream(0), edits)
        .unwrap();
}

/// The owner signs what stands there.
fn sign(world: &World, phone: &Phone) {
    sign_as(world, phone, "王老板");
}

fn sign_as(world: &World, phone: &Phone, signer: &str) {
    let id = Uuid::from_u128(5);
    let content = phone.view(record(LETTER)).unwrap().content;
    let parts = [
        (keys::signature_signer(id), signer.to_owned()),
        (keys::signature_role(id), "owner".to_owned()),
        (keys::signature_strokes(id), "AAAA".to_owned()),
        (
            keys::signature_statement(id),
            statement_digest(&content).to_string(),
        ),
    ];
    let edits: Vec<(&str, Scalar)> = parts
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str().into()))
        .collect();
    write(world, phone, &edits);
}

fn warn(promise: &str, version: Version) -> Event {
    let fields = [
        ("matter", MATTER),
        ("promise", promise),
        ("issuer", "village"),
    ];
    Event::Step(Step {
        step: "letter.warn".to_owned(),
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        version: Some(version),
        ..Step::default()
    })
}

fn about_what_stands(promise: &'static str) -> EventPlan {
    EventPlan::WithVersion(Box::new(move |version| warn(promise, version)))
}

/// Takes steps in one seal, and tells what the relay made of the last of them.
fn take(world: &World, phone: &mut Phone, plans: Vec<EventPlan>) -> String {
    client::seal(&phone.ctx(), record(LETTER), plans, Vec::new()).unwrap();
    phone.sync(world, &mut rng());
    let state = phone.view(record(LETTER)).unwrap().state;
    match &state.history.last().unwrap().effect {
        Effect::NoEffect(reason) => reason.code.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_letter_says_what_was_signed_in_the_version_that_was_signed() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    write(
        &world,
        &phone,
        &[("matter", MATTER.into()), ("promise", MILDER.into())],
    );
    client::seal(&phone.ctx(), record(LETTER), Vec::new(), Vec::new()).unwrap();
    phone.sync(&world, &mut rng());
    let held = phone.view(record(LETTER)).unwrap().document;
    let earlier = Document::load(&held).unwrap().version();
    write(&world, &phone, &[("promise", PROMISE.into())]);
    sign(&world, &phone);
    // The paper would print an earlier version than the one that is signed.
    let stale = EventPlan::Ready(warn(PROMISE, earlier));
    assert_eq!(take(&world, &mut phone, vec![stale]), "signature_missing");
    let other_words = vec![about_what_stands(MILDER)];
    assert_eq!(take(&world, &mut phone, other_words), "not_as_signed");
    // No step passes because another one in the same envelope says what was signed.
    let hidden = vec![about_what_stands(PROMISE), about_what_stands(MILDER)];
    assert_eq!(take(&world, &mut phone, hidden), "not_as_signed");
    let state = phone.view(record(LETTER)).unwrap().state;
    assert_eq!(state.status, Status::Draft);
    let honest = vec![about_what_stands(PROMISE)];
    assert_eq!(take(&world, &mut phone, honest), "Applied");
    let state = phone.view(record(LETTER)).unwrap().state;
    assert_eq!(state.status, Status::Signed);
}

#[test]
fn a_letter_that_nobody_signed_by_name_is_none() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    write(
        &world,
        &phone,
        &[("matter", MATTER.into()), ("promise", PROMISE.into())],
    );
    sign_as(&world, &phone, "不详");
    let plans = vec![about_what_stands(PROMISE)];
    assert_eq!(take(&world, &mut phone, plans), "name_is_placeholder");
    sign(&world, &phone);
    let plans = vec![about_what_stands(PROMISE)];
    assert_eq!(take(&world, &mut phone, plans), "Applied");
}
