//! Whose an act is: the body to which a case was handed on, and the body in whose name it began;
//! and what it must go with: the case of a hazard, the premises of a measure, the items of an order.

use super::kit::{
    MEDIUM, Relay, feedback, fire, grid, officer, passed, person, police, record, second_officer,
    worker,
};
use super::steps::{department_officer, facts_of, well_formed_step};
use crate::lifecycle::{Actor, Event, RecordState, Status, Step};
use crate::people::Role;
use crate::record::RecordKind;

#[test]
fn what_was_handed_on_is_taken_returned_and_answered_by_that_body_alone() {
    let up = |to: &str| Event::Escalated {
        to: to.to_owned(),
        reason: "拒不整改".to_owned(),
    };
    let accept = || Event::EscalationAccepted {
        case_number: String::new(),
    };
    let back = || Event::EscalationReturned {
        reason: "缺照片".to_owned(),
    };
    let result = || Event::EnforcementResult {
        result: "penalty".to_owned(),
        note: "已处罚".to_owned(),
    };
    let (urban, market) = (
        department_officer(71, "URBAN"),
        department_officer(72, "MARKET"),
    );
    let when = "2026-09-24 09:00";
    for (to, own, others) in [
        ("URBAN", &urban, [&market, &police(), &fire()]),
        ("PSB", &police(), [&market, &urban, &fire()]),
        ("FIRE", &fire(), [&market, &urban, &police()]),
    ] {
        let mut relay = Relay::overdue();
        relay.state.urged = true;
        relay.does(up(to), &officer(), "2026-09-23 09:00");
        for other in others {
            relay.refuses(accept(), other, when, "body_not_competent");
            relay.refuses(back(), other, when, "body_not_competent");
        }
        relay.does(back(), own, when);
        relay.does(up(to), &officer(), when);
        relay.does(accept(), own, when);
        for other in others {
            relay.refuses(result(), other, when, "body_not_competent");
        }
        relay.does(result(), own, when);
        assert_eq!(relay.state.status, Status::Rechecking);
    }
}

/// As logs of before have it: the recheck itself handed the case on, to nobody.
fn handed_to_nobody() -> Relay {
    let mut relay = Relay::overdue();
    relay.state.urged = true;
    relay.does(feedback(), &worker(), "2026-09-23 09:00");
    let failed = Event::RecheckFailed {
        reason: "仍堆放".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    relay.does(failed, &officer(), "2026-09-23 10:00");
    relay.state.status = Status::Escalated;
    let newest = relay.state.history.last_mut().expect("it was rechecked");
    newest.status = Status::Escalated;
    relay
}

#[test]
fn what_was_handed_to_nobody_is_for_the_body_that_policy_names() {
    let accept = || Event::EscalationAccepted {
        case_number: String::new(),
    };
    let when = "2026-09-24 09:00";
    let mut relay = handed_to_nobody();
    for other in [&department_officer(71, "URBAN"), &fire()] {
        relay.refuses(accept(), other, when, "body_not_competent");
    }
    relay.does(accept(), &police(), when);
    let fixed = Event::EnforcementResult {
        result: "fixed".to_owned(),
        note: String::new(),
    };
    relay.refuses(fixed.clone(), &fire(), when, "body_not_competent");
    relay.does(fixed, &police(), when);

    let mut relay = handed_to_nobody();
    let recall = || {
        Event::Step(Step {
            step: "rectification.recall".to_owned(),
            fields: [("reason".to_owned(), "没有受文单位".to_owned())].into(),
            ..Step::default()
        })
    };
    let other = second_officer();
    relay.refuses(recall(), &other, when, "not_who_escalated");
    relay.does(recall(), &officer(), when);
    assert_eq!(relay.state.status, Status::Urged);
}

fn ordered(issuer: &str, by: &Actor) -> Relay {
    let draft = RecordState::new(RecordKind::StopUse);
    let mut order = well_formed_step("stop_use.order", &draft);
    if let Event::Step(step) = &mut order {
        step.fields.insert("issuer".to_owned(), issuer.to_owned());
    }
    let mut relay = Relay::new(RecordKind::StopUse);
    relay.facts = facts_of(&order, &draft);
    relay.does(order, by, "2026-09-07 09:00");
    relay.state.status = Status::LiftRequested;
    relay
}

#[test]
fn an_order_to_stop_use_is_lifted_by_the_body_that_gave_it() {
    let (brigade, when) = (person(61, &[Role::FireOfficer]), "2026-09-08 09:00");
    for (issuer, by, own, others) in [
        ("fire", &fire(), &brigade, [&second_officer(), &police()]),
        (
            "station",
            &officer(),
            &second_officer(),
            [&brigade, &police()],
        ),
    ] {
        for name in ["stop_use.check_failed", "stop_use.check_passed"] {
            let mut relay = ordered(issuer, by);
            let check = well_formed_step(name, &relay.state);
            relay.facts = facts_of(&check, &relay.state);
            for other in others {
                relay.refuses(check.clone(), other, when, "issuer_not_yours");
            }
            relay.does(check, own, when);
        }
    }
}

#[test]
fn what_a_case_is_about_is_not_judged_beside_it() {
    let deny = || Event::NotMajor {
        reason: "不构成".to_owned(),
    };
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.state.status = Status::UnderReview;
    relay.facts.major_open = true;
    relay.refuses(deny(), &fire(), "2026-09-08 09:00", "case_open_already");
    relay.facts.major_open = false;
    relay.does(deny(), &fire(), "2026-09-08 09:00");
    assert_eq!(relay.state.status, Status::Found);

    // A case that was reported and not refused.
    let (hazard, other) = (record(88), record(89));
    let mut case = RecordState::new(RecordKind::MajorCase);
    let about = ("hazard".to_owned(), hazard.to_string());
    case.case.fields.extend([about]);
    for (status, holds) in [
        (Status::Draft, false),
        (Status::Reported, true),
        (Status::Filed, true),
        (Status::Closed, true),
        (Status::Refused, false),
    ] {
        case.status = status;
        assert_eq!(case.holds_major(hazard), holds, "{}", case.status);
        assert!(!case.holds_major(other));
    }
}

#[test]
fn a_measure_follows_one_about_the_same_premises() {
    let draft = RecordState::new(RecordKind::Measure);
    let open = || well_formed_step("measure.open", &draft);
    let mut relay = Relay::new(RecordKind::Measure);
    relay.facts = facts_of(&open(), &draft);
    let before = |relay: &mut Relay, premises| {
        for fact in &mut relay.facts.step.as_mut().unwrap().linked {
            fact.premises = premises;
        }
    };
    before(&mut relay, Some(record(78)));
    relay.refuses(open(), &officer(), "2026-09-07 09:00", "other_premises");
    // The village, of which the premises is one.
    before(&mut relay, None);
    relay.does(open(), &officer(), "2026-09-07 09:00");
}

#[test]
fn an_order_for_a_grid_is_answered_by_the_people_of_that_grid() {
    let draft = RecordState::new(RecordKind::Order);
    let village = person(62, &[Role::VillageAdmin]);
    let (worker, when) = (person(63, &[Role::GridWorker]), "2026-09-08 09:00");
    let issued = |whose: &str| {
        let mut issue = well_formed_step("order.issue_monthly", &draft);
        if let Event::Step(step) = &mut issue {
            step.fields.insert("unit_grid".to_owned(), whose.to_owned());
        }
        issue
    };
    let order = |whose: &str| {
        let mut relay = Relay::new(RecordKind::Order);
        let issue = issued(whose);
        relay.facts = facts_of(&issue, &draft);
        relay.does(issue, &officer(), "2026-09-07 09:00");
        relay
    };
    let mut relay = order(&grid(MEDIUM).to_string());
    for name in ["order.accept", "order.answer"] {
        let step = well_formed_step(name, &relay.state);
        relay.facts = facts_of(&step, &relay.state);
        for other in [&worker, &second_officer()] {
            relay.refuses(step.clone(), other, when, "body_not_competent");
        }
        relay.does(step, &village, when);
    }
    // It names none: anybody who may.
    let mut relay = order("");
    let answer = well_formed_step("order.answer", &relay.state);
    relay.facts = facts_of(&answer, &relay.state);
    relay.does(answer, &worker, when);
    // A grid that is not here could answer nothing.
    let mut relay = Relay::new(RecordKind::Order);
    for elsewhere in [grid(9).to_string(), "场镇社区".to_owned()] {
        let issue = issued(&elsewhere);
        relay.facts = facts_of(&issue, &draft);
        relay.refuses(issue, &officer(), when, "not_among");
    }
}

#[test]
fn an_order_is_closed_when_all_that_it_lists_is_at_its_end() {
    let mut relay = Relay::new(RecordKind::Order);
    relay.state.status = Status::Answered;
    let close = well_formed_step("order.close", &relay.state);
    relay.facts = facts_of(&close, &relay.state);
    let open = record(88).to_string();
    relay.facts.step.as_mut().unwrap().undone = Some(open);
    let when = "2026-09-20 09:00";
    relay.refuses(close.clone(), &officer(), when, "not_all_done");
    relay.facts.step.as_mut().unwrap().undone = None;
    relay.does(close, &officer(), when);
}

#[test]
fn opinion_and_closing_are_numbered_by_the_body_of_who_rechecked() {
    for (by, body) in [
        (officer(), "station"),
        (police(), "police"),
        (fire(), "fire"),
    ] {
        for event in [
            passed(&[4]),
            Event::RecheckFailed {
                reason: "仍未清理".to_owned(),
                photos: Vec::new(),
                with: Vec::new(),
            },
        ] {
            let mut relay = Relay::served();
            relay.does(feedback(), &worker(), "2026-09-20 09:00");
            let outcome = relay.does(event, &by, "2026-09-21 10:00");
            let opinion = outcome.paper_number.expect("it has one of its own");
            assert!(opinion.starts_with(&format!("{body}recheck")), "{opinion}");
            // The closing is that of the same body, whoever issued the notice.
            let closing = outcome.number.as_deref();
            let own = format!("{body}close_out");
            assert!(closing.is_none_or(|it| it.starts_with(&own)), "{own}");
            assert_eq!(closing.is_some(), outcome.status == Status::Closed);
        }
    }
}
