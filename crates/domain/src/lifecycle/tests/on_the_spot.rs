//! What was put right on the spot is closed with a responsible leader, as everything else.

use super::kit::{PACK, Relay, at, facts, found, officer, record, responsible, worker};
use crate::lifecycle::{Event, LifecycleTables, Responsible, Status, allowed_actions};
use crate::record::RecordKind;

fn verified() -> Event {
    Event::FixVerified {
        issuer: Some("station".to_owned()),
        note: String::new(),
    }
}

#[test]
fn it_is_closed_when_unit_leader_and_person_are_named() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    let fixed = Event::FixedOnSpot {
        before: record(34),
        after: record(35),
    };
    relay.does(fixed, &worker(), "2026-09-07 09:10");
    let when = "2026-09-07 10:00";
    for blank in 0..3 {
        let mut half = responsible();
        let names = [&mut half.unit, &mut half.leader, &mut half.person];
        " ".clone_into(names.into_iter().nth(blank).unwrap());
        relay.state.responsible = half;
        relay.refuses(verified(), &officer(), when, "responsible_missing");
    }
    relay.state.responsible = Responsible::default();
    relay.refuses(verified(), &officer(), when, "responsible_missing");

    // It is offered all the same: phone and desk name them with it.
    let tables = LifecycleTables::standard();
    let offered = allowed_actions(&PACK, tables, &relay.state, &officer(), &facts(), at(when));
    assert!(offered.iter().any(|action| action.0 == "fix_verified"));
    let named = Event::ResponsibilitySet(responsible());
    relay.does(named, &officer(), when);
    let closed = relay.does(verified(), &officer(), when);
    assert_eq!(closed.status, Status::Closed);
    assert_eq!(relay.state.responsible, responsible());
}

/// An outcome of before stands as it was recorded.
#[test]
fn a_fix_that_was_verified_before_stays_verified() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    let fixed = Event::FixedOnSpot {
        before: record(34),
        after: record(35),
    };
    relay.does(fixed, &worker(), "2026-09-07 09:10");
    let named = Event::ResponsibilitySet(responsible());
    relay.does(named, &officer(), "2026-09-07 09:20");
    relay.does(verified(), &officer(), "2026-09-07 10:00");
    let mut rows = relay.rows.clone();
    rows.remove(2);
    let state = crate::lifecycle::fold(RecordKind::Rectification, &rows);
    assert_eq!(state.status, Status::Closed);
    assert!(!state.responsible.is_complete());
}
