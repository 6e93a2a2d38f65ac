//! Who signs a letter is another person than whoever issues it, and who signs beside another signs in
//! another hand.

use uuid::Uuid;

use super::kit::{Relay, digest, found, officer, user};
use super::steps::{facts_of, well_formed_step};
use crate::Digest;
use crate::control::ControlState;
use crate::inspection::keys;
use crate::lifecycle::{Event, RecordState, ServiceProof, SignatureRef, Version, signed_alike};
use crate::people::Person;
use crate::record::{Content, RecordKind};

const WHEN: &str = "2026-09-07 10:00";

/// One signature after the other: who, as what, under which statement.
fn signed(all: &[(&str, &str, u64)]) -> Content {
    let mut content = Content::default();
    for (place, (signer, role, statement)) in (1_u128..).zip(all) {
        let id = Uuid::from_u128(place);
        content.set(keys::signature_signer(id), *signer);
        content.set(keys::signature_role(id), *role);
        content.set(keys::signature_strokes(id), "AAAA");
        content.set(
            keys::signature_statement(id),
            digest(*statement).to_string(),
        );
    }
    content
}

fn directory() -> ControlState {
    let mut control = ControlState::default();
    for (number, name) in [(1, "邓 子涵"), (2, "李红梅"), (3, "——")] {
        let person = Person {
            user: user(number),
            name: name.to_owned(),
            phone: String::new(),
            organization: String::new(),
        };
        control.people.insert(person.user, person);
    }
    control
}

#[test]
fn the_own_name_under_a_letter_is_told_by_the_directory() {
    let control = directory();
    for (step, who, content, own) in [
        ("letter.warn", 1, signed(&[("邓子涵", "owner", 9)]), true),
        ("letter.warn", 1, signed(&[("邓·子 涵", "tenant", 9)]), true),
        (
            "letter.responsibility",
            1,
            signed(&[("邓子涵", "head", 9)]),
            true,
        ),
        (
            "letter.doorstep",
            1,
            signed(&[("邓子涵", "resident", 9)]),
            true,
        ),
        (
            "letter.doorstep",
            2,
            signed(&[("李红梅", "tenant", 9)]),
            true,
        ),
        // Somebody else, somebody whose name shows nothing, and somebody whom the directory does not know.
        ("letter.warn", 1, signed(&[("王老板", "owner", 9)]), false),
        ("letter.warn", 2, signed(&[("邓子涵", "owner", 9)]), false),
        ("letter.warn", 3, signed(&[("——", "owner", 9)]), false),
        ("letter.warn", 4, signed(&[("邓子涵", "owner", 9)]), false),
        // As what no step of the kind asks for, under other words, and where nothing is asked.
        (
            "letter.warn",
            1,
            signed(&[("邓子涵", "inspector", 9)]),
            false,
        ),
        ("letter.warn", 1, signed(&[("邓子涵", "owner", 8)]), false),
        ("letter.knock", 1, signed(&[("邓子涵", "owner", 9)]), false),
        ("letter.warn", 1, signed(&[]), false),
        // The newest is the one on the paper.
        (
            "letter.warn",
            1,
            signed(&[("邓子涵", "owner", 9), ("王老板", "owner", 9)]),
            false,
        ),
        (
            "letter.warn",
            1,
            signed(&[("王老板", "owner", 9), ("邓子涵", "owner", 9)]),
            true,
        ),
    ] {
        let event = well_formed_step(step, &RecordState::new(RecordKind::Letter));
        let said = (&RecordKind::Letter, &content, &event);
        let told = control.is_own_signature(user(who), said, |_| digest(9));
        assert_eq!(told, own, "{step} by {who}: {content:?}");
    }
    // An event that is no step of the kind asks for none.
    let content = signed(&[("邓子涵", "owner", 9)]);
    let said = (&RecordKind::Rectification, &content, &found());
    assert!(!control.is_own_signature(user(1), said, |_| digest(9)));
}

#[test]
fn whoever_issues_a_letter_does_not_sign_it() {
    for step in ["letter.warn", "letter.responsibility", "letter.doorstep"] {
        let mut relay = Relay::new(RecordKind::Letter);
        let event = well_formed_step(step, &relay.state);
        relay.facts = facts_of(&event, &relay.state);
        relay.facts.own_signer = true;
        relay.refuses(event.clone(), &officer(), WHEN, "signer_serves");
        relay.facts.own_signer = false;
        relay.does(event, &officer(), WHEN);
    }
}

/// One signature after the other: who, in which hand, under which statement.
fn drawn(all: &[(&str, &str, u64)]) -> Content {
    let mut content = signed(
        &all.iter()
            .map(|it| (it.0, "owner", it.2))
            .collect::<Vec<_>>(),
    );
    for (place, (_, strokes, _)) in (1_u128..).zip(all) {
        content.set(keys::signature_strokes(Uuid::from_u128(place)), *strokes);
    }
    content
}

fn handed_in() -> Event {
    Event::Submitted {
        version: Version {
            heads: Vec::new(),
            content: Digest::ZERO,
        },
        correction: None,
    }
}

/// Refused before witnesses: who, in which hand.
fn stood_by(all: &[(&str, u64)]) -> Event {
    let witnesses = all.iter().map(|(signer, strokes)| SignatureRef {
        signer: (*signer).to_owned(),
        role: "witness".to_owned(),
        strokes: digest(*strokes),
        statement: digest(9),
    });
    Event::Served(ServiceProof::Refused {
        witnesses: witnesses.collect(),
        note: String::new(),
    })
}

#[test]
fn one_hand_under_two_names_is_told_by_its_strokes() {
    let visit = RecordKind::Inspection;
    let hazard = RecordKind::Rectification;
    let nobody: &[(&str, &str, u64)] = &[];
    for (kind, event, signatures, alike) in [
        // A visit: everybody who signed what stands there now.
        (
            &visit,
            handed_in(),
            &[("王老板", "甲", 9), ("李所长", "甲", 9)][..],
            true,
        ),
        (
            &visit,
            handed_in(),
            &[("王老板", "甲", 9), ("刘婶", "乙", 9), ("李所长", "甲", 9)],
            true,
        ),
        (
            &visit,
            handed_in(),
            &[("王老板", "甲", 9), ("李所长", "乙", 9)],
            false,
        ),
        (
            &visit,
            handed_in(),
            &[("王老板", "甲", 9), ("王 老·板", "甲", 9)],
            false,
        ),
        (
            &visit,
            handed_in(),
            &[("王老板", "甲", 8), ("李所长", "甲", 9)],
            false,
        ),
        (&visit, handed_in(), nobody, false),
        // What else is handed in has no signatures of several.
        (
            &RecordKind::Premises,
            handed_in(),
            &[("王老板", "甲", 9), ("李所长", "甲", 9)],
            false,
        ),
        // A service: those it cites, beside each other and beside whoever signed.
        (&hazard, stood_by(&[("张三", 1), ("李四", 1)]), nobody, true),
        (
            &hazard,
            stood_by(&[("张三", 1), ("李四", 2)]),
            nobody,
            false,
        ),
        (
            &hazard,
            stood_by(&[("张三", 1), ("张 三", 1)]),
            nobody,
            false,
        ),
        (
            &hazard,
            stood_by(&[("张三", 1), ("李四", 2)]),
            &[("张三", "甲", 9), ("李四", "甲", 9)],
            true,
        ),
        (
            &hazard,
            stood_by(&[("张三", 1), ("李四", 2)]),
            &[("王老板", "甲", 9), ("李四", "甲", 9)],
            true,
        ),
        (
            &hazard,
            stood_by(&[("张三", 1), ("李四", 2)]),
            &[("王老板", "甲", 9), ("刘婶", "甲", 9)],
            false,
        ),
        (
            &hazard,
            found(),
            &[("王老板", "甲", 9), ("李四", "甲", 9)],
            false,
        ),
    ] {
        let content = drawn(signatures);
        let told = signed_alike((kind, &content, &event), |_| digest(9));
        assert_eq!(told, alike, "{event:?}: {signatures:?}");
    }
}
