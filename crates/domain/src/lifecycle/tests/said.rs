//! What is printed says something, goes to the department that it is for, and is about one premises.

use super::kit::{
    PREMISES, Relay, feedback, officer, person, record, second_officer, user, worker,
};
use super::steps::{facts_of, ripe, well_formed_step};
use crate::lifecycle::{
    Actor, Event, LifecycleTables, Reason, RecordState, Status, Step, unqualified,
};
use crate::people::Role;
use crate::policy::default_pack;
use crate::record::RecordKind;

const WHEN: &str = "2026-09-20 09:00";

/// The step with this in a field.
fn saying(event: &Event, field: &str, text: &str) -> Event {
    let mut event = event.clone();
    if let Event::Step(step) = &mut event {
        step.fields.insert(field.to_owned(), text.to_owned());
    }
    event
}

/// Somebody with every hat.
fn anybody(n: u8) -> Actor {
    person(n, &super::kit::ROLES)
}

#[test]
fn every_field_that_is_to_say_something_refuses_a_point() {
    let mut asked = 0;
    for table in LifecycleTables::standard().iter() {
        for row in &table.rows {
            for rule in row.asks.fields.iter().filter(|rule| rule.said) {
                let mut state = RecordState::new(table.kind.clone());
                state.status = row.from[0].clone();
                let state = ripe(state, &row.event);
                let event = well_formed_step(&row.event, &state);
                let mut relay = Relay::new(table.kind.clone());
                relay.facts = facts_of(&event, &state);
                relay.state = state;
                for text in [".", "。。", "无"] {
                    let event = saying(&event, &rule.name, text);
                    let at = super::kit::at(WHEN);
                    let outcome = relay.act(event, &anybody(50), at);
                    let code = super::kit::refusal(&outcome.effect).to_owned();
                    // A name that is none is told as such.
                    let told = match rule.somebody {
                        true => "name_is_placeholder",
                        false => "says_nothing",
                    };
                    assert_eq!(code, told, "{} {}", row.event, rule.name);
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 30, "{asked}");
}

#[test]
fn a_recheck_that_failed_an_escalation_and_its_return_say_why() {
    let mut relay = Relay::served();
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    let failed = |reason: &str| Event::RecheckFailed {
        reason: reason.to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    relay.refuses(failed("."), &officer(), "2026-09-16 10:00", "says_nothing");
    relay.does(failed("仍堆放"), &officer(), "2026-09-16 10:00");
    let mut relay = Relay::overdue();
    relay.state.urged = true;
    let up = |reason: &str| Event::Escalated {
        to: "PSB".to_owned(),
        reason: reason.to_owned(),
    };
    let when = "2026-09-23 09:00";
    relay.refuses(up("。"), &officer(), when, "says_nothing");
    relay.does(up("拒不整改"), &officer(), when);
    let back = Event::EscalationReturned {
        reason: "、".to_owned(),
    };
    relay.refuses(
        back,
        &super::kit::police(),
        "2026-09-24 09:00",
        "says_nothing",
    );
}

fn handed_on() -> Event {
    Event::Escalated {
        to: "PSB".to_owned(),
        reason: "拒不整改".to_owned(),
    }
}

fn recall() -> Event {
    Event::Step(Step {
        step: "rectification.recall".to_owned(),
        fields: [("reason".to_owned(), "报错了单位".to_owned())].into(),
        ..Step::default()
    })
}

#[test]
fn a_body_in_which_nobody_works_is_handed_nothing() {
    let mut relay = Relay::overdue();
    relay.state.urged = true;
    relay.facts.unstaffed = Some("公安派出所".to_owned());
    let when = "2026-09-23 09:00";
    relay.refuses(handed_on(), &officer(), when, "nobody_there");
    relay.facts.unstaffed = None;
    relay.does(handed_on(), &officer(), when);
}

#[test]
fn who_handed_a_case_on_takes_it_back_until_it_is_received() {
    let overdue = || {
        let mut relay = Relay::overdue();
        relay.state.urged = true;
        relay
    };
    let (when, then) = ("2026-09-23 09:00", "2026-09-24 09:00");
    let mut relay = overdue();
    relay.does(handed_on(), &officer(), when);
    relay.refuses(recall(), &second_officer(), then, "not_who_escalated");
    let back = relay.does(recall(), &officer(), then);
    assert_eq!((back.status, back.due), (Status::Urged, None));
    assert_eq!(relay.state.escalated_to, None);
    assert!(relay.state.escalations.is_empty(), "nobody is to be told");
    relay.does(handed_on(), &officer(), "2026-09-24 10:00");
    // What the relay handed on by itself any officer takes back.
    let mut by_relay = overdue();
    by_relay.does(handed_on(), &super::kit::system(), when);
    by_relay.does(recall(), &second_officer(), then);
    // It was received.
    let accept = Event::EscalationAccepted {
        case_number: String::new(),
    };
    relay.does(accept, &super::kit::police(), "2026-09-24 11:00");
    let refused = "with_enforcement";
    relay.refuses(recall(), &officer(), "2026-09-24 12:00", refused);
}

#[test]
fn a_letter_of_responsibility_is_issued_by_a_body_of_its_level() {
    let draft = RecordState::new(RecordKind::Letter);
    let sign = well_formed_step("letter.responsibility", &draft);
    let mut relay = Relay::new(RecordKind::Letter);
    relay.facts = facts_of(&sign, &draft);
    for issuer in ["county", "fire"] {
        let other = saying(&sign, "issuer", issuer);
        relay.refuses(other, &anybody(50), WHEN, "not_of_this_entry");
    }
    relay.does(saying(&sign, "issuer", "village"), &anybody(50), WHEN);
}

#[test]
fn a_batch_order_goes_to_a_department_of_the_routing_table() {
    let draft = RecordState::new(RecordKind::Order);
    let issue = well_formed_step("order.issue_trade", &draft);
    let mut relay = Relay::new(RecordKind::Order);
    relay.facts = facts_of(&issue, &draft);
    let to_health = saying(&issue, "department", "HEALTH");
    relay.refuses(to_health, &officer(), WHEN, "not_of_this_entry");
    relay.does(issue, &officer(), WHEN);
}

#[test]
fn a_measure_is_about_the_premises_of_its_case() {
    let draft = RecordState::new(RecordKind::Measure);
    let open = well_formed_step("measure.open", &draft);
    let mut relay = Relay::new(RecordKind::Measure);
    relay.facts = facts_of(&open, &draft);
    let Event::Step(step) = &open else {
        return;
    };
    let case = step.field("case").parse().unwrap();
    let hangs_on = |relay: &mut Relay, premises| {
        let linked = &mut relay.facts.step.as_mut().unwrap().linked;
        for fact in linked.iter_mut().filter(|fact| fact.record == case) {
            fact.premises = premises;
        }
    };
    hangs_on(&mut relay, Some(record(78)));
    relay.refuses(open.clone(), &officer(), WHEN, "other_premises");
    // An order over a village hangs on none.
    hangs_on(&mut relay, None);
    relay.does(open, &officer(), WHEN);
    assert_ne!(record(78), record(PREMISES));
}

#[test]
fn what_the_records_around_have_against_a_step_refuses_it() {
    let draft = RecordState::new(RecordKind::MajorCase);
    let report = well_formed_step("major_case.report", &draft);
    let mut relay = Relay::new(RecordKind::MajorCase);
    relay.facts = facts_of(&report, &draft);
    let why = Reason::new("not_what_it_is_about", "S0-27");
    relay.facts.step.as_mut().unwrap().amiss = Some(why);
    relay.refuses(report.clone(), &officer(), WHEN, "not_what_it_is_about");
    relay.facts.step.as_mut().unwrap().amiss = None;
    relay.does(report, &officer(), WHEN);
}

#[test]
fn who_lifts_a_stop_of_use_together_is_of_the_body_that_ordered_it() {
    let mut state = RecordState::new(RecordKind::StopUse);
    state.status = Status::LiftRequested;
    state.issuer = Some("station".to_owned());
    let check = well_formed_step("stop_use.check_passed", &state);
    let (facts, at) = (super::kit::facts(), super::kit::at(WHEN));
    let second = |role: Role| {
        let rights = |one: crate::UserId, _| Actor {
            user: one,
            ..person(one.as_bytes()[0], &[role])
        };
        let around = (&state, &facts);
        unqualified(&default_pack(), &check, around, at, rights)
    };
    assert_eq!(second(Role::FireOfficer), [user(41)]);
    assert_eq!(second(Role::Police), [user(41)]);
    assert!(second(Role::StationOfficer).is_empty());
    let mut relay = Relay::new(RecordKind::StopUse);
    relay.facts = facts_of(&check, &state);
    relay.facts.unqualified = vec![user(41)];
    relay.state = state;
    relay.refuses(check, &second_officer(), WHEN, "unqualified_checker");
}
