//! Whoever is named by a step has a name (S2-15).

use super::kit::{Relay, officer, person, responsible};
use super::steps::{facts_of, well_formed_step};
use crate::lifecycle::{Event, Status};
use crate::people::Role;
use crate::record::RecordKind;

const WHEN: &str = "2026-09-07 10:00";
const NOBODY: [&str; 6] = ["无", "—", "不详", "110", "xx", "某某"];

fn saying(event: &Event, name: &str, value: &str) -> Event {
    let Event::Step(step) = event else {
        panic!("{event:?} is a step");
    };
    let mut step = step.clone();
    step.fields.insert(name.to_owned(), value.to_owned());
    Event::Step(step)
}

#[test]
fn who_leads_who_answers_and_who_is_supervised_has_a_name() {
    let government = person(9, &[Role::CountyGovernment]);
    for (kind, status, step, fields, who) in [
        (
            RecordKind::MajorCase,
            Status::Filed,
            "major_case.list",
            &["leader", "person"][..],
            &government,
        ),
        (
            RecordKind::Order,
            Status::Draft,
            "order.issue_monthly",
            &["unit"][..],
            &officer(),
        ),
    ] {
        let mut relay = Relay::new(kind);
        relay.state.status = status;
        let event = well_formed_step(step, &relay.state);
        relay.facts = facts_of(&event, &relay.state);
        for field in fields {
            for name in NOBODY {
                let said = saying(&event, field, name);
                relay.refuses(said, who, WHEN, "name_is_placeholder");
            }
        }
        let named = saying(&event, fields[0], "张建国");
        relay.does(named, who, WHEN);
    }
}

#[test]
fn who_signs_a_letter_has_a_name() {
    for step in ["letter.warn", "letter.responsibility", "letter.doorstep"] {
        let mut relay = Relay::new(RecordKind::Letter);
        let event = well_formed_step(step, &relay.state);
        relay.facts = facts_of(&event, &relay.state);
        let who = person(9, &[Role::StationOfficer, Role::VillageAdmin]);
        relay.facts.step.as_mut().unwrap().nameless_signer = true;
        relay.refuses(event.clone(), &who, WHEN, "name_is_placeholder");
        relay.facts.step.as_mut().unwrap().nameless_signer = false;
        relay.does(event, &who, WHEN);
    }
}

#[test]
fn a_pack_has_words_of_its_own_for_nobody() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(super::kit::found(), &officer(), WHEN);
    relay.pack.cases.placeholder_names = vec!["待分配".to_owned()];
    let named = |person: &str| {
        Event::ResponsibilitySet(crate::lifecycle::Responsible {
            person: person.to_owned(),
            ..responsible()
        })
    };
    relay.refuses(named("待分配"), &officer(), WHEN, "name_is_placeholder");
    relay.does(named("不详"), &officer(), WHEN);
}
