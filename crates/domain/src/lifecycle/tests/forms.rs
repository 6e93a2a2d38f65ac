//! The forms of steps: what the tables ask, with the lists of the pack, and back in words.

use std::collections::BTreeMap;

use super::kit::PACK;
use crate::lifecycle::{
    FieldEntry, LifecycleTables, RecordState, Status, StepForm, StepTaken, TimeBounds, case_lines,
};
use crate::record::RecordKind;
use crate::resources::has_label;
use crate::{Timestamp, UserId};

fn form(kind: RecordKind, status: Status, step: &str) -> StepForm {
    let table = LifecycleTables::standard().of(&kind).unwrap();
    let mut state = RecordState::new(kind);
    state.status = status;
    StepForm::of(&PACK, table, &state, step).unwrap()
}

#[test]
fn a_form_asks_what_the_row_asks_and_offers_the_lists() {
    let warn = form(RecordKind::Letter, Status::Draft, "letter.warn");
    assert_eq!(warn.zh, "告诫承诺");
    assert_eq!(warn.signatures, ["owner", "operator", "tenant"]);
    let names: Vec<&str> = warn
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    // The provisional number is the phone's to give.
    assert_eq!(names, ["matter", "promise", "issuer"]);
    let issuer = &warn.fields[2].choices;
    assert!(issuer.iter().any(|one| one.code == "station"));
    let passed = form(
        RecordKind::StopUse,
        Status::LiftRequested,
        "stop_use.check_passed",
    );
    assert_eq!((passed.people, passed.photos), (2, 1));
    let open = form(RecordKind::Measure, Status::Draft, "measure.open");
    assert!(open.longest.is_some(), "the author may state a deadline");
    let date = open
        .fields
        .iter()
        .find(|field| field.name == "date")
        .unwrap();
    assert_eq!(date.entry, FieldEntry::Day);
    let propose = form(RecordKind::Leniency, Status::Draft, "leniency.propose");
    let version = &propose.fields[1];
    assert_eq!(
        version.given.as_deref(),
        Some(PACK.cases.lists["minor_breaches"].version.as_str())
    );
}

#[test]
fn who_reports_is_not_asked_for() {
    let receive = form(RecordKind::Report, Status::Draft, "report.receive");
    assert!(receive.fields.iter().all(|field| field.name != "reporter"));
}

#[test]
fn a_step_that_is_not_possible_in_this_state_has_no_form() {
    let table = LifecycleTables::standard().of(&RecordKind::Letter).unwrap();
    let mut state = RecordState::new(RecordKind::Letter);
    assert_eq!(StepForm::of(&PACK, table, &state, "letter.kept"), None);
    assert_eq!(StepForm::of(&PACK, table, &state, "letter.unheard"), None);
    state.status = Status::Signed;
    assert!(StepForm::of(&PACK, table, &state, "letter.kept").is_some());
}

#[test]
fn a_field_among_those_of_the_case_offers_these_in_words() {
    let table = LifecycleTables::standard().of(&RecordKind::Call).unwrap();
    let mut state = RecordState::new(RecordKind::Call);
    state.status = Status::Open;
    let fields: BTreeMap<String, String> =
        [("departments".to_owned(), "PSB, FIRE_LATER".to_owned())].into();
    state.case.fields = fields.clone();
    state.case.steps.push(StepTaken {
        seq: Some(1),
        step: "call.whistle".to_owned(),
        user: UserId::from_bytes([1; 16]),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(Timestamp(0)),
        fields: fields.clone(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    let answer = StepForm::of(&PACK, table, &state, "call.answer").unwrap();
    let choices = &answer.fields[0].choices;
    assert_eq!(choices.len(), 2);
    assert_eq!(choices[0].zh, PACK.routing.departments["PSB"].zh);
    assert_eq!(choices[1].zh, "FIRE_LATER", "of a later pack: as it is");
    let lines = case_lines(&PACK, table, Some("call.whistle"), &fields);
    assert_eq!(lines[0].zh, "应报到部门");
    let words = format!("{}、FIRE_LATER", PACK.routing.departments["PSB"].zh);
    assert_eq!(lines[0].text, words);
}

#[test]
fn lines_stand_in_the_order_of_the_table_and_strangers_last() {
    let table = LifecycleTables::standard()
        .of(&RecordKind::StopUse)
        .unwrap();
    let fields = [
        ("zebra", "1"),
        ("reason", "甲"),
        ("part", "二层"),
        ("basis", " "),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let lines = case_lines(&PACK, table, Some("stop_use.order"), &fields.into());
    let names: Vec<&str> = lines.iter().map(|line| line.zh.as_str()).collect();
    assert_eq!(names, ["停用部位", "理由", "其他"]);
}

#[test]
fn every_register_has_words_for_its_steps_states_and_signers() {
    for kind in &RecordKind::CASES {
        let table = LifecycleTables::standard().of(kind).unwrap();
        assert!(has_label(&format!("kind.{kind}")), "{kind}");
        for event in &table.events {
            assert!(has_label(&format!("event.{}", event.id)), "{}", event.id);
        }
        for state in &table.states {
            let own = has_label(&format!("{kind}_status.{}", state.id));
            assert!(
                own || has_label(&format!("status.{}", state.id)),
                "{kind} {}",
                state.id
            );
        }
        let signers = table.rows.iter().flat_map(|row| &row.asks.signatures);
        for role in signers {
            assert!(has_label(&format!("signature_role.{role}")), "{role}");
        }
    }
}
