//! Photos that are cited: of the record itself, of its time, and two where two are asked for.

use super::kit::{Relay, at, feedback, found, officer, passed, record, system, worker};
use super::steps::{facts_of, well_formed_step};
use crate::inspection::photo_keys;
use crate::lifecycle::{Event, LinkedFact, PhotoFault, RecordState, Status};
use crate::record::{Content, RecordKind};
use crate::{RecordId, Timestamp};

fn photo(target: Option<RecordId>, taken: i64, original: &str) -> Content {
    let mut content = Content::default();
    if let Some(target) = target {
        content.set(photo_keys::TARGET, target.to_string());
    }
    content.set(photo_keys::TAKEN_AT_MS, taken);
    content.set(photo_keys::ORIGINAL, original);
    content
}

#[test]
fn a_photo_is_of_the_record_and_not_older_than_what_it_shows() {
    let (own, other) = (record(1), record(2));
    let since = Some(Timestamp(100));
    let fault = |target, taken| PhotoFault::of(&photo(target, taken, "aa"), &[own], since);
    assert_eq!(fault(Some(own), 100), None);
    assert_eq!(fault(Some(own), 99), Some(PhotoFault::BeforeFound));
    assert_eq!(fault(Some(other), 100), Some(PhotoFault::OfAnother));
    assert_eq!(fault(None, 100), Some(PhotoFault::OfAnother));
    for (stage, expected) in [
        ("found", Some(PhotoFault::BeforeFound)),
        ("before", Some(PhotoFault::BeforeFound)),
        ("after", None),
        ("recheck", None),
    ] {
        let mut shot = photo(Some(own), 100, "aa");
        shot.set(photo_keys::STAGE, stage);
        assert_eq!(PhotoFault::of(&shot, &[own], since), expected, "{stage}");
        assert_eq!(PhotoFault::of(&shot, &[own], None), None, "{stage}");
    }
    let of_draft = PhotoFault::of(&photo(Some(own), 1, "aa"), &[own], None);
    assert_eq!(of_draft, None, "nobody has found it yet");

    let pair = |first: &str, second: &str| {
        PhotoFault::of_pair(&photo(Some(own), 1, first), &photo(Some(own), 1, second))
    };
    assert_eq!(pair("aa", "bb"), None);
    assert_eq!(pair("aa", "aa"), Some(PhotoFault::Alike));
}

#[test]
fn no_photo_of_another_hazard_closes_this_one() {
    let faults = [
        (PhotoFault::OfAnother, "photo_of_another"),
        (PhotoFault::BeforeFound, "photo_before_found"),
        (PhotoFault::Alike, "photos_alike"),
    ];
    for (fault, code) in faults {
        let mut spot = Relay::new(RecordKind::Rectification);
        spot.does(found(), &worker(), "2026-09-07 09:00");
        let fixed = || Event::FixedOnSpot {
            before: record(34),
            after: record(35),
        };
        spot.facts.photo_fault = Some(fault);
        spot.refuses(fixed(), &worker(), "2026-09-07 09:10", code);
        spot.facts.photo_fault = None;
        spot.does(fixed(), &worker(), "2026-09-07 09:10");

        let mut relay = Relay::served();
        relay.facts.photo_fault = Some(fault);
        relay.refuses(feedback(), &worker(), "2026-09-15 10:00", code);
        relay.facts.photo_fault = None;
        relay.does(feedback(), &worker(), "2026-09-15 10:00");
        relay.facts.photo_fault = Some(fault);
        relay.refuses(passed(&[41]), &officer(), "2026-09-16 10:00", code);
        relay.facts.photo_fault = None;
        relay.does(passed(&[41]), &officer(), "2026-09-16 10:00");
    }
}

#[test]
fn only_the_page_of_the_notice_speaks_as_the_owner() {
    let own = || Event::Feedback {
        note: "已清理".to_owned(),
        photos: Vec::new(),
        on_behalf: false,
    };
    let mut relay = Relay::served();
    let mut desk = officer();
    desk.attested_by_relay = true;
    for other in [worker(), officer(), desk] {
        relay.refuses(own(), &other, "2026-09-15 10:00", "not_on_behalf");
    }
    relay.does(own(), &system(), "2026-09-15 10:00");
}

#[test]
fn a_sample_is_judged_by_a_photo_of_its_own() {
    let mut drawn = RecordState::new(RecordKind::Sample);
    drawn.status = Status::Drawn;
    let verdict = well_formed_step("sample.verdict", &drawn);
    let Event::Step(said) = &verdict else {
        panic!("a step");
    };
    let hazard = said.field("hazard").to_owned();
    let mut relay = Relay::new(RecordKind::Sample);
    relay.state.status = Status::Drawn;
    relay.state.case.fields.insert("hazards".to_owned(), hazard);
    relay.facts = facts_of(&verdict, &drawn);
    relay.facts.photo_fault = Some(PhotoFault::OfAnother);
    let when = "2026-09-20 09:00";
    relay.refuses(verdict.clone(), &officer(), when, "photo_of_another");
    relay.facts.photo_fault = None;
    relay.does(verdict, &officer(), when);
}

#[test]
fn what_stops_or_ends_a_case_is_shown_by_photos_of_it() {
    let when = "2026-09-20 09:00";
    let brigade = super::kit::fire();
    for (kind, status, name, by) in [
        (
            RecordKind::StopUse,
            Status::Ordered,
            "stop_use.post",
            &worker(),
        ),
        (
            RecordKind::StopUse,
            Status::Posted,
            "stop_use.used_anyway",
            &worker(),
        ),
        (
            RecordKind::StopUse,
            Status::LiftRequested,
            "stop_use.check_passed",
            &officer(),
        ),
        (
            RecordKind::MajorCase,
            Status::Filed,
            "major_case.recheck_passed",
            &brigade,
        ),
        (
            RecordKind::MajorCase,
            Status::Listed,
            "major_case.recheck_passed",
            &brigade,
        ),
    ] {
        let mut state = RecordState::new(kind.clone());
        state.status = status.clone();
        let step = well_formed_step(name, &state);
        let mut relay = Relay::new(kind);
        relay.state.status = status;
        relay.facts = facts_of(&step, &state);
        relay.facts.photo_fault = Some(PhotoFault::OfAnother);
        relay.refuses(step.clone(), by, when, "photo_of_another");
        relay.facts.photo_fault = None;
        relay.does(step, by, when);
    }
}

#[test]
fn a_hazard_was_found_when_it_was_registered() {
    let unknown = RecordState::new(RecordKind::Rectification);
    assert_eq!((unknown.found_at(), unknown.shown_from()), (None, None));
    let mut state = Relay::served().state;
    let (eight, nine) = (at("2026-09-07 08:00"), at("2026-09-07 09:00"));
    assert_eq!(
        (state.found_at(), state.shown_from()),
        (Some(nine), Some(nine))
    );
    // The clock of the phone was an hour slow, and so are the times of its photos.
    state.history[0].time.claimed = eight;
    assert_eq!(
        (state.found_at(), state.shown_from()),
        (Some(nine), Some(eight))
    );
    let linked = LinkedFact::of(record(31), &state, &Content::default());
    assert_eq!(linked.found_at, state.found_at());
}
