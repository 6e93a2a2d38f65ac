//! Who asks does not decide, who issues does not answer, and who finds does not do away with it.

use super::kit::{
    Relay, brigade_notice, fire, found, officer, person, second_officer, system, user, worker,
};
use super::steps::{facts_of, well_formed_step};
use crate::lifecycle::{Event, JobAct, RecordState, Status, Step, due_jobs};
use crate::people::Role;
use crate::record::RecordKind;

#[test]
fn whoever_asks_for_an_extension_does_not_decide_it() {
    let ask = || Event::ExtensionRequested {
        days: 5,
        reason: "等配件".to_owned(),
    };
    let approve = || Event::ExtensionApproved { days: 5 };
    let refuse = || Event::ExtensionRefused {
        reason: "理由不足".to_owned(),
    };
    let (asked, decided) = ("2026-09-10 10:00", "2026-09-11 10:00");
    let decisions: [fn() -> Event; 2] = [approve, refuse];
    for decision in decisions {
        let mut relay = Relay::served();
        relay.does(ask(), &officer(), asked);
        assert_eq!(relay.state.extension_asker(), Some(user(3)));
        relay.refuses(decision(), &officer(), decided, "same_person");
        relay.does(decision(), &second_officer(), decided);
        assert_eq!(relay.state.extension_asker(), None, "it is decided");
    }
}

#[test]
fn what_is_registered_is_voided_by_an_officer_and_withdrawn_by_nobody() {
    let withdraw = || Event::Withdrawn {
        reason: "看错了".to_owned(),
    };
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    for person in [worker(), officer()] {
        relay.refuses(withdraw(), &person, "2026-09-07 10:00", "not_in_this_state");
    }
    let void = || Event::Voided {
        reason: "误报".to_owned(),
    };
    relay.refuses(void(), &worker(), "2026-09-07 10:00", "no_permission");
    relay.does(void(), &officer(), "2026-09-07 10:00");
    // A draft is nobody's business but its author's.
    let mut draft = Relay::new(RecordKind::Rectification);
    draft.facts.author = Some(user(1));
    draft.does(withdraw(), &worker(), "2026-09-07 09:00");
}

#[test]
fn an_order_is_answered_by_another_than_who_issued_it_and_closed_by_another_than_who_answered() {
    let draft = RecordState::new(RecordKind::Order);
    for name in ["order.issue_monthly", "order.issue_yearly", "order.assign"] {
        let issue = well_formed_step(name, &draft);
        // Of several hats, so that no lack of rights is in the way.
        let of = |n| {
            person(
                n,
                &[Role::StationOfficer, Role::CountyGovernment, Role::Police],
            )
        };
        let mut relay = Relay::new(RecordKind::Order);
        relay.facts = facts_of(&issue, &draft);
        relay.does(issue, &of(3), "2026-09-07 09:00");
        let answer = || {
            Event::Step(Step {
                step: "order.answer".to_owned(),
                fields: [("result".to_owned(), "已整改".to_owned())].into(),
                ..Step::default()
            })
        };
        let close = || {
            Event::Step(Step {
                step: "order.close".to_owned(),
                ..Step::default()
            })
        };
        let when = "2026-09-08 09:00";
        relay.refuses(answer(), &of(3), when, "same_person");
        relay.does(answer(), &of(4), when);
        assert_eq!(relay.state.status, Status::Answered);
        relay.refuses(close(), &of(4), when, "same_person");
        relay.does(close(), &of(3), when);
    }
}

#[test]
fn a_suspicion_is_parked_on_no_single_letter() {
    let suspect = |basis: &[&str]| Event::SuspectedMajor {
        basis: basis.iter().map(|&clause| clause.to_owned()).collect(),
    };
    let mut relay = Relay::served();
    let when = "2026-09-08 09:00";
    for empty in [
        &["x"] as &[&str],
        &["1 2 3"],
        &["。。。。"],
        &["D6.2", "x"],
        &["\u{200b}\u{200b}\u{200b}\u{200b}x"],
    ] {
        relay.refuses(suspect(empty), &worker(), when, "basis_missing");
    }
    relay.does(suspect(&["D6.2", "安全出口数量不足"]), &worker(), when);
}

#[test]
fn a_deadline_that_was_served_runs_on_under_review() {
    let suspect = Event::SuspectedMajor {
        basis: vec!["安全出口数量不足".to_owned()],
    };
    let mut relay = Relay::served();
    relay.does(suspect.clone(), &worker(), "2026-09-08 09:00");
    let due = relay.state.due.unwrap();
    let mark = || Event::OverdueMarked { due };
    relay.refuses(mark(), &system(), "2026-09-20 09:00", "deadline_not_passed");
    let late = due.plus_ms(1);
    assert_eq!(
        due_jobs(&relay.pack, &relay.state, late).first(),
        Some(&JobAct::Act(mark()))
    );
    relay.does(mark(), &system(), "2026-09-23 00:10");
    assert_eq!(relay.state.status, Status::UnderReview);
    assert!(relay.state.overdue, "marked, and still looked at");
    let marked = due_jobs(&relay.pack, &relay.state, late);
    assert!(!marked.contains(&JobAct::Act(mark())), "once");
    // A notice of its own sets a new deadline, and nothing is overdue.
    relay.facts.major_filed = true;
    let mut own = brigade_notice();
    if let Event::NoticeIssued {
        provisional_number, ..
    } = &mut own
    {
        "暂-A7-2".clone_into(provisional_number);
    }
    relay.does(own, &fire(), "2026-09-24 09:00");
    assert!(!relay.state.overdue && relay.state.overdue_due.is_none());

    // Without a notice nothing runs.
    let mut bare = Relay::new(RecordKind::Rectification);
    bare.does(found(), &worker(), "2026-09-07 09:00");
    bare.does(suspect, &worker(), "2026-09-08 09:00");
    bare.refuses(mark(), &system(), "2026-09-23 00:10", "under_review");
}
