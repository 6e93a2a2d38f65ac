//! Who may prove that a notice was served, and in which words.

use super::kit::{
    Relay, act, at, brigade_notice, feedback, found, grid, natural, notice, officer, person,
    police, refusal, responsible, second_worker, signature, system, user, worker,
};
use crate::control::ControlState;
use crate::lifecycle::{Actor, Event, Reason, ServiceProof, Status, TimeBounds};
use crate::people::{Person, Role, Scope};
use crate::record::RecordKind;

fn noticed() -> Relay {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay.does(notice(natural(15)), &officer(), "2026-09-07 10:00");
    relay
}

fn refused(names: [&str; 2]) -> Event {
    Event::Served(ServiceProof::Refused {
        witnesses: names.map(signature).into(),
        note: "拒绝签字".to_owned(),
    })
}

/// The notice of the kit names 李秀英 as answerable and 王建国 as leader.
#[test]
fn whoever_is_answerable_is_no_witness_of_the_refusal() {
    let mut relay = noticed();
    for names in [
        ["李秀英", "张三"],
        ["张三", " 李秀英 "],
        ["王建国", "李秀英"],
        ["张三", "王建国"],
        ["张三", "王 建国"],
        ["李·秀英", "张三"],
    ] {
        let at = "2026-09-07 11:00";
        relay.refuses(refused(names), &worker(), at, "witness_is_party");
    }
    for names in [["张三", "张 三"], ["张三", "张\u{3000}三"], ["张三", "——"]] {
        let at = "2026-09-07 11:00";
        relay.refuses(refused(names), &worker(), at, "witnesses_missing");
    }
    relay.does(refused(["张三", "李四"]), &worker(), "2026-09-07 11:00");
    let signed = Event::Served(ServiceProof::Signed(signature("李秀英")));
    noticed().does(signed, &worker(), "2026-09-07 11:00");
}

fn directory() -> ControlState {
    let people = [(1, "周 大山"), (2, "李红梅"), (3, "王志勇"), (4, "——")];
    let mut control = ControlState::default();
    for (number, name) in people {
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

/// 周大山 serves what 王志勇 issued; 李红梅 has no part in it.
#[test]
fn whoever_serves_a_notice_or_issued_it_is_told_by_the_directory() {
    let control = directory();
    let relay = noticed();
    let signed = |name: &str| Event::Served(ServiceProof::Signed(signature(name)));
    let mailed = Event::Served(ServiceProof::Mailed {
        tracking: "周大山".to_owned(),
    });
    for (server, event, own) in [
        (1, signed("周大山"), true),
        (1, signed("周·大 山"), true),
        (1, signed("王志勇"), true),
        (1, signed("李红梅"), false),
        (2, signed("李红梅"), true),
        (2, signed("周大山"), false),
        (1, refused(["张三", "周大山"]), true),
        (1, refused(["王 志勇", "张三"]), true),
        (1, refused(["张三", "李红梅"]), false),
        // Somebody whose name shows nothing, and somebody whom the directory does not know.
        (4, signed("——"), false),
        (5, signed("王志勇"), true),
        (5, signed("李秀英"), false),
        (1, mailed, false),
        (1, brigade_notice(), false),
    ] {
        let found = control.is_own_signer(user(server), &relay.state, &event);
        assert_eq!(found, own, "{server}: {event:?}");
    }
    // Before a notice there is nobody who issued one.
    let unissued = Relay::new(RecordKind::Rectification).state;
    assert!(!control.is_own_signer(user(1), &unissued, &signed("王志勇")));
}

#[test]
fn whoever_serves_a_notice_or_issued_it_signs_neither_for_it_nor_as_a_witness() {
    let at = "2026-09-07 11:00";
    for event in [
        Event::Served(ServiceProof::Signed(signature("周大山"))),
        refused(["张三", "周大山"]),
    ] {
        let mut relay = noticed();
        relay.facts.own_signer = true;
        relay.refuses(event.clone(), &worker(), at, "signer_serves");
        relay.facts.own_signer = false;
        relay.does(event, &worker(), at);
    }
}

#[test]
fn two_names_over_the_same_strokes_prove_no_service_and_hand_in_no_visit() {
    let at = "2026-09-07 11:00";
    let mut relay = noticed();
    relay.facts.signed_alike = true;
    let event = refused(["张三", "李四"]);
    relay.refuses(event.clone(), &worker(), at, "signed_alike");
    relay.facts.signed_alike = false;
    relay.does(event, &worker(), at);

    let mut relay = Relay::new(RecordKind::Inspection);
    let event = super::kit::well_formed("submitted", &relay.state, 5);
    relay.facts.signed_alike = true;
    relay.refuses(event.clone(), &worker(), at, "signed_alike");
    relay.facts.signed_alike = false;
    relay.does(event, &worker(), at);
}

#[test]
fn a_visit_that_the_team_has_not_signed_is_not_handed_in() {
    let at = "2026-09-07 11:00";
    let mut relay = Relay::new(RecordKind::Inspection);
    let event = super::kit::well_formed("submitted", &relay.state, 5);
    relay.facts.team_unsigned = Some(Reason::new("team_signature_missing", "S4-09"));
    relay.refuses(event.clone(), &worker(), at, "team_signature_missing");
    relay.facts.team_unsigned = None;
    relay.does(event, &worker(), at);
}

#[test]
fn a_word_of_compulsion_in_the_proof_of_service_is_refused() {
    let mut relay = noticed();
    relay.facts.compulsion = Some("责令".to_owned());
    let at = "2026-09-07 11:00";
    relay.refuses(
        refused(["张三", "李四"]),
        &worker(),
        at,
        "word_of_compulsion",
    );
    relay.facts.compulsion = None;
    relay.does(refused(["张三", "李四"]), &worker(), at);
}

/// What the dossier quotes is asked whatever its row says; those who act by the law itself, and the
/// owner at their page, are not.
#[test]
fn a_word_of_compulsion_in_what_is_said_about_a_hazard_is_refused() {
    let reason = || "不改就罚款".to_owned();
    let said = || {
        [
            Event::ResponsibilitySet(responsible()),
            Event::SuspectedMajor {
                basis: vec![reason()],
            },
            Event::Voided { reason: reason() },
        ]
    };
    let at = "2026-09-07 10:00";
    for event in said() {
        let mut relay = Relay::new(RecordKind::Rectification);
        relay.does(found(), &worker(), "2026-09-07 09:00");
        relay.facts.compulsion = Some("罚款".to_owned());
        relay.refuses(event.clone(), &officer(), at, "word_of_compulsion");
        relay.facts.compulsion = None;
        relay.does(event, &officer(), at);
    }
    // Why it is handed on stands on the letter, which is numbered at once.
    let hands_on = || Event::Escalated {
        to: "PSB".to_owned(),
        reason: reason(),
    };
    let mut relay = Relay::overdue();
    relay.facts.compulsion = Some("罚款".to_owned());
    relay.refuses(
        hands_on(),
        &officer(),
        "2026-09-23 09:00",
        "word_of_compulsion",
    );
    relay.facts.compulsion = None;
    relay.does(hands_on(), &officer(), "2026-09-23 09:00");
    let at = "2026-09-08 09:00";
    let mut relay = Relay::served();
    relay.facts.compulsion = Some("罚款".to_owned());
    relay.refuses(feedback(), &worker(), at, "word_of_compulsion");
    relay.does(feedback(), &system(), at);
    let mut relay = Relay::served();
    relay.facts.compulsion = Some("罚款".to_owned());
    relay.does(feedback(), &police(), at);
    // Of the police of another township, and a worker here.
    let mut elsewhere = person(6, &[Role::Police, Role::GridWorker]);
    elsewhere.grants[0].scope = Scope::Subtree(grid(99));
    let mut relay = Relay::served();
    relay.facts.compulsion = Some("罚款".to_owned());
    relay.refuses(feedback(), &elsewhere, at, "word_of_compulsion");
}

#[test]
fn a_word_of_compulsion_among_the_names_of_a_visit_is_refused() {
    let submitted = || Event::Submitted {
        version: super::kit::version(1),
        correction: None,
    };
    let mut relay = Relay::new(RecordKind::Inspection);
    relay.facts.compulsion = Some("罚款".to_owned());
    let at = "2026-09-07 17:00";
    relay.refuses(submitted(), &worker(), at, "word_of_compulsion");
    relay.facts.compulsion = None;
    relay.does(submitted(), &worker(), at);
}

/// What a service by somebody who had seen so much of the log comes to.
fn serves(relay: &mut Relay, by: &Actor, seen: u64, when: &str) -> String {
    let event = Event::Served(ServiceProof::Signed(signature("李秀英")));
    let served = act(event, by, TimeBounds::exactly(at(when)), seen);
    refusal(&relay.receive(served).effect).to_owned()
}

/// The officer's notice stands at place 2; the worker's own, made without knowing of it, at 3.
#[test]
fn a_service_proves_the_notice_that_its_author_knew_of_and_no_other() {
    let when = "2026-09-07 11:00";
    let without_knowing = || {
        let mut relay = noticed();
        let own = notice(natural(5));
        let own = act(
            own,
            &worker(),
            TimeBounds::exactly(at("2026-09-07 10:05")),
            1,
        );
        let outcome = relay.receive(own);
        assert_eq!(refusal(&outcome.effect), "concurrent_change");
        relay
    };
    for (by, seen, comes_to) in [
        // What the worker printed and had signed is the own notice.
        (worker(), 1, "served_other_notice"),
        // The log came to the phone between notice and service, with the own row or before it.
        (worker(), 2, "applied"),
        (worker(), 3, "applied"),
        (second_worker(), 2, "applied"),
        // Held ahead of the log, which shows no notice yet.
        (second_worker(), 1, "applied"),
    ] {
        let mut relay = without_knowing();
        let said = serves(&mut relay, &by, seen, when);
        assert_eq!(said, comes_to, "{seen}");
        assert_eq!(relay.state.served, comes_to == "applied", "{seen}");
        if comes_to != "applied" {
            assert_eq!(relay.state.status, Status::NoticeIssued, "it is still owed");
            assert_eq!(serves(&mut relay, &by, 4, "2026-09-08 09:00"), "applied");
        }
    }
    // One that lapsed and was replaced behind the back of who serves it.
    for (seen, comes_to) in [(2, "served_other_notice"), (3, "applied")] {
        let mut relay = Relay::new(RecordKind::Rectification);
        relay.does(found(), &worker(), "2026-09-07 09:00");
        relay.does(notice(natural(3)), &officer(), "2026-09-07 10:00");
        relay.does(notice(natural(15)), &officer(), "2026-09-12 10:00");
        let said = serves(&mut relay, &worker(), seen, "2026-09-12 11:00");
        assert_eq!(said, comes_to, "{seen}");
    }
}
