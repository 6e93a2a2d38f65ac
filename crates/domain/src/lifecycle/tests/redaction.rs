//! Two people blank content: who they may be, and what stays.

use super::kit::{Relay, digest, facts, officer, person, refusal, second_officer, version, worker};
use crate::Digest;
use crate::lifecycle::{
    Actor, Effect, Event, EventWord, FOLD_REVISION, RecordState, RedactionFacts,
};
use crate::people::Role;
use crate::record::RecordKind;
use crate::resources::has_label;

fn asks() -> Event {
    Event::RedactionRequested {
        envelopes: vec![digest(11)],
        fields: vec!["owner_name".to_owned()],
        reason: "误录他人身份信息".to_owned(),
    }
}

fn confirms(request: Digest) -> Event {
    Event::RedactionConfirmed {
        request,
        version: version(50),
    }
}

/// A visit that the worker submitted, as the relay knows it: what is named is the worker's.
fn submitted() -> Relay {
    let mut relay = Relay::new(RecordKind::Inspection);
    let submit = Event::Submitted {
        version: version(1),
        correction: None,
    };
    relay.does(submit, &worker(), "2026-09-07 09:00");
    relay.facts.redaction = Some(Box::new(RedactionFacts {
        authors: vec![worker().user],
        rooted: true,
        ..RedactionFacts::default()
    }));
    relay
}

/// The same, asked to be blanked by the first officer.
fn asked() -> (Relay, Digest) {
    let mut relay = submitted();
    relay.does(asks(), &officer(), "2026-09-08 09:00");
    let request = relay.state.redaction.as_ref().map(|asked| asked.request);
    (relay, request.unwrap())
}

const WHEN: &str = "2026-09-08 10:00";

#[test]
fn two_people_blank_and_the_history_says_who_and_why() {
    let (mut relay, request) = asked();
    let status = relay.state.status.clone();
    assert_eq!(relay.state.redacted_at(), None, "one person blanks nothing");
    let outcome = relay.does(confirms(request), &second_officer(), WHEN);
    assert_eq!((outcome.status, outcome.due), (status, None));
    assert_eq!(outcome.role, Some(Role::StationOfficer));
    assert_eq!(outcome.fold_revision, FOLD_REVISION);
    let state: &RecordState = &relay.state;
    assert_eq!(state.redaction, None);
    assert_eq!(state.redacted_at(), Some(3));
    assert_eq!(state.submitted, Some(version(50)), "what is left of it");
    assert_eq!(state.accepted, None);
    assert_eq!(
        state.author,
        Some(worker().user),
        "it is still the worker's"
    );
    let lines: Vec<_> = state.history[1..]
        .iter()
        .map(|entry| (entry.user, entry.said(EventWord::REASON)))
        .collect();
    let why = Some("误录他人身份信息");
    let expected = [(officer().user, why), (second_officer().user, why)];
    assert_eq!(lines, expected);
    // It is done once.
    relay.refuses(
        confirms(request),
        &second_officer(),
        "2026-09-08 11:00",
        "redaction_not_asked",
    );
}

#[test]
fn neither_one_person_twice_nor_an_author_nor_anybody_without_the_right() {
    let (mut relay, request) = asked();
    relay.refuses(confirms(request), &officer(), WHEN, "same_person");
    let by = |roles: &[Role], n| person(n, roles);
    for (who, code) in [
        (worker(), "no_permission"),
        (by(&[Role::Police], 5), "no_permission"),
        (by(&[Role::RelayAdmin], 6), "no_permission"),
        // Who wrote it does not blank it, whatever else that person may do.
        (by(&[Role::StationOfficer], 1), "redaction_by_author"),
    ] {
        relay.refuses(confirms(request), &who, WHEN, code);
        relay.refuses(asks(), &who, "2026-09-08 10:01", code);
    }
    let session = Actor {
        attested_by_relay: true,
        ..second_officer()
    };
    relay.refuses(confirms(request), &session, WHEN, "own_key_needed");
    relay.does(confirms(request), &by(&[Role::CountyAdmin], 7), WHEN);
}

#[test]
fn whoever_wrote_one_of_the_envelopes_or_began_the_record_is_an_author() {
    let mut relay = submitted();
    relay.facts.redaction.as_mut().unwrap().authors = vec![officer().user];
    relay.refuses(asks(), &officer(), WHEN, "redaction_by_author");
    relay.facts.redaction.as_mut().unwrap().authors.clear();
    relay.facts.author = Some(officer().user);
    relay.refuses(asks(), &officer(), WHEN, "redaction_by_author");
    relay.facts.author = None;
    relay.does(asks(), &officer(), WHEN);
}

#[test]
fn what_was_asked_is_what_is_confirmed() {
    let (mut relay, request) = asked();
    relay.refuses(
        confirms(digest(77)),
        &second_officer(),
        WHEN,
        "redaction_not_asked",
    );
    // Who asks anew takes the place of the earlier request.
    relay.does(asks(), &person(8, &[Role::StationOfficer]), WHEN);
    relay.refuses(
        confirms(request),
        &second_officer(),
        "2026-09-08 11:00",
        "redaction_not_asked",
    );
}

#[test]
fn nothing_is_left_to_be_read_and_nothing_else_is_lost() {
    let mut relay = submitted();
    let empty = Event::RedactionRequested {
        envelopes: Vec::new(),
        fields: Vec::new(),
        reason: "误录".to_owned(),
    };
    relay.refuses(empty, &officer(), WHEN, "redaction_incomplete");
    let silent = Event::RedactionRequested {
        envelopes: vec![digest(11)],
        fields: Vec::new(),
        reason: "。".to_owned(),
    };
    relay.refuses(silent, &officer(), WHEN, "reason_missing");
    for (unknown, unnamed) in [(1, 0), (0, 1)] {
        let told = relay.facts.redaction.as_mut().unwrap();
        (told.unknown, told.unnamed) = (unknown, unnamed);
        relay.refuses(asks(), &officer(), WHEN, "redaction_incomplete");
    }
    let (mut relay, request) = asked();
    let by = second_officer();
    relay.facts.redaction.as_mut().unwrap().unnamed = 1;
    relay.refuses(confirms(request), &by, WHEN, "redaction_incomplete");
    relay.facts.redaction.as_mut().unwrap().unnamed = 0;
    relay.facts.redaction.as_mut().unwrap().rooted = false;
    relay.refuses(confirms(request), &by, WHEN, "redaction_root");
    relay.facts.redaction.as_mut().unwrap().rooted = true;
    relay.facts.conflicts_open = 1;
    relay.refuses(confirms(request), &by, WHEN, "conflicts_open");
    relay.facts.conflicts_open = 0;
    relay.state.read_only = true;
    relay.refuses(confirms(request), &by, WHEN, "read_only");
    relay.state.read_only = false;
    relay.does(confirms(request), &by, WHEN);
}

#[test]
fn a_phone_that_does_not_know_the_envelopes_leaves_that_to_the_relay() {
    let (mut relay, request) = asked();
    relay.facts = facts();
    let outcome = relay.does(confirms(request), &second_officer(), WHEN);
    assert_eq!(refusal(&outcome.effect), "applied");
    assert_eq!(outcome.effect, Effect::Applied);
}

#[test]
fn the_two_acts_are_tagged_with_their_names_and_have_words() {
    for (event, name) in [
        (asks(), Event::REDACTION_REQUESTED),
        (confirms(digest(1)), Event::REDACTION_CONFIRMED),
    ] {
        assert!(event.is_redaction());
        assert_eq!(event.name(), name);
        assert!(has_label(&format!("event.{name}")));
        let json = serde_json::to_value(&event).unwrap();
        let tags: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(tags, [name]);
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
        assert!(!Event::NAMES.contains(&name), "no table says when");
    }
}
