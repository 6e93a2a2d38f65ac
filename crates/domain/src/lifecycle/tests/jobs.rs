//! What the relay's clock job finds.

use super::kit::{Relay, at, feedback, found, natural, notice, officer, system, version, worker};
use crate::Timestamp;
use crate::lifecycle::{Action, Event, JobAct, Status, due_jobs, next_look};
use crate::record::RecordKind;

fn jobs(relay: &Relay, now: Timestamp) -> Vec<JobAct> {
    due_jobs(&relay.pack, &relay.state, now)
}

fn remind(name: &str) -> JobAct {
    JobAct::Remind(Action(name.to_owned()))
}

#[test]
fn a_deadline_is_marked_when_it_has_passed_and_not_before() {
    let relay = Relay::served();
    let due = relay.state.due.unwrap();
    assert_eq!(jobs(&relay, due), []);
    assert_eq!(next_look(&relay.pack, &relay.state), Some(due.plus_ms(1)));
    assert_eq!(
        jobs(&relay, due.plus_ms(1)),
        [JobAct::Act(Event::OverdueMarked { due })]
    );
}

/// Asked for on the last day and not decided.
fn undecided() -> Relay {
    let mut relay = Relay::served();
    let ask = Event::ExtensionRequested {
        days: 5,
        reason: "等配件".to_owned(),
    };
    relay.does(ask, &worker(), "2026-09-22 10:00");
    relay
}

#[test]
fn a_request_that_nobody_decides_stops_no_deadline() {
    let approve = || Event::ExtensionApproved { days: 5 };
    let mut relay = undecided();
    let due = relay.state.due.unwrap();
    assert_eq!(jobs(&relay, due), [remind("extension_approved")]);
    assert_eq!(next_look(&relay.pack, &relay.state), Some(due.plus_ms(1)));
    let mark = Event::OverdueMarked { due };
    assert_eq!(jobs(&relay, due.plus_ms(1)), [JobAct::Act(mark.clone())]);
    // Before the mark is there as after it: what is granted too late has no effect.
    relay.refuses(approve(), &officer(), "2026-09-23 00:05", "deadline_passed");
    relay.does(mark.clone(), &system(), "2026-09-23 00:10");
    assert_eq!(relay.state.status, Status::Overdue);
    relay.refuses(approve(), &officer(), "2026-09-23 09:00", "deadline_passed");
    relay.does(Event::Urged { days: 3 }, &officer(), "2026-09-23 09:30");
    assert_eq!(relay.state.extension_days, None, "it has lapsed");

    // A county that leaves its officers some days to decide.
    let mut relay = undecided();
    relay.pack.rectification.extension.decide_days_after_due = 2;
    relay.does(mark.clone(), &system(), "2026-09-23 00:10");
    let mut later = undecided();
    later.pack.rectification.extension.decide_days_after_due = 2;
    later.does(mark.clone(), &system(), "2026-09-23 00:10");
    later.refuses(approve(), &officer(), "2026-09-25 09:00", "deadline_passed");
    let granted = relay.does(approve(), &officer(), "2026-09-24 09:00");
    assert_eq!(granted.status, Status::Served);
    assert!(!relay.state.overdue && granted.due > Some(due));

    // It is answered that there is no more time: the hazard stays overdue.
    let mut denied = undecided();
    denied.does(mark, &system(), "2026-09-23 00:10");
    let refuse = Event::ExtensionRefused {
        reason: "理由不足".to_owned(),
    };
    let said = denied.does(refuse, &officer(), "2026-09-23 09:00");
    assert_eq!((said.status, denied.state.overdue), (Status::Overdue, true));
    relay.refuses(
        approve(),
        &officer(),
        "2026-09-25 09:00",
        "not_in_this_state",
    );
}

#[test]
fn every_act_of_the_job_takes_effect_and_the_job_comes_to_rest() {
    let mut relay = Relay::served();
    relay.pack.rectification.urge.auto_urge = true;
    let mut now = at("2026-09-07 12:00");
    let mut acts = Vec::new();
    for _ in 0..60 {
        now = now.plus_ms(12 * 3_600_000);
        loop {
            let due: Vec<Event> = jobs(&relay, now)
                .into_iter()
                .filter_map(|job| {
                    if let JobAct::Act(event) = job {
                        Some(event)
                    } else {
                        None
                    }
                })
                .collect();
            let Some(event) = due.first() else { break };
            acts.push(event.name().to_owned());
            let outcome = relay.act(event.clone(), &system(), now);
            assert_eq!(
                outcome.effect,
                crate::lifecycle::Effect::Applied,
                "{}",
                event.name()
            );
        }
    }
    assert_eq!(acts, ["overdue_marked", "urged", "escalated"]);
    assert_eq!(relay.state.status, Status::Escalated);
    assert_eq!(relay.state.escalated_to.as_deref(), Some("PSB"));
}

#[test]
fn urging_is_a_persons_act_unless_policy_says_so_and_a_threat_to_life_goes_up() {
    let mut relay = Relay::overdue();
    let now = at("2026-09-23 09:00");
    assert_eq!(jobs(&relay, now), [remind("urged")]);
    relay.pack.rectification.urge.auto_urge = true;
    assert_eq!(jobs(&relay, now), [JobAct::Act(Event::Urged { days: 3 })]);
    relay.state.life_threat = true;
    assert_eq!(jobs(&relay, now), [remind("escalated")]);
}

#[test]
fn a_run_out_urge_escalates_or_reminds_as_policy_says() {
    let mut relay = Relay::overdue();
    relay.does(Event::Urged { days: 1 }, &officer(), "2026-09-23 09:00");
    assert_eq!(jobs(&relay, at("2026-09-24 23:59")), []);
    let late = at("2026-09-25 00:01");
    assert!(
        matches!(&jobs(&relay, late)[..], [JobAct::Act(Event::Escalated { to, .. })] if to == "PSB")
    );
    relay.pack.rectification.escalation.auto_escalate = false;
    assert_eq!(jobs(&relay, late), [remind("escalated")]);
}

fn failed() -> Event {
    Event::RecheckFailed {
        reason: "仍堆放".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    }
}

/// The one act of the job at this time.
fn only(relay: &Relay, now: Timestamp) -> Event {
    match &jobs(relay, now)[..] {
        [JobAct::Act(event)] => event.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_recheck_that_fails_late_goes_up_with_an_addressee_and_a_number() {
    let mut relay = Relay::overdue();
    relay.does(Event::Urged { days: 1 }, &officer(), "2026-09-23 09:00");
    relay.does(feedback(), &worker(), "2026-09-24 09:00");
    let outcome = relay.does(failed(), &officer(), "2026-09-28 09:00");
    assert_eq!((outcome.status, outcome.number), (Status::Urged, None));
    let now = at("2026-09-28 09:01");
    // Without the relay's job it is the person's next act.
    let mut by_hand = relay.pack.clone();
    by_hand.rectification.escalation.auto_escalate = false;
    assert_eq!(due_jobs(&by_hand, &relay.state, now), [remind("escalated")]);
    let up = only(&relay, now);
    assert!(matches!(&up, Event::Escalated { to, .. } if to == "PSB"));
    let outcome = relay.does(up, &system(), "2026-09-28 09:01");
    assert_eq!(outcome.status, Status::Escalated);
    let number = outcome.number.expect("a letter of transfer has a number");
    assert!(number.starts_with("stationtransfer"), "{number}");
    assert_eq!(relay.state.escalated_to.as_deref(), Some("PSB"));
}

#[test]
fn what_a_body_had_in_hand_goes_back_to_it_when_the_recheck_fails_late() {
    let mut relay = Relay::overdue();
    relay.does(Event::Urged { days: 1 }, &officer(), "2026-09-23 09:00");
    let to_brigade = Event::Escalated {
        to: "FIRE".to_owned(),
        reason: "拒不整改".to_owned(),
    };
    relay.does(to_brigade, &officer(), "2026-09-28 09:00");
    let taken = Event::EscalationAccepted {
        case_number: "青消〔2026〕3号".to_owned(),
    };
    relay.does(taken, &super::kit::fire(), "2026-09-29 09:00");
    let fixed = Event::EnforcementResult {
        result: "fixed".to_owned(),
        note: String::new(),
    };
    relay.does(fixed, &super::kit::fire(), "2026-09-30 09:00");
    relay.does(failed(), &officer(), "2026-10-08 09:00");
    let up = only(&relay, at("2026-10-08 09:01"));
    assert!(matches!(&up, Event::Escalated { to, .. } if to == "FIRE"));
    // A body to which policy hands nothing any more is passed over.
    let targets = &mut relay.pack.rectification.escalation.targets;
    targets.retain(|code| code != "FIRE");
    let up = only(&relay, at("2026-10-08 09:01"));
    assert!(matches!(&up, Event::Escalated { to, .. } if to == "PSB"));
}

#[test]
fn a_case_sent_back_is_never_escalated_by_the_job_again() {
    let mut relay = Relay::overdue();
    let up = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "拒不整改".to_owned(),
    };
    relay.does(up, &officer(), "2026-09-23 09:00");
    let back = Event::EscalationReturned {
        reason: "缺照片".to_owned(),
    };
    relay.does(back, &super::kit::police(), "2026-09-24 09:00");
    assert_eq!(jobs(&relay, at("2026-12-01 09:00")), [remind("escalated")]);
}

#[test]
fn a_mark_stands_when_the_act_was_late_or_the_recheck_failed_after_it() {
    let mut relay = Relay::overdue();
    relay.does(feedback(), &worker(), "2026-09-23 09:00");
    let acts = |relay: &Relay| {
        let found = jobs(relay, at("2026-09-23 10:00"));
        found
            .into_iter()
            .filter(|job| matches!(job, JobAct::Act(_)))
            .count()
    };
    assert_eq!(acts(&relay), 0);
    let mut early = Relay::served();
    early.does(feedback(), &worker(), "2026-09-22 10:00");
    let fail = Event::RecheckFailed {
        reason: "仍堆放".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    early.does(fail, &officer(), "2026-09-23 09:00");
    assert_eq!(
        (early.state.status.clone(), acts(&early)),
        (Status::Overdue, 0)
    );
}

#[test]
fn what_people_owe_within_a_limit_is_reminded_after_it() {
    let mut relay = Relay::new(RecordKind::Rectification);
    assert_eq!(next_look(&relay.pack, &relay.state), None);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    let look = at("2026-09-08 09:00").plus_ms(1);
    assert_eq!(next_look(&relay.pack, &relay.state), Some(look));
    assert_eq!(jobs(&relay, at("2026-09-08 09:00")), []);
    assert_eq!(jobs(&relay, look), [remind("notice_issued")]);
    relay.does(notice(natural(15)), &officer(), "2026-09-08 10:00");
    // Three working days: until the end of Friday.
    assert_eq!(jobs(&relay, at("2026-09-11 23:59")), []);
    assert_eq!(jobs(&relay, at("2026-09-12 00:00")), [remind("served")]);
    let mut review = Relay::new(RecordKind::Rectification);
    let suspect = Event::Found {
        version: version(1),
        suspected_major: true,
        life_threat: false,
    };
    review.does(suspect, &worker(), "2026-09-07 09:00");
    assert_eq!(jobs(&review, at("2026-09-08 09:01")), [remind("not_major")]);
    relay.state.read_only = true;
    assert_eq!(jobs(&relay, at("2027-01-01 00:00")), []);
}
