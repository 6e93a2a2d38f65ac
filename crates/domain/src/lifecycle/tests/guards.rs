//! Each guard with a case that it refuses. A guard without one fails `guard_refusals`.

use super::kit::{
    Relay, at, feedback, fire, found, natural, notice, officer, passed, police, premises_status,
    record, responsible, second_officer, second_worker, signature, user, version, worker,
};
use crate::calendar::DeadlineSpec;
use crate::lifecycle::{Event, Reason, Responsible, ReturnReason, ServiceProof, Status};
use crate::record::RecordKind;

fn why() -> String {
    "情况属实".to_owned()
}

fn submitted(n: u64, correction: Option<&str>) -> Event {
    Event::Submitted {
        version: version(n),
        correction: correction.map(str::to_owned),
    }
}

fn inspection() -> Relay {
    let mut relay = Relay::new(RecordKind::Inspection);
    relay.does(submitted(1, None), &worker(), "2026-09-07 17:00");
    relay
}

fn returned(n: u64) -> Event {
    let reasons = vec![ReturnReason {
        item: None,
        text: why(),
    }];
    Event::Returned {
        version: version(n),
        reasons,
    }
}

fn active_premises() -> Relay {
    let mut relay = Relay::new(RecordKind::Premises);
    relay.does(submitted(1, None), &worker(), "2026-09-07 08:00");
    relay
}

fn hazard() -> Relay {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay
}

fn noticed() -> Relay {
    let mut relay = hazard();
    relay.does(notice(natural(15)), &officer(), "2026-09-07 10:00");
    relay
}

fn rechecking() -> Relay {
    let mut relay = Relay::served();
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    relay
}

#[test]
fn review() {
    let mut relay = inspection();
    relay.refuses(
        submitted(1, None),
        &worker(),
        "2026-09-07 17:05",
        "same_version",
    );
    relay.does(submitted(2, None), &worker(), "2026-09-07 17:10");
    let accept = |n| Event::Accepted {
        version: version(n),
    };
    relay.refuses(
        accept(1),
        &officer(),
        "2026-09-07 18:00",
        "newer_version_submitted",
    );
    relay.refuses(
        returned(1),
        &officer(),
        "2026-09-07 18:00",
        "newer_version_submitted",
    );
    let empty = Event::Returned {
        version: version(2),
        reasons: Vec::new(),
    };
    relay.refuses(empty, &officer(), "2026-09-07 18:00", "reason_missing");
    relay.facts.conflicts_open = 1;
    relay.refuses(accept(2), &officer(), "2026-09-07 18:10", "conflicts_open");
    relay.facts.conflicts_open = 0;
    relay.facts.photos_missing = 1;
    relay.refuses(accept(2), &officer(), "2026-09-07 18:10", "photos_missing");
    relay.facts.photos_missing = 0;
    relay.facts.blocking = vec![Reason::new("four_parties_missing", "S0-05")];
    relay.refuses(
        accept(2),
        &officer(),
        "2026-09-07 18:10",
        "four_parties_missing",
    );
    relay.facts.blocking.clear();
    relay.does(returned(2), &officer(), "2026-09-07 18:20");
    relay.refuses(
        submitted(3, None),
        &worker(),
        "2026-09-08 09:00",
        "correction_reason_missing",
    );
    relay.refuses(
        submitted(3, Some(" ")),
        &worker(),
        "2026-09-08 09:00",
        "correction_reason_missing",
    );
    relay.does(
        submitted(3, Some("补拍照片")),
        &worker(),
        "2026-09-08 09:00",
    );
    relay.does(accept(3), &officer(), "2026-09-08 10:00");
    relay.refuses(
        submitted(4, None),
        &worker(),
        "2026-09-08 11:00",
        "open_correction_first",
    );
    assert_eq!(relay.state.rounds, 1);
    assert_eq!(relay.state.accepted, Some(version(3)));
}

#[test]
fn only_the_author_or_a_supervisor_withdraws_and_says_why() {
    let withdraw = || Event::Withdrawn { reason: why() };
    let mut relay = inspection();
    relay.refuses(
        withdraw(),
        &second_worker(),
        "2026-09-07 18:00",
        "not_the_author",
    );
    let silent = Event::Withdrawn {
        reason: "  ".to_owned(),
    };
    relay.refuses(silent, &worker(), "2026-09-07 18:00", "reason_missing");
    relay.does(withdraw(), &worker(), "2026-09-07 18:00");
    inspection().does(withdraw(), &officer(), "2026-09-07 18:00");
    // A draft has no act yet: its author is a fact that the relay knows.
    let mut draft = Relay::new(RecordKind::Rectification);
    draft.facts.author = Some(user(1));
    draft.refuses(
        withdraw(),
        &second_worker(),
        "2026-09-07 18:00",
        "not_the_author",
    );
    draft.does(withdraw(), &worker(), "2026-09-07 18:00");
}

#[test]
fn premises_file() {
    let mut relay = active_premises();
    let visit = |outcome: &str, note: &str| Event::CensusVisited {
        outcome: outcome.to_owned(),
        note: note.to_owned(),
    };
    relay.refuses(
        visit("abducted", ""),
        &worker(),
        "2026-09-07 09:00",
        "unknown_census_outcome",
    );
    relay.refuses(
        visit("refused", ""),
        &worker(),
        "2026-09-07 09:00",
        "note_missing",
    );
    relay.does(
        visit("refused", "店主不让进"),
        &worker(),
        "2026-09-07 09:00",
    );
    let grade = |grade: &str| Event::GradeOverridden {
        grade: grade.to_owned(),
        reason: why(),
    };
    relay.refuses(
        grade("purple"),
        &officer(),
        "2026-09-07 09:00",
        "unknown_grade",
    );
    relay.does(grade("major"), &officer(), "2026-09-07 09:00");
    let status = premises_status;
    let officer = officer();
    let mut refuse = |event, code| relay.refuses(event, &officer, "2026-09-07 09:00", code);
    refuse(status(Status::Accepted, None), "unknown_premises_status");
    refuse(status(Status::Active, None), "no_change");
    refuse(status(Status::Merged, None), "heir_missing");
    refuse(status(Status::Closed, Some(record(5))), "heir_missing");
    refuse(
        status(Status::Merged, Some(record(super::kit::PREMISES))),
        "heir_missing",
    );
    relay.does(
        status(Status::Merged, Some(record(5))),
        &officer,
        "2026-09-07 09:00",
    );
    assert_eq!(relay.state.merged_into, Some(record(5)));
    relay.does(status(Status::Active, None), &officer, "2026-09-07 09:00");
    assert_eq!(relay.state.merged_into, None);
}

#[test]
fn a_fix_on_the_spot_has_two_photos_and_is_verified_by_another() {
    let mut relay = hazard();
    relay.state.responsible = responsible();
    let fix = |after| Event::FixedOnSpot {
        before: record(1),
        after: record(after),
    };
    relay.refuses(
        fix(1),
        &worker(),
        "2026-09-07 09:10",
        "photos_before_and_after",
    );
    relay.does(fix(2), &worker(), "2026-09-07 09:10");
    let verify = |issuer: Option<&str>| Event::FixVerified {
        issuer: issuer.map(str::to_owned),
        note: String::new(),
    };
    relay.refuses(verify(None), &worker(), "2026-09-07 09:20", "same_person");
    relay.refuses(
        verify(Some("nobody")),
        &second_worker(),
        "2026-09-07 09:20",
        "unknown_issuer",
    );
    let closed = relay.does(verify(None), &second_worker(), "2026-09-07 09:20");
    assert_eq!((closed.status, closed.number), (Status::Closed, None));
}

#[test]
fn a_notice_names_who_is_answerable_by_when() {
    let mut relay = hazard();
    let with =
        |responsible: Responsible, deadline, issuer: &str, number: &str| Event::NoticeIssued {
            version: version(1),
            provisional_number: number.to_owned(),
            issuer: issuer.to_owned(),
            deadline,
            responsible,
        };
    let officer = officer();
    let mut refuse = |event, code| relay.refuses(event, &officer, "2026-09-07 10:00", code);
    for (blank, nothing) in (0..3).flat_map(|it| [(it, ""), (it, "\u{200b}"), (it, "\u{3164} ")]) {
        let mut half = responsible();
        let field = [&mut half.unit, &mut half.leader, &mut half.person];
        nothing.clone_into(field.into_iter().nth(blank).unwrap());
        refuse(
            with(half.clone(), natural(15), "station", "暂-A7-1"),
            "responsible_missing",
        );
        refuse(Event::ResponsibilitySet(half), "responsible_missing");
    }
    for (number, code) in [("", "notice_incomplete"), ("暂-<b>-1", "number_not_own")] {
        refuse(with(responsible(), natural(15), "station", number), code);
    }
    refuse(
        with(responsible(), natural(15), "nobody", "暂-A7-1"),
        "unknown_issuer",
    );
    // No officer of the station speaks for the fire brigade.
    refuse(
        with(responsible(), natural(15), "fire", "暂-A7-1"),
        "issuer_not_yours",
    );
    refuse(
        with(responsible(), natural(91), "station", "暂-A7-1"),
        "deadline_out_of_limits",
    );
    refuse(
        with(responsible(), natural(0), "station", "暂-A7-1"),
        "deadline_out_of_limits",
    );
    let immediate = with(responsible(), DeadlineSpec::Immediate, "station", "暂-A7-1");
    relay.does(immediate, &officer, "2026-09-07 10:00");
}

#[test]
fn a_refused_service_has_two_different_witnesses() {
    let refused = |names: &[&str]| {
        let witnesses = names.iter().map(|name| signature(name)).collect();
        Event::Served(ServiceProof::Refused {
            witnesses,
            note: "拒绝签字".to_owned(),
        })
    };
    let mut relay = noticed();
    for names in [
        &[] as &[&str],
        &["张三"],
        &["张三", "张三 "],
        &["张三", " "],
    ] {
        relay.refuses(
            refused(names),
            &worker(),
            "2026-09-07 11:00",
            "witnesses_missing",
        );
    }
    let unsigned = Event::Served(ServiceProof::Signed(signature(" ")));
    relay.refuses(unsigned, &worker(), "2026-09-07 11:00", "signature_missing");
    let mailed = Event::Served(ServiceProof::Mailed {
        tracking: String::new(),
    });
    relay.refuses(mailed, &worker(), "2026-09-07 11:00", "tracking_missing");
    relay.does(refused(&["张三", "李四"]), &worker(), "2026-09-07 11:00");
    noticed().does(
        Event::Served(ServiceProof::Posted { photo: record(3) }),
        &worker(),
        "2026-09-07 11:00",
    );
}

#[test]
fn an_extension_is_asked_once_in_time_and_within_limits() {
    let ask = |days| Event::ExtensionRequested {
        days,
        reason: why(),
    };
    let mut relay = Relay::served();
    relay.refuses(ask(0), &worker(), "2026-09-10 10:00", "extension_days");
    relay.refuses(ask(16), &worker(), "2026-09-10 10:00", "extension_days");
    relay.refuses(ask(5), &worker(), "2026-09-23 10:00", "deadline_passed");
    relay.does(ask(15), &worker(), "2026-09-10 10:00");
    let approve = |days| Event::ExtensionApproved { days };
    relay.refuses(
        approve(16),
        &officer(),
        "2026-09-11 10:00",
        "extension_days",
    );
    relay.does(approve(5), &officer(), "2026-09-11 10:00");
    relay.refuses(ask(1), &worker(), "2026-09-12 10:00", "second_extension");

    let mut short = hazard();
    short.does(notice(natural(3)), &officer(), "2026-09-07 10:00");
    short.does(
        Event::Served(ServiceProof::Posted { photo: record(3) }),
        &worker(),
        "2026-09-07 11:00",
    );
    short.refuses(
        ask(4),
        &worker(),
        "2026-09-08 10:00",
        "extension_longer_than_original",
    );
    short.does(ask(3), &worker(), "2026-09-08 10:00");

    let mut danger = Relay::new(RecordKind::Rectification);
    let found = Event::Found {
        version: version(1),
        suspected_major: false,
        life_threat: true,
    };
    danger.does(found, &worker(), "2026-09-07 09:00");
    danger.does(notice(natural(3)), &officer(), "2026-09-07 10:00");
    danger.does(
        Event::Served(ServiceProof::Posted { photo: record(3) }),
        &worker(),
        "2026-09-07 11:00",
    );
    danger.refuses(
        ask(1),
        &worker(),
        "2026-09-08 10:00",
        "life_threat_not_extended",
    );
    let due = danger.state.due.unwrap();
    let mark = Event::OverdueMarked { due };
    danger.does(mark, &super::kit::system(), "2026-09-11 00:10");
    danger.refuses(
        Event::Urged { days: 1 },
        &officer(),
        "2026-09-11 09:00",
        "life_threat_goes_up",
    );
    let up = || Event::Escalated {
        to: "PSB".to_owned(),
        reason: why(),
    };
    danger.pack.rectification.escalation.life_threat_at_once = false;
    danger.refuses(up(), &officer(), "2026-09-11 09:00", "urge_first");
    danger.pack.rectification.escalation.life_threat_at_once = true;
    danger.does(up(), &officer(), "2026-09-11 09:00");
}

#[test]
fn a_recheck_takes_two_qualified_people_other_than_the_fixer_and_a_photo() {
    let mut relay = rechecking();
    relay.refuses(
        passed(&[]),
        &officer(),
        "2026-09-21 10:00",
        "too_few_people",
    );
    relay.refuses(
        passed(&[3]),
        &officer(),
        "2026-09-21 10:00",
        "too_few_people",
    );
    relay.refuses(passed(&[1]), &officer(), "2026-09-21 10:00", "same_person");
    relay.facts.unqualified = vec![user(4)];
    relay.refuses(
        passed(&[4]),
        &officer(),
        "2026-09-21 10:00",
        "unqualified_checker",
    );
    relay.facts.unqualified.clear();
    let blind = Event::RecheckPassed {
        with: vec![user(4)],
        photos: Vec::new(),
    };
    relay.refuses(blind, &officer(), "2026-09-21 10:00", "photo_after_missing");
    let mut own = Relay::served();
    own.does(feedback(), &officer(), "2026-09-15 10:00");
    own.refuses(passed(&[4]), &officer(), "2026-09-21 10:00", "same_person");
    let fails = Event::RecheckFailed {
        reason: why(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    own.refuses(fails, &officer(), "2026-09-21 10:00", "same_person");
    own.does(passed(&[5]), &second_officer(), "2026-09-21 10:00");
    relay.pack.rectification.recheck.people = 1;
    relay.does(passed(&[]), &officer(), "2026-09-21 10:00");
    assert_eq!(relay.state.status, Status::Closed);
}

#[test]
fn feedback_says_something() {
    let mut relay = Relay::served();
    let silent = Event::Feedback {
        note: " ".to_owned(),
        photos: Vec::new(),
        on_behalf: false,
    };
    relay.refuses(silent, &worker(), "2026-09-15 10:00", "feedback_empty");
}

#[test]
fn pressing_and_escalating_keep_to_the_policy() {
    let mut relay = Relay::overdue();
    let urge = |days| Event::Urged { days };
    relay.refuses(urge(0), &officer(), "2026-09-23 09:00", "urge_days");
    relay.refuses(urge(4), &officer(), "2026-09-23 09:00", "urge_days");
    let up = |to: &str| Event::Escalated {
        to: to.to_owned(),
        reason: why(),
    };
    relay.refuses(up("MOON"), &officer(), "2026-09-23 09:00", "unknown_target");
    relay.does(urge(3), &officer(), "2026-09-23 09:00");
    relay.refuses(up("PSB"), &officer(), "2026-09-24 09:00", "urge_still_runs");
    let mut urged = Relay::overdue();
    urged.state.urged = true;
    urged.refuses(urge(1), &officer(), "2026-09-23 09:00", "urged_before");
    urged.does(up("PSB"), &officer(), "2026-09-23 09:00");
    urged.does(
        Event::EscalationAccepted {
            case_number: String::new(),
        },
        &police(),
        "2026-09-24 09:00",
    );
    let odd = Event::EnforcementResult {
        result: "vanished".to_owned(),
        note: String::new(),
    };
    urged.refuses(odd, &police(), "2026-09-25 09:00", "unknown_result");
}

#[test]
fn marks_cite_the_deadline_in_force_and_annulments_an_act_in_time() {
    let mut relay = Relay::served();
    let system = super::kit::system();
    let due = relay.state.due.unwrap();
    let mark = |due| Event::OverdueMarked { due };
    relay.refuses(
        mark(due),
        &system,
        "2026-09-22 23:59",
        "deadline_not_passed",
    );
    relay.refuses(
        mark(due.plus_ms(-1)),
        &system,
        "2026-09-23 00:01",
        "deadline_moved",
    );
    let annul = || Event::OverdueAnnulled {
        because: super::kit::digest(1),
    };
    relay.refuses(annul(), &system, "2026-09-23 00:01", "no_mark_stands");
    relay.does(mark(due), &system, "2026-09-23 00:01");
    relay.act(feedback(), &worker(), at("2026-09-23 08:00"));
    relay.refuses(annul(), &system, "2026-09-23 08:01", "no_act_in_time");
}

#[test]
fn a_suspicion_names_its_basis_and_a_request_precedes_its_approval() {
    let mut relay = hazard();
    let suspect = |basis: &[&str]| Event::SuspectedMajor {
        basis: basis.iter().map(|&clause| clause.to_owned()).collect(),
    };
    relay.refuses(suspect(&[]), &worker(), "2026-09-07 09:30", "basis_missing");
    relay.refuses(
        suspect(&[" "]),
        &worker(),
        "2026-09-07 09:30",
        "basis_missing",
    );
    relay.does(suspect(&["D6.2"]), &worker(), "2026-09-07 09:30");
    relay.does(
        Event::NotMajor { reason: why() },
        &fire(),
        "2026-09-08 09:30",
    );
    let mut odd = Relay::served();
    odd.state.status = Status::ExtensionPending;
    let approve = Event::ExtensionApproved { days: 1 };
    odd.refuses(approve, &officer(), "2026-09-08 09:30", "nothing_requested");
    let mut nothing = inspection();
    nothing.state.submitted = None;
    let accept = Event::Accepted {
        version: version(1),
    };
    nothing.refuses(accept, &officer(), "2026-09-08 09:30", "nothing_submitted");
}

#[test]
fn a_hazard_of_a_guidance_visit_is_not_noticed() {
    let mut relay = hazard();
    relay.facts.guidance = true;
    let paper = notice(natural(15));
    relay.refuses(paper, &officer(), "2026-09-07 10:00", "guidance_visit");
}

#[test]
fn a_word_of_compulsion_wants_delegation_and_certificate() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay.facts.compulsion = Some("责令".to_owned());
    let issue = || notice(natural(15));
    let at = "2026-09-07 10:00";
    relay.refuses(issue(), &officer(), at, "word_of_compulsion");
    relay.facts.compulsion = None;
    relay.does(issue(), &officer(), at);

    // The opinion of a recheck says its reason to the same addressee.
    let mut relay = rechecking();
    relay.facts.compulsion = Some("罚款".to_owned());
    let fails = || Event::RecheckFailed {
        reason: "罚款5000元".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    let at = "2026-09-16 10:00";
    relay.refuses(fails(), &officer(), at, "word_of_compulsion");
    relay.facts.compulsion = None;
    relay.does(fails(), &officer(), at);
}

#[test]
fn a_hazard_under_review_is_noticed_once_it_is_judged_and_once_only() {
    let mut relay = hazard();
    relay.state.status = Status::UnderReview;
    let (issue, at) = (super::kit::brigade_notice, "2026-09-07 10:00");
    relay.refuses(issue(), &fire(), at, "under_review");
    relay.facts.major_filed = true;
    let issued = relay.does(issue(), &fire(), at);
    assert_eq!(issued.status, Status::UnderReview);
    relay.refuses(issue(), &fire(), at, "notice_already_issued");
    let served = Event::Served(ServiceProof::Signed(signature("李秀英")));
    relay.does(served, &worker(), at);
}
