//! Limits of time, names and people that are asked of new acts.

use super::kit::{
    Relay, at, brigade_notice, feedback, fire, found, natural, notice, officer, passed, person,
    police, responsible, signature, user, worker,
};
use super::steps::{facts_of, well_formed_step};
use crate::calendar::{DayKind, DeadlineSpec};
use crate::lifecycle::{
    Effect, Event, RecordState, Responsible, ServiceProof, Status, never_served,
};
use crate::people::Role;
use crate::record::RecordKind;

fn hazard() -> Relay {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay
}

fn signed() -> Event {
    Event::Served(ServiceProof::Signed(signature("李秀英")))
}

const fn working(days: u32) -> DeadlineSpec {
    DeadlineSpec::Days {
        days,
        calendar: DayKind::Working,
    }
}

#[test]
fn a_notice_is_served_before_its_own_deadline_or_another_one_is_issued() {
    let mut relay = hazard();
    let first = relay.does(notice(natural(3)), &officer(), "2026-09-07 10:00");
    // While it can be served there is no other.
    relay.refuses(
        notice(natural(15)),
        &officer(),
        "2026-09-10 23:00",
        "not_in_this_state",
    );
    relay.refuses(signed(), &worker(), "2026-09-11 01:02", "served_after_due");
    let again = relay.does(notice(natural(15)), &officer(), "2026-09-11 09:00");
    assert_eq!(again.status, Status::NoticeIssued);
    assert!(again.number.is_some(), "a paper of its own");
    relay.does(signed(), &worker(), "2026-09-11 10:00");
    assert_eq!(relay.state.status, Status::Served);
    // The first was never served, the second was.
    let unserved = |number: Option<String>| never_served(&relay.state, &number.unwrap());
    assert!(unserved(first.number) && !unserved(again.number));
    assert!(!never_served(&relay.state, "青消改字〔2026〕第9999号"));
    // On its last day it is in time.
    let mut relay = hazard();
    relay.does(notice(natural(3)), &officer(), "2026-09-07 10:00");
    relay.does(signed(), &worker(), "2026-09-10 23:59");
}

#[test]
fn the_notice_of_a_judged_hazard_that_nobody_served_in_time_gives_way_to_another() {
    let mut relay = hazard();
    let basis = Event::SuspectedMajor {
        basis: vec!["RH-01".to_owned()],
    };
    relay.does(basis, &worker(), "2026-09-07 10:00");
    relay.facts.major_filed = true;
    relay.does(brigade_notice(), &fire(), "2026-09-07 11:00");
    let refused = "notice_already_issued";
    relay.refuses(brigade_notice(), &fire(), "2026-09-08 11:00", refused);
    relay.refuses(signed(), &worker(), "2026-09-23 09:00", "served_after_due");
    relay.does(brigade_notice(), &fire(), "2026-09-23 10:00");
    relay.does(signed(), &worker(), "2026-09-23 11:00");
    // What was served is the notice, however late it is.
    relay.refuses(brigade_notice(), &fire(), "2026-11-23 10:00", refused);
}

#[test]
fn working_days_end_within_the_limit_of_days() {
    let why = |relay: &mut Relay, days| {
        let outcome = relay.act(notice(working(days)), &officer(), at("2026-09-07 10:00"));
        match outcome.effect {
            Effect::NoEffect(reason) => (reason.code, reason.detail),
            Effect::Applied => panic!("{days}"),
        }
    };
    let mut relay = hazard();
    for days in [65, 90] {
        let (code, detail) = why(&mut relay, days);
        assert_eq!(code, "deadline_out_of_limits", "{days}");
        assert!(detail.contains("最迟 2026-12-06"), "{detail}");
        // The holidays of 2026 are known.
        assert!(days > 65 || !detail.contains("尚未公布"), "{detail}");
    }
    relay.pack.holidays.years.clear();
    let (_, detail) = why(&mut relay, 90);
    assert!(detail.contains("尚未公布"), "{detail}");
    relay.does(notice(working(40)), &officer(), "2026-09-07 10:00");
    // What a step states is limited alike.
    let mut relay = Relay::new(RecordKind::Measure);
    let mut open = well_formed_step("measure.open", &relay.state);
    relay.facts = facts_of(&open, &relay.state);
    let most = relay.pack.cases.deadlines.get_mut("measure_follow_up");
    *most.unwrap() = natural(20);
    let mut in_days = |spec| {
        if let Event::Step(step) = &mut open {
            step.due = Some(spec);
        }
        open.clone()
    };
    let when = "2026-09-07 10:00";
    relay.refuses(
        in_days(working(20)),
        &officer(),
        when,
        "deadline_out_of_limits",
    );
    relay.does(in_days(working(10)), &officer(), when);
}

#[test]
fn who_is_answerable_has_a_name() {
    let mut relay = hazard();
    for name in ["无", "—", "/", "不详", "x", "。", "110", "某某"] {
        for place in 0..3 {
            let mut named = responsible();
            let fields = [&mut named.unit, &mut named.leader, &mut named.person];
            name.clone_into(fields.into_iter().nth(place).unwrap());
            let set = Event::ResponsibilitySet(named.clone());
            let refused = "name_is_placeholder";
            relay.refuses(set, &officer(), "2026-09-07 10:00", refused);
            let mut event = notice(natural(15));
            if let Event::NoticeIssued { responsible, .. } = &mut event {
                *responsible = named;
            }
            relay.refuses(event, &officer(), "2026-09-07 10:00", refused);
        }
    }
    let short = Responsible {
        person: "李".to_owned(),
        ..responsible()
    };
    let set = Event::ResponsibilitySet(short);
    relay.does(set, &officer(), "2026-09-07 10:00");
}

#[test]
fn nobody_is_named_twice_as_acting_together() {
    let mut relay = Relay::served();
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    let when = "2026-09-21 10:00";
    relay.refuses(passed(&[4, 4]), &officer(), when, "listed_twice");
    let failed = Event::RecheckFailed {
        reason: "仍堆放".to_owned(),
        photos: Vec::new(),
        with: vec![user(4), user(5), user(4)],
    };
    relay.refuses(failed, &officer(), when, "listed_twice");
    relay.does(passed(&[4, 5]), &officer(), when);
    // In a step of a case alike.
    let mut relay = Relay::new(RecordKind::Measure);
    let mut open = well_formed_step("measure.open", &relay.state);
    relay.facts = facts_of(&open, &relay.state);
    if let Event::Step(step) = &mut open {
        step.with = vec![user(4), user(4)];
    }
    relay.refuses(open, &officer(), "2026-09-07 10:00", "listed_twice");
}

#[test]
fn a_penalty_has_the_number_of_its_case_or_a_remark() {
    let result = |result: &str, note: &str| Event::EnforcementResult {
        result: result.to_owned(),
        note: note.to_owned(),
    };
    let taken = |number: &str| {
        let mut relay = Relay::overdue();
        relay.state.urged = true;
        let up = Event::Escalated {
            to: "PSB".to_owned(),
            reason: "拒不整改".to_owned(),
        };
        relay.does(up, &officer(), "2026-09-23 09:00");
        let accepted = Event::EscalationAccepted {
            case_number: number.to_owned(),
        };
        relay.does(accepted, &police(), "2026-09-24 09:00");
        relay
    };
    let when = "2026-09-25 09:00";
    let mut relay = taken(" ");
    let code = "penalty_without_number";
    relay.refuses(result("penalty", " "), &police(), when, code);
    relay.does(result("penalty", "青公消罚1号"), &police(), when);
    taken("青公消1号").does(result("penalty", ""), &police(), when);
    taken("").does(result("fixed", ""), &police(), when);
}

#[test]
fn days_and_months_lie_in_the_span_of_the_pack() {
    let when = "2026-09-07 10:00";
    for (kind, name, field, bad, good) in [
        (
            RecordKind::Measure,
            "measure.open",
            "date",
            &["1999-12-01", "2024-12-31"][..],
            "2025-01-01",
        ),
        (
            RecordKind::Order,
            "order.issue_monthly",
            "month",
            &["2019-01", "2019年1月", "2028-01"][..],
            "2026年8月",
        ),
        (
            RecordKind::Order,
            "order.issue_yearly",
            "year",
            &["2019", "1949年", "2028"][..],
            "2026年",
        ),
    ] {
        let mut relay = Relay::new(kind);
        let event = well_formed_step(name, &relay.state);
        relay.facts = facts_of(&event, &relay.state);
        let saying = |value: &str| match &event {
            Event::Step(step) => {
                let mut step = step.clone();
                step.fields.insert(field.to_owned(), value.to_owned());
                Event::Step(step)
            }
            other => other.clone(),
        };
        let who = person(
            9,
            &[
                Role::StationOfficer,
                Role::CountyAdmin,
                Role::CountyGovernment,
            ],
        );
        for value in bad {
            relay.refuses(saying(value), &who, when, "year_out_of_limits");
        }
        relay.does(saying(good), &who, when);
    }
}

#[test]
fn an_order_is_of_the_last_month_of_this_one_or_of_the_next() {
    let mut relay = Relay::new(RecordKind::Order);
    let event = well_formed_step("order.issue_monthly", &relay.state);
    relay.facts = facts_of(&event, &relay.state);
    let of = |month: &str| match &event {
        Event::Step(step) => {
            let mut step = step.clone();
            step.fields.insert("month".to_owned(), month.to_owned());
            Event::Step(step)
        }
        other => other.clone(),
    };
    let (when, turn) = ("2026-09-07 10:00", "2027-01-07 10:00");
    for month in ["2026-07", "2026年7月", "2026-11", "2026-01", "2025-09"] {
        relay.refuses(of(month), &officer(), when, "month_out_of_limits");
    }
    for month in ["2026-01", "2026-11", "2027年3月"] {
        relay.refuses(of(month), &officer(), turn, "month_out_of_limits");
    }
    for (month, when) in [
        ("2026年8月", when),
        ("2026-09", when),
        ("2026-10", when),
        ("2026-12", turn),
        ("2027-02", turn),
    ] {
        relay.state = RecordState::new(RecordKind::Order);
        relay.does(of(month), &officer(), when);
    }
    // A pack from before takes any of its years.
    relay.state = RecordState::new(RecordKind::Order);
    relay.pack.cases.months.clear();
    relay.does(of("2026-01"), &officer(), when);
}

#[test]
fn what_is_published_holds_no_number_of_an_identity_card() {
    let government = person(9, &[Role::CountyGovernment]);
    let mut relay = Relay::new(RecordKind::MajorCase);
    relay.state.status = Status::Filed;
    let list = well_formed_step("major_case.list", &relay.state);
    relay.facts = facts_of(&list, &relay.state);
    let saying = |text: &str| match &list {
        Event::Step(step) => {
            let mut step = step.clone();
            step.fields
                .insert("public_text".to_owned(), text.to_owned());
            Event::Step(step)
        }
        other => other.clone(),
    };
    let when = "2026-09-07 10:00";
    for text in [
        "责任人李某11010519491231002X，限期整改",
        "责任人李某110105 19491231 002 X，限期整改",
    ] {
        relay.refuses(saying(text), &government, when, "identity_published");
    }
    relay.does(saying("2026-12-31前整改"), &government, when);
}

/// The tables name the competent body, whatever a pack from before gives to others.
#[test]
fn nobody_below_the_competent_body_files_or_closes() {
    let worker = person(9, &[Role::GridWorker]);
    for (kind, status, name) in [
        (
            RecordKind::MajorCase,
            Status::FilingPending,
            "major_case.approve_filing",
        ),
        (
            RecordKind::MajorCase,
            Status::ClosingPending,
            "major_case.close",
        ),
        (
            RecordKind::Rectification,
            Status::UnderReview,
            "rectification.major_closed",
        ),
    ] {
        let mut relay = Relay::new(kind);
        relay.state.status = status;
        let step = well_formed_step(name, &relay.state);
        relay.facts = facts_of(&step, &relay.state);
        let rows = &mut relay.pack.permissions.rows;
        let own = rows.iter_mut().find(|row| row.role == Role::GridWorker);
        own.unwrap().actions.push(name.to_owned());
        let when = "2026-09-07 10:00";
        relay.refuses(step, &worker, when, "body_not_competent");
    }
}
