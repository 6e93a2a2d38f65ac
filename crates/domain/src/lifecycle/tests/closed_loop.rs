//! Rules that hold a loop together: a notice of its own for a major hazard, pauses, whose an order
//! is, who looks again at what was closed, and what a promise covers.

use super::kit::{
    Relay, at, feedback, fire, found, grid, natural, notice, officer, passed, person, police,
    record, responsible, second_officer, signature, user, worker,
};
use super::steps::{department_officer, facts_of, well_formed_step};
use crate::lifecycle::{Event, LinkedFact, RecordState, ServiceProof, Status, Step};
use crate::people::{Role, Scope};
use crate::record::{Content, RecordKind};

fn step(name: &str, fields: &[(&str, &str)]) -> Event {
    Event::Step(Step {
        step: name.to_owned(),
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..Step::default()
    })
}

fn numbered(number: &str, days: u32) -> Event {
    match notice(natural(days)) {
        Event::NoticeIssued {
            version,
            deadline,
            responsible,
            ..
        } => Event::NoticeIssued {
            version,
            provisional_number: number.to_owned(),
            issuer: "fire".to_owned(),
            deadline,
            responsible,
        },
        other => other,
    }
}

#[test]
fn a_general_notice_is_replaced_by_the_one_of_the_judged_hazard_and_served_anew() {
    let mut relay = Relay::served();
    assert!(relay.state.served && !relay.state.major_notice);
    let first = relay.state.clone();
    let suspect = Event::SuspectedMajor {
        basis: vec!["C7.3.9".to_owned()],
    };
    relay.does(suspect, &worker(), "2026-09-08 09:00");
    let (own, when) = (|| numbered("暂-A7-2", 20), "2026-09-09 10:00");
    relay.refuses(own(), &fire(), when, "under_review");
    assert!(relay.state.served, "the first notice still stands");
    relay.facts.major_filed = true;
    // Not the station's, which has not judged it, whoever would issue it in whose name.
    relay.refuses(notice(natural(20)), &officer(), when, "issuer_not_yours");
    relay.refuses(notice(natural(20)), &fire(), when, "issuer_not_yours");
    relay.refuses(own(), &officer(), when, "issuer_not_yours");
    relay.does(own(), &fire(), when);
    let state = &relay.state;
    assert!(state.major_notice && !state.served);
    assert_eq!(state.provisional_number.as_deref(), Some("暂-A7-2"));
    assert_ne!(state.notice_number, first.notice_number);
    assert_eq!(state.original_due, state.due);
    assert_ne!(state.original_due, first.original_due);
    relay.refuses(own(), &fire(), when, "notice_already_issued");
    let served = Event::Served(ServiceProof::Signed(signature("李秀英")));
    relay.does(served.clone(), &worker(), "2026-09-09 11:00");
    assert!(relay.state.served && relay.state.major_notice);
    relay.refuses(served, &worker(), "2026-09-09 12:00", "not_in_this_state");
}

#[test]
fn a_pause_is_as_often_as_policy_allows_and_none_where_life_is_threatened() {
    let pause = |relay: &Relay| {
        let due = relay.state.due.unwrap().0.to_string();
        let fields = [
            ("reason", "appraisal"),
            ("text", "等待检测报告"),
            ("due", due.as_str()),
        ];
        step("rectification.pause", &fields)
    };
    let mut relay = Relay::served();
    relay.state.life_threat = true;
    let first = pause(&relay);
    let when = "2026-09-10 09:00";
    relay.refuses(first.clone(), &officer(), when, "life_threat_not_paused");
    relay.state.life_threat = false;
    let given = relay.state.notice_due;
    relay.does(first, &officer(), when);
    assert_eq!(relay.state.notice_due, given, "not that of the pause");
    let resume = step("rectification.resume", &[]);
    relay.does(resume, &officer(), "2026-09-12 09:00");
    assert_ne!(relay.state.notice_due, given, "later by its days");
    assert_eq!(relay.state.notice_due, relay.state.due);
    let second = pause(&relay);
    let when = "2026-09-13 09:00";
    relay.refuses(second.clone(), &officer(), when, "paused_before");
    let rules = relay.pack.rectification.pause.as_mut();
    rules.unwrap().max_times = 2;
    relay.does(second, &officer(), when);
}

fn order(department: &str) -> Relay {
    let mut relay = Relay::new(RecordKind::Order);
    let mut fields = vec![("text", "限期组织整改")];
    if !department.is_empty() {
        fields.push(("department", department));
    }
    relay.does(
        step("order.assign", &fields),
        &officer(),
        "2026-09-07 09:00",
    );
    relay
}

#[test]
fn an_order_is_answered_by_the_body_it_is_for() {
    let (accept, when) = (|| step("order.accept", &[]), "2026-09-08 09:00");
    let answer = || step("order.answer", &[("result", "已整改")]);
    let (edu, market) = (
        department_officer(71, "EDU"),
        department_officer(72, "MARKET"),
    );
    let mut relay = order("EDU");
    for other in [&market, &worker(), &police(), &fire()] {
        relay.refuses(accept(), other, when, "body_not_competent");
        relay.refuses(answer(), other, when, "body_not_competent");
    }
    // Whoever issued it answers it in no case.
    relay.refuses(accept(), &officer(), when, "body_not_competent");
    relay.refuses(answer(), &officer(), when, "same_person");
    relay.does(accept(), &edu, when);
    relay.does(answer(), &edu, when);
    // A role that is the body, as the pack says.
    let mut relay = order("PSB");
    relay.refuses(answer(), &fire(), when, "body_not_competent");
    // Of the police of another township, and a worker here.
    let mut elsewhere = person(74, &[Role::Police, Role::GridWorker]);
    elsewhere.grants[0].scope = Scope::Subtree(grid(99));
    relay.refuses(answer(), &elsewhere, when, "body_not_competent");
    relay.does(answer(), &police(), when);
    let mut relay = order("FIRE");
    relay.refuses(answer(), &police(), when, "body_not_competent");
    relay.does(answer(), &fire(), when);
    let mut relay = order("TOWNSHIP");
    relay.refuses(answer(), &worker(), when, "body_not_competent");
    relay.does(answer(), &second_officer(), when);
    // A task that names no department is for whoever may take it in the village.
    let mut relay = order("");
    relay.does(accept(), &worker(), when);
    relay.does(answer(), &person(8, &[Role::VillageAdmin]), when);
}

#[test]
fn those_who_handled_a_hazard_are_known_to_the_steps_of_other_records() {
    let mut relay = Relay::served();
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    relay.does(passed(&[41]), &officer(), "2026-09-16 10:00");
    let fact = LinkedFact::of(record(88), &relay.state, &Content::default());
    assert_eq!(fact.handled_by, [user(1), user(3), user(41)]);
    assert_eq!(fact.found_at, Some(at("2026-09-07 09:00")));

    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    let fixed = Event::FixedOnSpot {
        before: record(34),
        after: record(35),
    };
    relay.does(fixed, &worker(), "2026-09-07 09:10");
    relay.state.responsible = responsible();
    let verified = Event::FixVerified {
        issuer: Some("station".to_owned()),
        note: String::new(),
    };
    relay.does(verified, &officer(), "2026-09-07 10:00");
    let fact = LinkedFact::of(record(88), &relay.state, &Content::default());
    assert_eq!(fact.handled_by, [user(1), user(3)]);
}

#[test]
fn a_sample_is_drawn_at_the_desk_and_checked_by_others() {
    let mut draft = RecordState::new(RecordKind::Sample);
    let draw = || well_formed_step("sample.draw", &draft);
    let mut relay = Relay::new(RecordKind::Sample);
    relay.facts = facts_of(&draw(), &draft);
    let when = "2026-09-20 09:00";
    relay.refuses(draw(), &officer(), when, "only_at_desk");
    let mut desk = officer();
    desk.attested_by_relay = true;
    relay.facts.step.as_mut().unwrap().unfit = Some("hello".to_owned());
    relay.refuses(draw(), &desk, when, "items_unfit");
    relay.facts.step.as_mut().unwrap().unfit = None;
    relay.does(draw(), &desk, when);

    draft.status = Status::Drawn;
    let verdict = well_formed_step("sample.verdict", &draft);
    let Event::Step(said) = &verdict else {
        panic!("a step");
    };
    let hazard = said.field("hazard").to_owned();
    relay.state.case.fields.insert("hazards".to_owned(), hazard);
    relay.facts = facts_of(&verdict, &draft);
    let with = said.with[0];
    let handled = |relay: &mut Relay, who| {
        let known = relay.facts.step.as_mut().unwrap();
        for fact in &mut known.linked {
            fact.handled_by = vec![who];
        }
    };
    for who in [officer().user, with] {
        handled(&mut relay, who);
        relay.refuses(verdict.clone(), &officer(), when, "same_person");
    }
    handled(&mut relay, user(99));
    relay.does(verdict, &officer(), when);
}

#[test]
fn a_promise_covers_what_is_found_after_it_and_is_kept_when_its_time_is_up() {
    let draft = RecordState::new(RecordKind::Letter);
    let warn = well_formed_step("letter.warn", &draft);
    let mut relay = Relay::new(RecordKind::Letter);
    relay.facts = facts_of(&warn, &draft);
    relay.does(warn, &officer(), "2026-09-07 09:00");
    let due = relay.state.due.unwrap();
    let kept = || step("letter.kept", &[("text", "已核查")]);
    relay.refuses(kept(), &officer(), "2026-09-08 09:00", "watch_still_runs");
    let breach = well_formed_step("letter.breach", &relay.state);
    relay.facts = facts_of(&breach, &relay.state);
    let found_at = |relay: &mut Relay, when: Option<&str>| {
        let known = relay.facts.step.as_mut().unwrap();
        for fact in &mut known.linked {
            fact.found_at = when.map(at);
        }
    };
    let when = "2026-09-08 10:00";
    for early in [None, Some("2026-09-06 09:00")] {
        found_at(&mut relay, early);
        relay.refuses(breach.clone(), &officer(), when, "before_the_promise");
    }
    // What nobody has registered, or what was taken back, was not found.
    found_at(&mut relay, Some("2026-09-08 09:00"));
    for unfit in [Status::Draft, Status::Withdrawn, Status::Voided] {
        for fact in &mut relay.facts.step.as_mut().unwrap().linked {
            fact.status = unfit.clone();
        }
        relay.refuses(breach.clone(), &officer(), when, "linked_record_not_ripe");
    }
    relay.does(kept(), &officer(), "2026-12-20 09:00");
    assert_eq!(relay.state.status, Status::Ended);
    assert!(due < at("2026-12-20 09:00"));

    // The same of a letter without a watch, which may end at any time.
    let doorstep = well_formed_step("letter.doorstep", &draft);
    let mut other = Relay::new(RecordKind::Letter);
    other.facts = facts_of(&doorstep, &draft);
    other.does(doorstep.clone(), &officer(), "2026-09-07 09:00");
    other.facts = facts_of(&breach, &other.state);
    found_at(&mut other, Some("2026-09-06 09:00"));
    other.refuses(breach.clone(), &officer(), when, "before_the_promise");
    found_at(&mut other, Some("2026-09-07 10:00"));
    other.does(breach, &officer(), when);
    let mut third = Relay::new(RecordKind::Letter);
    third.facts = facts_of(&doorstep, &draft);
    third.does(doorstep, &officer(), "2026-09-07 09:00");
    third.does(kept(), &officer(), "2026-09-08 09:00");
    assert_eq!(third.state.status, Status::Ended);
}
