//! What the closing of a major case asks of its hazard, and whose series numbers a closing.

use super::kit::{Relay, brigade_notice, fire, officer, person, responsible, signature, version};
use super::steps::{facts_of, well_formed_step};
use crate::lifecycle::{
    Event, Reason, RecordState, Responsible, ServiceProof, Status, unready_to_close,
};
use crate::people::Role;
use crate::record::RecordKind;

const WHEN: &str = "2026-09-08 09:00";

fn code(hazard: &RecordState, guidance: bool) -> String {
    unready_to_close(hazard, guidance).map_or_else(|| "ready".to_owned(), |why| why.code)
}

#[test]
fn the_hazard_of_a_case_had_a_notice_of_its_own_which_was_served() {
    let mut relay = Relay::new(RecordKind::Rectification);
    let suspect = Event::Found {
        version: version(1),
        suspected_major: true,
        life_threat: false,
    };
    relay.does(suspect, &officer(), "2026-09-07 09:00");
    assert_eq!(code(&relay.state, false), "major_not_noticed");
    relay.facts.major_filed = true;
    relay.does(brigade_notice(), &fire(), WHEN);
    assert_eq!(code(&relay.state, false), "major_not_served");
    let served = Event::Served(ServiceProof::Signed(signature("王建国")));
    relay.does(served, &fire(), WHEN);
    assert_eq!(code(&relay.state, false), "ready");
}

#[test]
fn a_general_notice_of_before_is_not_that_of_the_judged_hazard() {
    let mut hazard = Relay::served().state;
    hazard.status = Status::UnderReview;
    assert!(hazard.served && !hazard.major_notice);
    assert_eq!(code(&hazard, false), "major_not_noticed");
}

#[test]
fn what_a_visit_of_guidance_found_gets_no_notice_and_still_has_somebody_answerable() {
    let mut hazard = RecordState::new(RecordKind::Rectification);
    hazard.status = Status::UnderReview;
    assert_eq!(code(&hazard, true), "responsible_missing");
    for lacks in 0..3 {
        let mut names = ["便民超市", "王建国", "李秀英"].map(str::to_owned);
        " ".clone_into(&mut names[lacks]);
        let [unit, leader, person] = names;
        hazard.responsible = Responsible {
            unit,
            leader,
            person,
            phone: String::new(),
        };
        assert_eq!(code(&hazard, true), "responsible_missing", "{lacks}");
    }
    hazard.responsible = responsible();
    assert_eq!(code(&hazard, true), "ready");
    assert_eq!(code(&hazard, false), "major_not_noticed");
}

#[test]
fn a_hazard_that_is_not_under_review_any_more_goes_its_own_way() {
    let mut hazard = RecordState::new(RecordKind::Rectification);
    for status in [Status::Found, Status::Served, Status::Closed] {
        hazard.status = status;
        assert_eq!(code(&hazard, false), "ready", "{}", hazard.status);
    }
}

#[test]
fn a_case_is_neither_proposed_nor_approved_for_closing_before_its_hazard_is_ready() {
    for (from, name) in [
        (Status::Passed, "major_case.propose_closing"),
        (Status::ClosingPending, "major_case.close"),
    ] {
        for code in [
            "major_not_noticed",
            "major_not_served",
            "responsible_missing",
        ] {
            let mut relay = Relay::new(RecordKind::MajorCase);
            relay.state.status = from.clone();
            let step = well_formed_step(name, &relay.state);
            relay.facts = facts_of(&step, &relay.state);
            let brigade = person(61, &[Role::FireOfficer]);
            let known = relay.facts.step.as_mut().unwrap();
            known.unready = Some(Reason::new(code, "S0-27"));
            relay.refuses(step.clone(), &brigade, WHEN, code);
            relay.facts.step.as_mut().unwrap().unready = None;
            relay.does(step, &brigade, WHEN);
        }
    }
}

#[test]
fn a_hazard_that_is_closed_with_its_case_is_numbered_by_the_body_that_closes() {
    for (who, body) in [(officer(), "station"), (fire(), "fire")] {
        // Whether the notice in force is the station's or the brigade's.
        for issuer in ["station", "fire"] {
            let mut relay = Relay::new(RecordKind::Rectification);
            relay.state.status = Status::UnderReview;
            relay.state.issuer = Some(issuer.to_owned());
            let close = well_formed_step("rectification.major_closed", &relay.state);
            relay.facts = facts_of(&close, &relay.state);
            let number = relay.does(close, &who, WHEN).number.unwrap();
            assert!(number.starts_with(&format!("{body}close_out")), "{number}");
        }
    }
}
