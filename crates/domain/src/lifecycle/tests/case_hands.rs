//! Through whose hands a major case goes: who had a part in its filing or its recheck approves no
//! closing, and what was assigned to a department is filed and rechecked by it.

use std::collections::BTreeMap;

use super::kit::{Relay, at, person, user};
use super::steps::{department_officer, facts_of, well_formed_step};
use crate::UserId;
use crate::lifecycle::{RecordState, Status, StepTaken, TimeBounds};
use crate::people::Role;
use crate::record::RecordKind;

const WHEN: &str = "2026-09-08 09:00";

fn taken(state: &mut RecordState, step: &str, by: UserId, with: &[UserId]) {
    state.case.steps.push(StepTaken {
        seq: Some(1),
        step: step.to_owned(),
        user: by,
        with: with.to_vec(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(at("2026-09-07 09:00")),
        fields: BTreeMap::new(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
}

fn case_in(status: Status, name: &str) -> Relay {
    let mut relay = Relay::new(RecordKind::MajorCase);
    relay.state.status = status;
    let step = well_formed_step(name, &relay.state);
    relay.facts = facts_of(&step, &relay.state);
    relay
}

#[test]
fn who_proposed_the_filing_or_rechecked_approves_no_closing() {
    for step in [
        "major_case.propose_filing",
        "major_case.recheck_passed",
        "major_case.propose_closing",
    ] {
        let mut relay = case_in(Status::ClosingPending, "major_case.close");
        taken(&mut relay.state, step, user(61), &[user(62)]);
        let close = well_formed_step("major_case.close", &relay.state);
        for n in [61, 62] {
            let who = person(n, &[Role::FireOfficer]);
            relay.refuses(close.clone(), &who, WHEN, "same_person");
        }
        relay.does(close, &person(63, &[Role::FireOfficer]), WHEN);
    }
    // Who approved the filing, or found that it was not put right, may.
    for step in ["major_case.approve_filing", "major_case.recheck_failed"] {
        let mut relay = case_in(Status::ClosingPending, "major_case.close");
        taken(&mut relay.state, step, user(61), &[]);
        let close = well_formed_step("major_case.close", &relay.state);
        relay.does(close, &person(61, &[Role::FireOfficer]), WHEN);
    }
}

#[test]
fn what_was_assigned_is_filed_and_rechecked_by_that_department() {
    let brigade = person(61, &[Role::FireOfficer]);
    let (own, other) = (
        department_officer(71, "EDU"),
        department_officer(72, "MARKET"),
    );
    for (status, name) in [
        (Status::Reported, "major_case.propose_filing"),
        (Status::Filed, "major_case.recheck_passed"),
        (Status::Listed, "major_case.recheck_passed"),
        (Status::Filed, "major_case.recheck_failed"),
        (Status::Listed, "major_case.recheck_failed"),
    ] {
        let case = |assigned: bool| {
            let mut relay = case_in(status.clone(), name);
            let department = ("department".to_owned(), "EDU".to_owned());
            relay.state.case.fields.extend([department]);
            if assigned {
                taken(&mut relay.state, "major_case.assign", user(64), &[]);
            }
            let step = well_formed_step(name, &relay.state);
            (relay, step)
        };
        let (mut relay, step) = case(false);
        relay.does(step, &brigade, WHEN);
        let (mut relay, step) = case(true);
        relay.refuses(step.clone(), &brigade, WHEN, "body_not_competent");
        relay.refuses(step.clone(), &other, WHEN, "body_not_competent");
        relay.does(step, &own, WHEN);
        // Unless the pack says so.
        let (mut relay, step) = case(true);
        relay.pack.cases.beside_assigned = vec![Role::FireOfficer];
        relay.refuses(step.clone(), &other, WHEN, "body_not_competent");
        relay.does(step, &brigade, WHEN);
        // The brigade may be the body to which it was assigned.
        let (mut relay, step) = case(true);
        let department = ("department".to_owned(), "FIRE".to_owned());
        relay.state.case.fields.extend([department]);
        relay.refuses(step.clone(), &own, WHEN, "body_not_competent");
        relay.does(step, &brigade, WHEN);
    }
}
