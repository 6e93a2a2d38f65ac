//! Whole cases, from the finding to the closing.

use super::kit::{
    Relay, act, at, digest, feedback, fire, found, natural, notice, officer, passed, police,
    record, refusal, second_officer, signature, system, version, worker,
};
use crate::lifecycle::{
    Effect, Event, JobAct, LifecycleTables, ServiceProof, Stage, Status, TimeBounds, Timing,
};
use crate::lifecycle::{due_jobs, stage_log};
use crate::people::Role;
use crate::record::RecordKind;

#[test]
fn the_main_loop_from_finding_to_closing() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-22 09:00");
    let noticed = relay.does(notice(natural(15)), &officer(), "2026-09-22 10:00");
    assert_eq!(noticed.number.as_deref(), Some("stationnotice〔2026〕1"));
    // 15 natural days end in the National Day holidays and roll to 10-08.
    let due = noticed.due.unwrap();
    assert_eq!(due.to_string(), "2026-10-08T23:59:59.999+08:00");
    assert_eq!(noticed.role, Some(Role::StationOfficer));
    let signed = Event::Served(ServiceProof::Signed(signature("李秀英")));
    relay.does(signed, &worker(), "2026-09-22 11:00");
    let told = relay.does(feedback(), &worker(), "2026-10-08 23:59");
    assert_eq!(
        (told.status, told.timing),
        (Status::Rechecking, Some(Timing::InTime))
    );
    let closed = relay.does(passed(&[4]), &officer(), "2026-10-09 10:00");
    assert_eq!(closed.status, Status::Closed);
    assert_eq!(closed.number.as_deref(), Some("stationclose_out〔2026〕2"));
    // The opinion of the recheck has a number of its own series beside the closing.
    let opinion = closed.paper_number.as_deref();
    assert_eq!(opinion, Some("stationrecheck〔2026〕1"));
    let last = relay.state.history.last().unwrap();
    assert_eq!(last.paper_number, closed.paper_number);
    assert_eq!(told.paper_number, None);
    assert_eq!(relay.state.close_out_number, closed.number);
    assert_eq!(relay.state.notice_number, noticed.number);
    assert_eq!(relay.state.provisional_number.as_deref(), Some("暂-A7-1"));
    for name in Event::NAMES {
        let outcome = relay.act(
            super::kit::well_formed(name, &relay.state, 5),
            &officer(),
            at("2026-10-10 10:00"),
        );
        assert_ne!(outcome.effect, Effect::Applied, "{name} on a closed hazard");
    }
}

#[test]
fn a_number_bears_the_year_of_receipt_in_china() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-12-31 20:00");
    let made = TimeBounds::exactly(at("2026-12-31 23:00"));
    let mut act = act(notice(natural(15)), &officer(), made, 1);
    act.received_at = at("2027-01-01 00:00");
    let outcome = relay.receive(act);
    assert_eq!(outcome.number.as_deref(), Some("stationnotice〔2027〕1"));
    assert_eq!(
        relay.state.noticed_at,
        Some(at("2026-12-31 23:00")),
        "the paper's day counts"
    );
}

#[test]
fn a_threat_to_life_does_not_wait_for_the_end_of_a_holiday() {
    let mut relay = Relay::new(RecordKind::Rectification);
    let found = Event::Found {
        version: version(1),
        suspected_major: false,
        life_threat: true,
    };
    relay.does(found, &worker(), "2026-09-22 09:00");
    let noticed = relay.does(notice(natural(15)), &officer(), "2026-09-22 10:00");
    assert_eq!(
        noticed.due.unwrap().to_string(),
        "2026-10-07T23:59:59.999+08:00"
    );
}

#[test]
fn an_extension_moves_the_deadline_and_its_refusal_after_it_is_overdue() {
    let ask = Event::ExtensionRequested {
        days: 10,
        reason: "材料未到".to_owned(),
    };
    let mut relay = Relay::served();
    assert_eq!(
        relay.state.due.unwrap().china_date().to_string(),
        "2026-09-22"
    );
    relay.does(ask.clone(), &worker(), "2026-09-21 10:00");
    let approved = relay.does(
        Event::ExtensionApproved { days: 5 },
        &officer(),
        "2026-09-22 10:00",
    );
    // 09-27 is the last day of the Mid-Autumn rest days, so 09-28.
    assert_eq!(approved.due.unwrap().china_date().to_string(), "2026-09-28");
    assert_eq!(
        (approved.status, relay.state.extended),
        (Status::Served, true)
    );
    let original = relay.state.original_due.unwrap().china_date().to_string();
    assert_eq!(original, "2026-09-22", "the first deadline stays on file");
    assert_eq!(relay.state.notice_due, approved.due, "as it was extended");

    let refuse = Event::ExtensionRefused {
        reason: "理由不足".to_owned(),
    };
    let mut early = Relay::served();
    early.does(ask.clone(), &worker(), "2026-09-20 10:00");
    assert_eq!(
        early
            .does(refuse.clone(), &officer(), "2026-09-21 10:00")
            .status,
        Status::Served
    );
    let mut late = Relay::served();
    late.does(ask, &worker(), "2026-09-20 10:00");
    let outcome = late.does(refuse, &officer(), "2026-09-23 10:00");
    assert_eq!(outcome.status, Status::Overdue);
    assert!(late.state.overdue);
    assert_eq!(late.state.overdue_due, outcome.due);
}

#[test]
fn overdue_urged_escalated_enforced_rechecked() {
    let mut relay = Relay::overdue();
    let urged = relay.does(Event::Urged { days: 3 }, &officer(), "2026-09-23 09:00");
    // 09-26 is a rest day (25-27), so the urge runs until 09-28.
    assert_eq!(urged.due.unwrap().china_date().to_string(), "2026-09-28");
    let of_notice = relay.state.original_due;
    assert_eq!(relay.state.notice_due, of_notice, "not that of the urge");
    let up = || Event::Escalated {
        to: "PSB".to_owned(),
        reason: "催办期满".to_owned(),
    };
    relay.does(up(), &system(), "2026-09-29 00:10");
    assert_eq!(relay.state.escalated_to.as_deref(), Some("PSB"));
    let back = Event::EscalationReturned {
        reason: "缺照片".to_owned(),
    };
    let returned = relay.does(back, &police(), "2026-09-29 10:00");
    assert_eq!((returned.status, returned.due), (Status::Urged, None));
    relay.does(up(), &officer(), "2026-09-30 10:00");
    let accepted = Event::EscalationAccepted {
        case_number: "青公消〔2026〕3".to_owned(),
    };
    relay.does(accepted, &police(), "2026-10-08 10:00");
    let result = Event::EnforcementResult {
        result: "penalty".to_owned(),
        note: String::new(),
    };
    assert_eq!(
        relay.does(result, &police(), "2026-10-12 10:00").status,
        Status::Rechecking
    );
    relay.does(passed(&[4]), &officer(), "2026-10-13 10:00");
    assert_eq!(relay.state.status, Status::Closed);
}

#[test]
fn a_failed_recheck_goes_back_by_time_and_history() {
    let fail = || Event::RecheckFailed {
        reason: "仍堆放".to_owned(),
        photos: vec![record(9)],
        with: Vec::new(),
    };
    let mut early = Relay::served();
    early.does(feedback(), &worker(), "2026-09-15 10:00");
    assert_eq!(
        early.does(fail(), &officer(), "2026-09-16 10:00").status,
        Status::Served
    );
    early.does(feedback(), &worker(), "2026-09-17 10:00");
    assert_eq!(
        early.does(fail(), &officer(), "2026-09-23 10:00").status,
        Status::Overdue
    );
    assert!(early.state.overdue && early.state.overdue_due.is_some());
    early.does(Event::Urged { days: 2 }, &officer(), "2026-09-23 11:00");
    early.does(feedback(), &worker(), "2026-09-23 12:00");
    assert_eq!(
        early.does(fail(), &officer(), "2026-09-23 13:00").status,
        Status::Urged
    );
    early.does(feedback(), &worker(), "2026-09-24 12:00");
    assert_eq!(
        early.does(fail(), &officer(), "2026-09-29 13:00").status,
        Status::Urged,
        "it goes up by a letter, not by the recheck"
    );
}

/// The phone was offline: what it did in time arrives after the mark, the urge, the escalation.
#[test]
fn an_act_in_time_that_arrives_late_takes_effect_and_the_mark_is_annulled() {
    let offline = |relay: &Relay| {
        let lower = at("2026-09-20 10:00");
        let time = TimeBounds {
            lower,
            upper: at("2026-09-20 10:01"),
            claimed: lower,
            clock_flagged: false,
        };
        let seen = relay.rows.len() as u64 - 1;
        let mut act = act(feedback(), &worker(), time, seen);
        act.received_at = at("2026-09-29 09:00");
        act
    };
    let up = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "催办期满".to_owned(),
    };
    for pressed in 0..3 {
        let mut relay = Relay::overdue();
        if pressed > 0 {
            relay.does(Event::Urged { days: 1 }, &officer(), "2026-09-23 09:00");
        }
        if pressed > 1 {
            relay.does(up.clone(), &system(), "2026-09-29 00:10");
        }
        let outcome = relay.receive(offline(&relay));
        assert_eq!(outcome.effect, Effect::Applied, "{pressed}");
        assert_eq!(
            (outcome.status, outcome.timing),
            (Status::Rechecking, Some(Timing::InTime))
        );
        assert!(relay.state.overdue, "earlier rows are not judged again");
        let jobs = due_jobs(&relay.pack, &relay.state, at("2026-09-29 09:01"));
        let Some(JobAct::Act(annul)) = jobs.first() else {
            panic!("{jobs:?}")
        };
        assert!(matches!(annul, Event::OverdueAnnulled { .. }));
        let annulled = relay.does(annul.clone(), &system(), "2026-09-29 09:01");
        assert_eq!(annulled.status, Status::Rechecking);
        assert!(!relay.state.overdue && !relay.state.urged);
        assert!(
            relay
                .state
                .history
                .iter()
                .any(|entry| entry.event == "overdue_marked")
        );
        let again = due_jobs(&relay.pack, &relay.state, at("2026-09-29 09:02"));
        assert!(
            !again.iter().any(|job| matches!(job, JobAct::Act(_))),
            "{again:?}"
        );
    }
    // Made after the urge had run out, it changes nothing for the police.
    let mut relay = Relay::overdue();
    relay.does(Event::Urged { days: 1 }, &officer(), "2026-09-23 09:00");
    relay.does(up, &system(), "2026-09-29 00:10");
    relay.refuses(
        feedback(),
        &worker(),
        "2026-09-29 09:00",
        "already_escalated",
    );
}

#[test]
fn what_was_done_behind_an_authors_back_is_told_apart_from_a_mistake() {
    let mut relay = Relay::served();
    let seen = relay.rows.len() as u64;
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    relay.does(passed(&[4]), &officer(), "2026-09-16 10:00");
    let time = TimeBounds::exactly(at("2026-09-16 11:00"));
    let late = act(feedback(), &super::kit::second_worker(), time, seen);
    let outcome = relay.receive(late);
    assert_eq!(refusal(&outcome.effect), "concurrent_change");
    relay.refuses(
        feedback(),
        &super::kit::second_worker(),
        "2026-09-16 12:00",
        "record_closed",
    );
    // The author's own acts count as seen, though the anchor is older.
    let mut own = Relay::new(RecordKind::Rectification);
    own.receive(act(
        found(),
        &officer(),
        TimeBounds::exactly(at("2026-09-07 09:00")),
        0,
    ));
    own.receive(act(
        notice(natural(3)),
        &officer(),
        TimeBounds::exactly(at("2026-09-07 09:01")),
        0,
    ));
    let twice = act(
        notice(natural(3)),
        &officer(),
        TimeBounds::exactly(at("2026-09-07 09:02")),
        0,
    );
    assert_eq!(refusal(&own.receive(twice).effect), "not_in_this_state");
}

#[test]
fn a_suspected_major_hazard_waits_for_the_fire_brigade_and_goes_back_where_it_was() {
    let mut relay = Relay::new(RecordKind::Rectification);
    let suspect = Event::Found {
        version: version(1),
        suspected_major: true,
        life_threat: false,
    };
    relay.does(suspect, &worker(), "2026-09-07 09:00");
    assert_eq!(relay.state.status, Status::UnderReview);
    assert!(relay.state.suspected_major);
    relay.refuses(
        notice(natural(15)),
        &officer(),
        "2026-09-07 10:00",
        "under_review",
    );
    let deny = || Event::NotMajor {
        reason: "不构成".to_owned(),
    };
    relay.refuses(deny(), &officer(), "2026-09-08 10:00", "no_permission");
    relay.does(deny(), &fire(), "2026-09-08 10:00");
    assert_eq!(relay.state.status, Status::Found);
    assert!(!relay.state.suspected_major);
    let mut served = Relay::served();
    let basis = Event::SuspectedMajor {
        basis: vec!["C7.3.9".to_owned()],
    };
    served.does(basis, &worker(), "2026-09-08 09:00");
    served.does(deny(), &fire(), "2026-09-09 09:00");
    assert_eq!(served.state.status, Status::Served);
    assert!(served.state.due.is_some());
}

#[test]
fn an_inspection_goes_round_until_it_is_accepted_and_may_be_reopened() {
    let mut relay = Relay::new(RecordKind::Inspection);
    let submit = |n, why: Option<&str>| Event::Submitted {
        version: version(n),
        correction: why.map(str::to_owned),
    };
    relay.does(submit(1, None), &worker(), "2026-09-07 17:00");
    let lost = Event::PhotoLost {
        photo: record(31),
        reason: "手机损坏".to_owned(),
    };
    relay.does(lost, &officer(), "2026-09-07 18:00");
    assert_eq!(relay.state.photos_lost.len(), 1);
    relay.does(
        Event::Accepted {
            version: version(1),
        },
        &second_officer(),
        "2026-09-08 09:00",
    );
    let reopen = Event::CorrectionOpened {
        reason: "楼层填错".to_owned(),
    };
    relay.does(reopen, &officer(), "2026-09-09 09:00");
    assert_eq!(relay.state.status, Status::Returned);
    assert_eq!(
        relay.state.accepted,
        Some(version(1)),
        "the accepted version stands meanwhile"
    );
    assert_eq!(relay.state.return_reasons[0].text, "楼层填错");
    relay.does(submit(2, Some("更正楼层")), &worker(), "2026-09-09 10:00");
    relay.does(
        Event::Accepted {
            version: version(2),
        },
        &officer(),
        "2026-09-09 11:00",
    );
    assert_eq!(relay.state.accepted, Some(version(2)));
    assert_eq!(relay.state.rounds, 1);
}

#[test]
fn the_five_stages_come_from_both_histories_in_order() {
    let mut visit = Relay::new(RecordKind::Inspection);
    let submit = Event::Submitted {
        version: version(1),
        correction: None,
    };
    visit.does(submit, &worker(), "2026-09-07 08:30");
    let mut relay = Relay::served();
    relay.refuses(
        feedback(),
        &fire_blind(),
        "2026-09-15 09:00",
        "no_permission",
    );
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    relay.does(passed(&[4]), &officer(), "2026-09-21 10:00");
    let log = stage_log(Some(&visit.state), &relay.state);
    let events: Vec<Vec<&str>> = log
        .iter()
        .map(|stage| {
            stage
                .entries
                .iter()
                .map(|entry| entry.event.as_str())
                .collect()
        })
        .collect();
    assert_eq!(
        events,
        [
            vec!["submitted"],
            vec!["found"],
            vec!["notice_issued", "served"],
            vec!["feedback"],
            vec!["recheck_passed"],
        ],
        "refused acts are in no stage"
    );
    let begun: Vec<_> = log
        .iter()
        .map(|stage| stage.entries[0].time.best())
        .collect();
    assert!(begun.is_sorted());
    assert_eq!(Stage::ALL.map(Stage::text)[2], "任务分办");
    assert!(stage_log(None, &relay.state)[0].entries.is_empty());
    assert_ne!(digest(1), digest(2));
}

#[test]
fn every_act_on_a_hazard_or_its_visit_has_a_stage() {
    let tables = LifecycleTables::standard();
    for kind in [RecordKind::Inspection, RecordKind::Rectification] {
        let table = tables.of(&kind).expect("it has a table");
        for event in &table.events {
            assert!(Stage::of(&event.id).is_some(), "{}", event.id);
        }
    }
    for name in Event::NAMES {
        assert!(Stage::of(name).is_some(), "{name}");
    }
    for (name, stage) in [
        ("rectification.major_closed", Stage::Reporting),
        ("rectification.countersign", Stage::Reporting),
        ("rectification.pause", Stage::Handling),
        ("rectification.resume", Stage::Handling),
        ("rectification.recall", Stage::Assigning),
    ] {
        assert_eq!(Stage::of(name), Some(stage), "{name}");
    }
    assert_eq!(Stage::of("stop_use.order"), None);
}

fn fire_blind() -> crate::lifecycle::Actor {
    super::kit::person(70, &[Role::Auditor])
}
