//! A point is no reason, no proof and no content: of events, and of steps.

use std::collections::BTreeSet;

use super::kit::{PACK, Relay, all_kinds, at, facts, feedback, officer, person, police, worker};
use super::steps::{facts_of, ripe, well_formed_step};
use crate::lifecycle::guard::{Context, step};
use crate::lifecycle::judge::{Question, answer};
use crate::lifecycle::{
    Actor, Event, LifecycleTables, RecordState, ReturnReason, Row, ServiceProof, Status, TimeBounds,
};

const WHEN: &str = "2026-09-20 09:00";

/// The event with a point in place of each of its reasons.
fn muted(event: Event) -> Event {
    let point = || "。".to_owned();
    match event {
        Event::Submitted { version, .. } => Event::Submitted {
            version,
            correction: Some(point()),
        },
        Event::Withdrawn { .. } => Event::Withdrawn { reason: point() },
        Event::Returned { version, .. } => Event::Returned {
            version,
            reasons: vec![ReturnReason {
                item: Some("RH-01".to_owned()),
                text: point(),
            }],
        },
        Event::CorrectionOpened { .. } => Event::CorrectionOpened { reason: point() },
        Event::PhotoLost { photo, .. } => Event::PhotoLost {
            photo,
            reason: point(),
        },
        Event::GradeOverridden { grade, .. } => Event::GradeOverridden {
            grade,
            reason: point(),
        },
        Event::PremisesStatus {
            status,
            merged_into,
            open_hazards,
            ..
        } => Event::PremisesStatus {
            status,
            reason: point(),
            merged_into,
            open_hazards,
        },
        Event::FixRejected { .. } => Event::FixRejected { reason: point() },
        Event::Feedback {
            photos, on_behalf, ..
        } => Event::Feedback {
            note: point(),
            photos,
            on_behalf,
        },
        Event::ExtensionRequested { days, .. } => Event::ExtensionRequested {
            days,
            reason: point(),
        },
        Event::ExtensionRefused { .. } => Event::ExtensionRefused { reason: point() },
        Event::RecheckFailed { photos, with, .. } => Event::RecheckFailed {
            reason: point(),
            photos,
            with,
        },
        Event::Escalated { to, .. } => Event::Escalated {
            to,
            reason: point(),
        },
        Event::EscalationReturned { .. } => Event::EscalationReturned { reason: point() },
        Event::NotMajor { .. } => Event::NotMajor { reason: point() },
        Event::Voided { .. } => Event::Voided { reason: point() },
        other => other,
    }
}

/// Those whose substance is in words.
const IN_WORDS: [&str; 16] = [
    "correction_opened",
    "escalated",
    "escalation_returned",
    "extension_refused",
    "extension_requested",
    "feedback",
    "fix_rejected",
    "grade_overridden",
    "not_major",
    "photo_lost",
    "premises_status",
    "recheck_failed",
    "returned",
    "submitted",
    "voided",
    "withdrawn",
];

/// Somebody with every hat, whose words the relay attests.
fn anybody() -> Actor {
    Actor {
        attested_by_relay: true,
        ..person(50, &super::kit::ROLES)
    }
}

/// What the table says of an event to a record in one of the states of a row, before and after the
/// deadline.
fn refusals(kind: &RecordState, row: &Row) -> Vec<String> {
    let table = LifecycleTables::standard().of(&kind.kind).unwrap();
    let (facts, actor) = (facts(), person(50, &super::kit::ROLES));
    let time = TimeBounds::exactly(at(WHEN));
    let mut found = Vec::new();
    for status in &row.from {
        for due in [None, Some(at("2026-09-01 09:00"))] {
            let mut state = kind.clone();
            (state.status, state.due) = (status.clone(), due);
            let event = muted(super::kit::well_formed(&row.event, &state, 7));
            let question = Question {
                policy: &PACK,
                table,
                state: &state,
                actor: &actor,
                facts: &facts,
                time: &time,
                name: &row.event,
                event: Some(&event),
                seen: None,
            };
            found.extend(answer(question).err().map(|reason| reason.code));
        }
    }
    found
}

#[test]
fn a_point_is_no_reason_of_any_event() {
    let mut mute = BTreeSet::new();
    for kind in all_kinds() {
        let table = LifecycleTables::standard().of(&kind).unwrap();
        let state = RecordState::new(kind.clone());
        for row in table.rows.iter().filter(|row| !row.event.contains('.')) {
            if refusals(&state, row)
                .iter()
                .any(|code| code == "says_nothing")
            {
                mute.insert(row.event.as_str());
            }
        }
    }
    assert_eq!(mute.into_iter().collect::<Vec<_>>(), IN_WORDS);
}

#[test]
fn a_point_is_no_content_of_any_step() {
    let (actor, time) = (anybody(), TimeBounds::exactly(at(WHEN)));
    let mut asked = BTreeSet::new();
    for table in LifecycleTables::standard().iter() {
        for row in &table.rows {
            for rule in row.asks.fields.iter().filter(|rule| rule.must_say()) {
                let mut state = RecordState::new(table.kind.clone());
                state.status = row.from[0].clone();
                let state = ripe(state, &row.event);
                let Event::Step(mut taken) = well_formed_step(&row.event, &state) else {
                    continue;
                };
                let facts = facts_of(&Event::Step(taken.clone()), &state);
                taken.fields.insert(rule.name.clone(), "。".to_owned());
                let context = Context {
                    policy: &PACK,
                    table,
                    state: &state,
                    actor: &actor,
                    facts: &facts,
                    time: &time,
                };
                let refused = step::check(context, row, Some(&Event::Step(taken)));
                let code = refused.err().map_or_else(String::new, |reason| reason.code);
                let same = |name: &String| *name == rule.name;
                let names_step = row
                    .asks
                    .after
                    .iter()
                    .any(|it| it.same.as_ref().is_some_and(same));
                let told = match (rule.somebody, names_step) {
                    (true, _) => "name_is_placeholder",
                    (_, true) => "step_before_missing",
                    _ => "says_nothing",
                };
                assert_eq!(code, told, "{} {}", row.event, rule.name);
                asked.insert((row.event.as_str(), rule.name.as_str()));
            }
        }
    }
    for one in [
        ("letter.breach", "reason"),
        ("letter.kept", "text"),
        ("major_case.propose_filing", "basis"),
        ("major_case.recheck_passed", "text"),
        ("major_case.refuse_filing", "reason"),
        ("order.answer", "result"),
        ("sample.verdict", "text"),
        ("stop_use.request_lift", "done"),
    ] {
        assert!(asked.contains(&one), "{one:?}");
    }
}

#[test]
fn what_is_mailed_has_a_number_by_which_it_is_looked_up() {
    let mailed = |tracking: &str| {
        Event::Served(ServiceProof::Mailed {
            tracking: tracking.to_owned(),
        })
    };
    let mut relay = Relay::new(crate::record::RecordKind::Rectification);
    relay.state.status = Status::NoticeIssued;
    let table = LifecycleTables::standard().of(&relay.state.kind).unwrap();
    let (actor, time) = (worker(), TimeBounds::exactly(at(WHEN)));
    let says = |event: &Event| {
        let question = Question {
            policy: &PACK,
            table,
            state: &relay.state,
            actor: &actor,
            facts: &relay.facts,
            time: &time,
            name: "served",
            event: Some(event),
            seen: None,
        };
        answer(question).err().map(|reason| reason.code)
    };
    for number in ["。", "......", "12345", "寄给业主本人了"] {
        let refused = says(&mailed(number));
        assert_eq!(refused.as_deref(), Some("tracking_missing"), "{number}");
    }
    assert_eq!(says(&mailed("EMS 1234 567")), None);
}

#[test]
fn a_remark_takes_the_place_of_something_only_if_it_says_something() {
    let visit = |outcome: &str, note: &str| Event::CensusVisited {
        outcome: outcome.to_owned(),
        note: note.to_owned(),
    };
    let mut census = PACK.census.outcomes.iter();
    let needy = &census.find(|outcome| outcome.needs_note).unwrap().code;
    let mut relay = Relay::new(crate::record::RecordKind::Premises);
    relay.does(
        super::kit::well_formed("submitted", &relay.state, 1),
        &worker(),
        "2026-09-07 09:00",
    );
    let when = "2026-09-07 10:00";
    relay.refuses(visit(needy, "。"), &worker(), when, "says_nothing");
    relay.does(visit("checked", "无"), &worker(), when);
    // A penalty is told by the number of its case, or in words.
    let mut relay = Relay::overdue();
    relay.state.urged = true;
    let up = Event::Escalated {
        to: "PSB".to_owned(),
        reason: "拒不整改".to_owned(),
    };
    relay.does(up, &officer(), "2026-09-23 09:00");
    let taken = Event::EscalationAccepted {
        case_number: "—".to_owned(),
    };
    relay.does(taken, &police(), "2026-09-23 10:00");
    let fined = |note: &str| Event::EnforcementResult {
        result: "penalty".to_owned(),
        note: note.to_owned(),
    };
    let when = "2026-09-24 09:00";
    relay.refuses(fined("。"), &police(), when, "penalty_without_number");
    relay.does(fined("已处罚"), &police(), when);
}

#[test]
fn a_feedback_with_a_photo_alone_stands() {
    let mut relay = Relay::served();
    let Event::Feedback {
        photos, on_behalf, ..
    } = feedback()
    else {
        return;
    };
    let shown = Event::Feedback {
        note: String::new(),
        photos,
        on_behalf,
    };
    relay.does(shown, &worker(), "2026-09-15 10:00");
}
