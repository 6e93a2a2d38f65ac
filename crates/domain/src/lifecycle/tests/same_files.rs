//! Photos that are cited: no file of an earlier photo that shows something else.

use super::kit::{Relay, feedback, found, notice, officer, passed, record, worker};
use super::steps::{facts_of, well_formed_step};
use crate::calendar::DeadlineSpec;
use crate::inspection::{PhotoStage, photo_keys};
use crate::lifecycle::{
    Event, PhotoFault, PhotoPurpose, RecordState, SameFile, SameFileCause, ServiceProof, Status,
};
use crate::record::{Content, RecordKind};
use crate::{RecordId, Timestamp};

fn photo(premises: RecordId, stage: &str, taken: i64) -> Content {
    let mut content = Content::default();
    content.set(photo_keys::PREMISES, premises.to_string());
    content.set(photo_keys::STAGE, stage);
    content.set(photo_keys::TAKEN_AT_MS, taken);
    content
}

fn same(cause: SameFileCause) -> SameFile {
    SameFile {
        photo: record(35),
        taken_at: Some(Timestamp(0)),
        twin: record(34),
        cause,
    }
}

#[test]
fn a_file_that_shows_something_else_shows_no_later_work() {
    use SameFileCause::{Earlier, Elsewhere, Found};
    let (here, there) = (record(1), record(2));
    let later = PhotoPurpose::Later(Some(Timestamp(100)));
    let cited = photo(here, "after", 200);
    let against = |premises, stage, taken, purpose| {
        let twin = photo(premises, stage, taken);
        let said = SameFile::of((record(3), &cited), (record(4), &twin), &[here], purpose);
        said.map(|said| said.cause)
    };
    for (premises, stage, taken, expected) in [
        (here, "found", 150, Some(Found)),
        (here, "before", 150, Some(Found)),
        (here, "after", 99, Some(Earlier)),
        // One picture may show that two things were put right.
        (here, "after", 100, None),
        (here, "recheck", 150, None),
        (there, "after", 150, Some(Elsewhere)),
        (there, "found", 150, Some(Elsewhere)),
        // What was attached later is the copy.
        (here, "found", 201, None),
        (there, "after", 201, None),
    ] {
        let said = against(premises, stage, taken, later);
        assert_eq!(said, expected, "{premises} {stage} {taken}");
    }
    // What shows a place at any time may be an older picture of it, but of no other place.
    assert_eq!(against(here, "found", 50, PhotoPurpose::Here), None);
    let elsewhere = against(there, "found", 50, PhotoPurpose::Here);
    assert_eq!(elsewhere, Some(Elsewhere));
    let anywhere = SameFileCause::of(&photo(there, "after", 150), &[], later);
    assert_eq!(anywhere, None, "no premises are known");
}

#[test]
fn an_act_that_rests_on_such_a_file_has_no_effect_and_says_on_which() {
    let fault = PhotoFault::SameFile(same(SameFileCause::Found));
    let code = "photo_same_file";
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

    let mut state = RecordState::new(RecordKind::StopUse);
    state.status = Status::LiftRequested;
    let step = well_formed_step("stop_use.check_passed", &state);
    let mut relay = Relay::new(RecordKind::StopUse);
    relay.state.status = Status::LiftRequested;
    relay.facts = facts_of(&step, &state);
    relay.facts.photo_fault = Some(PhotoFault::SameFile(same(SameFileCause::Elsewhere)));
    relay.refuses(step, &officer(), "2026-09-20 09:00", code);

    // The screens of phones leave out what is longer.
    for cause in [
        SameFileCause::Elsewhere,
        SameFileCause::Found,
        SameFileCause::Earlier,
        SameFileCause::Used,
    ] {
        let text = same(cause).text();
        assert!(text.starts_with("01-01 08:00 所附，"), "{text}");
        assert!(text.chars().count() < 30, "{text}");
    }
}

#[test]
fn one_picture_shows_work_for_one_kind_of_act_on_one_day() {
    use PhotoStage::{After, Recheck};
    const DAY: i64 = 86_400_000;
    let here = record(1);
    let cited = photo(here, "after", DAY + 200);
    for (stage, taken, shows, expected) in [
        ("after", DAY + 100, After, None),
        ("recheck", DAY + 100, Recheck, None),
        ("after", DAY + 100, Recheck, Some(SameFileCause::Used)),
        ("recheck", DAY + 100, After, Some(SameFileCause::Used)),
        ("service", DAY + 100, After, Some(SameFileCause::Used)),
        ("after", 100, After, Some(SameFileCause::Used)),
        // What was attached later is the copy.
        ("recheck", DAY + 201, After, None),
    ] {
        let twin = photo(here, stage, taken);
        let said = SameFile::of_use((record(3), &cited), (record(4), &twin), shows);
        let cause = said.map(|said| said.cause);
        assert_eq!(cause, expected, "{stage} {taken} {shows:?}");
    }
}

#[test]
fn a_notice_is_not_put_up_on_a_photo_of_something_else() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay.does(
        notice(DeadlineSpec::Immediate),
        &officer(),
        "2026-09-07 10:00",
    );
    let posted = || Event::Served(ServiceProof::Posted { photo: record(35) });
    let when = "2026-09-07 11:00";
    relay.facts.photo_fault = Some(PhotoFault::SameFile(same(SameFileCause::Found)));
    relay.refuses(posted(), &worker(), when, "photo_same_file");
    relay.facts.photo_fault = Some(PhotoFault::BeforeFound);
    relay.refuses(posted(), &worker(), when, "photo_before_found");
    relay.facts.photo_fault = None;
    relay.does(posted(), &worker(), when);
}

#[test]
fn a_step_is_not_shown_by_an_older_photo() {
    let mut state = RecordState::new(RecordKind::StopUse);
    state.status = Status::Ordered;
    let step = well_formed_step("stop_use.post", &state);
    let mut relay = Relay::new(RecordKind::StopUse);
    relay.state.status = Status::Ordered;
    relay.facts = facts_of(&step, &state);
    relay.facts.photo_fault = Some(PhotoFault::BeforeFound);
    let when = "2026-09-20 09:00";
    relay.refuses(step.clone(), &worker(), when, "photo_before_found");
    relay.facts.photo_fault = None;
    relay.does(step, &worker(), when);
}

#[test]
fn what_was_known_of_a_file_reads_back_and_older_facts_read_as_before() {
    let fault = PhotoFault::SameFile(same(SameFileCause::Earlier));
    let text = serde_json::to_string(&fault).unwrap();
    assert_eq!(serde_json::from_str::<PhotoFault>(&text).unwrap(), fault);
    let older: PhotoFault = serde_json::from_str("\"of_another\"").unwrap();
    assert_eq!(older, PhotoFault::OfAnother);
}
