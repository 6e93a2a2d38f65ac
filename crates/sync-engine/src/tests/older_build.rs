//! An older app beside newer ones: it keeps what it cannot read and does not write over it.

use wangge_domain::lifecycle::Event;
use wangge_domain::record::RecordKind;

use super::lifecycle::found_and_noticed;
use super::{record, rng, submitted};
use crate::client::{self, EngineError, EventPlan};
use crate::testing::{OlderBuild, Phone, World};

const LATER: &[&str] = &["urged"];

/// A hazard with an act that one of the two phones cannot read, on both.
fn urged(world: &World) -> (Phone, Phone) {
    let (mut newer, mut older) = (world.worker(0), world.worker(0));
    newer.sync(world, &mut rng());
    found_and_noticed(world, &newer, 1);
    let urge = EventPlan::Ready(Event::Urged { days: 3 });
    client::seal(&newer.ctx(), record(1), vec![urge], Vec::new()).expect("it is sealed");
    newer.sync(world, &mut rng());
    let build = OlderBuild::begin(LATER);
    older.sync(world, &mut rng());
    drop(build);
    (newer, older)
}

/// The remark of a hazard, as a draft.
fn remark(phone: &Phone, world: &World) -> Result<(), EngineError> {
    let kind = RecordKind::Rectification;
    phone.edit(
        record(1),
        &kind,
        world.stream(0),
        &[("remark", "见后门".into())],
    )
}

#[test]
fn nobody_writes_over_what_the_app_cannot_read() {
    let world = World::in_memory();
    let (newer, older) = urged(&world);
    let build = OlderBuild::begin(LATER);
    let state = older.view(record(1)).unwrap().state;
    assert!(state.read_only);
    assert_eq!(state.history.last().unwrap().event, "urged");
    assert!(matches!(
        remark(&older, &world),
        Err(EngineError::ReadOnly(_))
    ));
    let voided = EventPlan::Ready(Event::Voided {
        reason: "重复".to_owned(),
    });
    let sealed = client::seal(&older.ctx(), record(1), vec![voided], Vec::new());
    assert!(matches!(sealed, Err(EngineError::ReadOnly(_))));
    assert!(older.waiting().is_empty());
    assert!(older.store.draft(record(1)).unwrap().is_none());
    // Everything else goes on.
    submitted(&world, &older, 2);
    assert_eq!(older.waiting().len(), 1);
    drop(build);
    assert!(remark(&newer, &world).is_ok(), "the newer app reads it");
}

#[test]
fn an_upgraded_app_reads_and_writes_what_it_could_not() {
    let world = World::in_memory();
    let (newer, mut older) = urged(&world);
    let view = |phone: &Phone| phone.view(record(1)).unwrap();
    assert!(!view(&older).state.read_only);
    assert_eq!(view(&older).state.status, view(&newer).state.status);
    remark(&older, &world).unwrap();
    let summary = older.sync(&world, &mut rng());
    assert_eq!(summary.refused, []);
}

#[test]
fn a_draft_from_before_is_kept_until_the_app_can_read_the_record() {
    let world = World::in_memory();
    let (mut newer, mut older) = (world.worker(0), world.worker(0));
    newer.sync(&world, &mut rng());
    found_and_noticed(&world, &newer, 1);
    newer.sync(&world, &mut rng());
    older.sync(&world, &mut rng());
    let urge = EventPlan::Ready(Event::Urged { days: 3 });
    client::seal(&newer.ctx(), record(1), vec![urge], Vec::new()).unwrap();
    newer.sync(&world, &mut rng());
    let build = OlderBuild::begin(LATER);
    // The rows come with an answer that was under way when the draft was written.
    let mut machine = client::SyncMachine::new(older.config.clone());
    let first = machine.step(&older.ctx(), client::SyncInput::Start, &mut rng());
    let send = first.unwrap().into_iter().find_map(|effect| match effect {
        client::SyncEffect::Send { id, request, .. } => Some((id, request)),
        _ => None,
    });
    let (id, request) = send.expect("the sync asks");
    remark(&older, &world).unwrap();
    let mut request = request;
    request.cursors = wangge_protocol::CursorClaim::Vector(older.store.cursors().unwrap());
    let response = world.exchange(older.device, older.user, &request).unwrap();
    let input = client::SyncInput::Response { id, response };
    machine.step(&older.ctx(), input, &mut rng()).unwrap();
    older.sync(&world, &mut rng());
    assert!(older.store.draft(record(1)).unwrap().is_some(), "kept");
    assert!(older.waiting().is_empty(), "and not sealed");
    drop(build);
    older.sync(&world, &mut rng());
    assert!(older.store.draft(record(1)).unwrap().is_none());
    let view = older.view(record(1)).unwrap();
    assert_eq!(view.content.text("remark"), Some("见后门"));
}
