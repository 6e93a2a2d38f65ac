use std::collections::BTreeSet;

use wangge_domain::control::ControlState;
use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::{Event, RecordState, Status, Step, StepTaken, TimeBounds};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::policy::default_pack;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, GridId, RecordId, Timestamp, UserId};

use super::super::test_kit::{does, numbered, outcome, with_office};
use super::*;
use crate::case_file::RecordFile;

fn file(kind: RecordKind, n: u8) -> RecordFile {
    RecordFile {
        record: RecordId::from_bytes([n; 16]),
        content: Content::default(),
        state: RecordState::new(kind),
        acts: Vec::new(),
        quoted: None,
        void: BTreeSet::new(),
        blanked: BTreeSet::new(),
    }
}

fn ordered(hazard: RecordFile) -> Paper {
    ordered_as(hazard, ("order.issue_trade", &[]), false)
}

fn ordered_as(hazard: RecordFile, issued: (&str, &[(&str, &str)]), before: bool) -> Paper {
    let mut order = file(RecordKind::Order, 1);
    let said = [("category", "small_shop"), ("text", "行业督办")];
    let said = [&said[..], issued.1].concat();
    order.state.case.steps.push(StepTaken {
        seq: Some(1),
        step: issued.0.to_owned(),
        user: UserId::from_bytes([1; 16]),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(Timestamp(1_788_600_000_000)),
        fields: said
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    let case = RegisterFile {
        file: order,
        grid: GridId::from_bytes([4; 16]),
        premises: None,
        hazards: vec![(hazard, file(RecordKind::Premises, 3))],
        majors: Vec::new(),
    };
    let (policy, control) = (default_pack(), ControlState::default());
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before,
    };
    order_of(&office, &case).unwrap()
}

#[test]
fn an_order_names_a_hazard_in_the_words_of_its_notice() {
    let mut hazard = file(RecordKind::Rectification, 2);
    hazard.content.set(keys::DESCRIPTION, "灭火器过期");
    hazard.quoted = Some(hazard.content.clone());
    let before = ordered(hazard.clone());
    hazard.content.set(keys::DESCRIPTION, "改写的隐患");
    assert_eq!(ordered(hazard.clone()), before);
    // Before a notice is issued there are no others.
    hazard.quoted = None;
    assert!(format!("{:?}", ordered(hazard).blocks).contains("改写的隐患"));
}

/// A yearly order over a major case of this hazard, filed or not yet.
fn yearly(number: Option<&str>, due: Option<Timestamp>) -> Paper {
    let hazard = file(RecordKind::Rectification, 2);
    let mut major = match number {
        Some(number) => super::super::test_kit::filed(5, hazard.record, number),
        None => file(RecordKind::MajorCase, 5),
    };
    let about = ("hazard".to_owned(), hazard.record.to_string());
    major.state.case.fields.extend([about]);
    major.state.due = due;
    let mut order = file(RecordKind::Order, 1);
    let year = ("year".to_owned(), "2026".to_owned());
    order.state.case.steps.push(StepTaken {
        seq: Some(1),
        step: "order.issue_yearly".to_owned(),
        user: UserId::from_bytes([1; 16]),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(Timestamp(1_788_600_000_000)),
        fields: [year].into(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    let case = RegisterFile {
        file: order,
        grid: GridId::from_bytes([4; 16]),
        premises: None,
        hazards: vec![(hazard, file(RecordKind::Premises, 3))],
        majors: vec![major],
    };
    let (policy, control) = (default_pack(), ControlState::default());
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before: false,
    };
    order_of(&office, &case).unwrap()
}

#[test]
fn a_yearly_order_names_the_filing_and_the_deadline_of_a_major_case() {
    let number = "青救消立字〔2026〕第0001号";
    let paper = yearly(Some(number), Some(Timestamp(1_788_600_000_000)));
    let said = format!("{:?}", paper.blocks);
    assert!(said.contains("2026年度下列重大火灾隐患尚未整改"), "{said}");
    assert!(
        said.contains(&format!("立案文号：隐患1：{number}")),
        "{said}"
    );
    assert!(said.contains("2026年9月5日前"), "{said}");
    assert!(paper.issuer.contains("县政府"), "{}", paper.issuer);
    let unfiled = format!("{:?}", yearly(None, None).blocks);
    assert!(!unfiled.contains("立案文号"), "{unfiled}");
}

#[test]
fn an_order_prints_the_deadline_of_the_notice_and_the_month_in_words() {
    let day = |n: i64| Timestamp(1_788_600_000_000 + n * 86_400_000);
    let mut hazard = file(RecordKind::Rectification, 2);
    hazard.content.set(keys::DESCRIPTION, "灭火器过期");
    hazard.state.notice_due = Some(day(7));
    hazard.state.original_due = Some(day(7));
    // Its clock stands still until then.
    hazard.state.due = Some(day(30));
    let monthly = ("order.issue_monthly", &[("month", "2026-09")][..]);
    let now = format!("{:?}", ordered_as(hazard.clone(), monthly, false).blocks);
    assert!(now.contains("2026年9月12日前"), "{now}");
    assert!(now.contains("2026年9月排查发现的"), "{now}");
    // What was handed out by a program of before is known by its own words.
    let then = format!("{:?}", ordered_as(hazard, monthly, true).blocks);
    assert!(
        then.contains("2026年10月5日前") && then.contains("2026-09排查"),
        "{then}"
    );
}

/// No order states a number: before the relay has given one it follows from the step.
#[test]
fn an_order_made_offline_bears_a_provisional_number_of_its_step() {
    let number = "青消督字〔2026〕第0001号";
    let status = || Status::from("open".to_owned());
    let provisional = ProvisionalNumber::of_act("督", &Digest([3; 32])).to_string();
    for (outcome, before, shown) in [
        (outcome(status()), false, provisional.as_str()),
        (numbered(status(), number), false, number),
        // As programs of before printed it.
        (outcome(status()), true, ""),
        (numbered(status(), number), true, number),
    ] {
        let step = Step {
            step: "order.issue_trade".to_owned(),
            ..Step::default()
        };
        let mut order = file(RecordKind::Order, 1);
        does(&mut order, Event::Step(step), &outcome, 3);
        let case = RegisterFile {
            file: order,
            grid: GridId::from_bytes([4; 16]),
            premises: None,
            hazards: vec![(
                file(RecordKind::Rectification, 2),
                file(RecordKind::Premises, 3),
            )],
            majors: Vec::new(),
        };
        let made = with_office(|office| {
            let office = Office { before, ..*office };
            order_of(&office, &case)
        });
        assert_eq!(made.expect("it was issued").number, shown, "{before}");
    }
}
