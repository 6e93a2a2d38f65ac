//! Who is named as having acted together confirms it, or it stands there as the author's word alone.

use super::kit::{
    PACK, Relay, act, at, facts, feedback, officer, passed, police, refusal, second_officer, user,
    worker,
};
use super::steps::{facts_of, ripe, well_formed_step};
use crate::lifecycle::{
    Actor, Event, EventWord, LifecycleTables, RecordState, Status, Step, TimeBounds,
    allowed_actions,
};
use crate::record::RecordKind;

const CONFIRM: &str = "rectification.countersign";

fn confirms() -> Event {
    Event::Step(Step {
        step: CONFIRM.to_owned(),
        ..Step::default()
    })
}

fn rechecking() -> Relay {
    let mut relay = Relay::served();
    relay.does(feedback(), &worker(), "2026-09-18 10:00");
    relay
}

/// What is to be read with the newest act of this name about those who were there.
fn said(relay: &Relay, event: &str) -> Option<String> {
    let mut newest = relay.state.history.iter().rev();
    let entry = newest.find(|entry| entry.event == event)?;
    entry.said(EventWord::WITH).map(str::to_owned)
}

fn offered(relay: &Relay, actor: &Actor) -> bool {
    let tables = LifecycleTables::standard();
    let when = at("2026-09-21 10:00");
    let actions = allowed_actions(&PACK, tables, &relay.state, actor, &facts(), when);
    actions.iter().any(|action| action.0 == CONFIRM)
}

#[test]
fn a_recheck_is_the_word_of_one_until_the_other_confirms_it() {
    let mut relay = rechecking();
    relay.does(passed(&[4]), &officer(), "2026-09-20 10:00");
    assert_eq!(relay.state.status, Status::Closed, "no act waits for it");
    let number = relay.state.close_out_number.clone();
    assert!(number.is_some());
    let alone = said(&relay, "recheck_passed").unwrap();
    assert!(
        alone.starts_with("1人") && alone.contains("未经本人确认"),
        "{alone}"
    );
    // Neither the author nor anybody who was not named.
    let when = "2026-09-21 10:00";
    for other in [officer(), police()] {
        assert!(!offered(&relay, &other));
        relay.refuses(confirms(), &other, when, "not_named");
    }
    assert!(offered(&relay, &second_officer()));
    let waits = relay.state.waits_for(second_officer().user);
    assert_eq!(waits.map(|act| act.event.as_str()), Some("recheck_passed"));
    assert_eq!(relay.state.waits_for(officer().user), None);
    relay.does(confirms(), &second_officer(), when);
    assert_eq!(relay.state.waits_for(second_officer().user), None);
    assert_eq!(said(&relay, "recheck_passed").unwrap(), "已由本人确认");
    assert_eq!(relay.state.status, Status::Closed);
    assert_eq!(relay.state.close_out_number, number, "the closing stands");
    assert!(!offered(&relay, &second_officer()), "once is enough");
    relay.refuses(confirms(), &second_officer(), when, "not_named");
}

#[test]
fn whoever_is_alone_or_names_themselves_waits_for_nobody() {
    let mut relay = rechecking();
    let failed = |with: &[u8]| Event::RecheckFailed {
        reason: "仍未清理".to_owned(),
        photos: Vec::new(),
        with: with.iter().copied().map(user).collect(),
    };
    relay.does(failed(&[]), &officer(), "2026-09-19 10:00");
    assert_eq!(said(&relay, "recheck_failed"), None);
    relay.does(feedback(), &worker(), "2026-09-19 12:00");
    relay.does(failed(&[3]), &officer(), "2026-09-20 10:00");
    assert_eq!(said(&relay, "recheck_failed"), None);
    assert!(relay.state.named.is_empty());
    // Of two who are named each one speaks for themselves.
    relay.does(feedback(), &worker(), "2026-09-20 12:00");
    relay.does(passed(&[4, 5]), &officer(), "2026-09-21 09:00");
    assert!(said(&relay, "recheck_passed").unwrap().starts_with("2人"));
    relay.does(confirms(), &police(), "2026-09-21 10:00");
    assert!(said(&relay, "recheck_passed").unwrap().starts_with("1人"));
    relay.does(confirms(), &second_officer(), "2026-09-21 11:00");
    assert_eq!(said(&relay, "recheck_passed").unwrap(), "已由本人确认");
}

/// An act that came to the log after what the person had seen is none that they confirmed.
#[test]
fn nobody_confirms_what_they_had_not_seen() {
    let mut relay = rechecking();
    let failed = Event::RecheckFailed {
        reason: "仍未清理".to_owned(),
        photos: Vec::new(),
        with: vec![user(4)],
    };
    relay.does(failed, &officer(), "2026-09-19 10:00");
    let seen = relay.rows.len() as u64;
    relay.does(feedback(), &worker(), "2026-09-19 12:00");
    relay.does(passed(&[4]), &officer(), "2026-09-20 10:00");
    let late = TimeBounds::exactly(at("2026-09-20 11:00"));
    let outcome = relay.receive(act(confirms(), &second_officer(), late, seen));
    assert_eq!(refusal(&outcome.effect), "applied");
    assert_eq!(said(&relay, "recheck_failed").unwrap(), "已由本人确认");
    assert!(said(&relay, "recheck_passed").unwrap().starts_with("1人"));
    assert!(offered(&relay, &second_officer()), "the other one waits");
}

#[test]
fn a_step_tells_who_has_not_confirmed_it() {
    let mut drawn = RecordState::new(RecordKind::Sample);
    drawn.status = Status::Drawn;
    let mut relay = Relay::new(RecordKind::Sample);
    relay.state = ripe(drawn, "sample.verdict");
    let verdict = well_formed_step("sample.verdict", &relay.state);
    let Event::Step(mut verdict) = verdict else {
        panic!("a verdict is a step");
    };
    verdict.with = vec![user(4)];
    let verdict = Event::Step(verdict);
    relay.facts = facts_of(&verdict, &relay.state);
    relay.does(verdict, &officer(), "2026-09-20 10:00");
    let open = |relay: &Relay| {
        let mut taken = relay.state.case.taken("sample.verdict");
        taken.next().unwrap().unconfirmed.clone()
    };
    assert_eq!(open(&relay), [user(4)]);
    let confirms = Event::Step(Step {
        step: "sample.countersign".to_owned(),
        ..Step::default()
    });
    relay.does(confirms, &second_officer(), "2026-09-20 11:00");
    assert!(open(&relay).is_empty());
}
