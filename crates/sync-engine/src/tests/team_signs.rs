//! A visit that the village's team has not signed as the policy asks: the relay takes it to no effect,
//! whatever the program that handed it in asked.

use std::sync::Arc;

use uuid::Uuid;
use wangge_domain::control::ControlEvent;
use wangge_domain::inspection::keys;
use wangge_domain::lifecycle::{Effect, Status};
use wangge_domain::policy::TeamSigning;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::register::RegisterRow;

use super::{record, rng};
use crate::content_rules::statement_digest;
use crate::testing::{Phone, World};

fn world() -> World {
    let mut world = World::in_memory();
    let mut pack = world.policy.as_ref().clone();
    pack.calendar.team_signs = vec![TeamSigning {
        modes: vec!["regular".to_owned()],
        least: 2,
        head: false,
        manager: false,
    }];
    world.policy = Arc::new(pack);
    let grid = world.grids[0];
    let village = world.control_state().grids[&grid].parent.unwrap();
    world.control(&ControlEvent::RegisterSet(RegisterRow {
        register: "village_team".to_owned(),
        key: village.to_string(),
        from: "2026-01-01".parse().unwrap(),
        until: None,
        entry: format!(r#"{{"village":"{village}","group":["张三","李四"]}}"#),
        set_by: None,
        reason: String::new(),
    }));
    world
}

fn write(world: &World, phone: &Phone, edits: &[(String, &str)]) {
    let edits: Vec<(&str, Scalar)> = edits
        .iter()
        .map(|(key, value)| (key.as_str(), (*value).into()))
        .collect();
    phone
        .edit(record(1), &RecordKind::Inspection, world.stream(0), &edits)
        .unwrap();
}

fn sign(world: &World, phone: &Phone, number: u128, signer: &str) {
    let id = Uuid::from_u128(number);
    let content = phone.view(record(1)).unwrap().content;
    let statement = statement_digest(&content).to_string();
    // Two hands.
    let strokes = format!("AAA{number}");
    write(
        world,
        phone,
        &[
            (keys::signature_signer(id), signer),
            (keys::signature_role(id), "inspector"),
            (keys::signature_strokes(id), strokes.as_str()),
            (keys::signature_statement(id), statement.as_str()),
        ],
    );
}

/// Hands it in and tells what the relay made of it.
fn hand_in(world: &World, phone: &mut Phone) -> Effect {
    phone.submit(record(1)).unwrap();
    phone.sync(world, &mut rng());
    let state = phone.view(record(1)).unwrap().state;
    state.history.last().unwrap().effect.clone()
}

#[test]
fn a_visit_without_the_signatures_of_the_team_has_no_effect() {
    let world = world();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    let answered = [
        (keys::MODE.to_owned(), "regular"),
        (keys::answer_result("SP-01"), "pass"),
    ];
    write(&world, &phone, &answered);
    sign(&world, &phone, 1, "张三");
    let Effect::NoEffect(reason) = hand_in(&world, &mut phone) else {
        panic!("one alone is no team");
    };
    assert_eq!(reason.code, "team_signature_missing");
    assert_eq!(reason.rule, "S4-09");
    // Names stand where they can be blanked, and the log is no such place.
    assert_eq!(reason.detail, "须 2，现 1");
    let kept = phone.view(record(1)).unwrap();
    assert_eq!(kept.state.status, Status::Draft);
    assert!(kept.content.text(&keys::answer_result("SP-01")).is_some());
    sign(&world, &phone, 2, "李四");
    assert_eq!(hand_in(&world, &mut phone), Effect::Applied);
}
