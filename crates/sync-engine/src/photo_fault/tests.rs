//! What is wrong with photos that acts cite, by the records around.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wangge_domain::lifecycle::{
    CaseState, Effect, HistoryEntry, RecordState, StepTaken, TimeBounds,
};
use wangge_domain::{DeviceId, Digest, UserId};

use super::*;

const HAZARD: u8 = 1;
const NEIGHBOUR: u8 = 2;
const CASE: u8 = 3;
const HERE: u8 = 90;
const ELSEWHERE: u8 = 91;
/// When the hazard was found.
const FOUND: Timestamp = Timestamp(1_000);

/// The records that are here.
struct Shelf(BTreeMap<RecordId, (RecordState, Content)>);

impl Surroundings for Shelf {
    type Error = Infallible;

    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, Infallible> {
        Ok(self.0.get(&record).cloned())
    }

    fn on(&mut self, _: RecordId, _: &RecordKind) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }

    fn standing(&mut self, _: &RecordKind, _: &Status) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }

    fn twins(&mut self, photo: RecordId, content: &Content) -> Result<Vec<RecordId>, Infallible> {
        let file = content.text(photo_keys::ORIGINAL);
        let all = self.0.iter();
        let same = all
            .filter(|(one, (_, other))| **one != photo && other.text(photo_keys::ORIGINAL) == file);
        Ok(same.map(|(one, _)| *one).collect())
    }
}

impl Shelf {
    /// A hazard, with the photo 20 of how it was found, whose file is `a`.
    fn new() -> Self {
        let mut shelf = Self(BTreeMap::new());
        let hazard = (state_of_hazard(), at(HERE));
        shelf.0.insert(record(HAZARD), hazard);
        shelf.photo(20, HAZARD, HERE, ("found", 1_000, "a"));
        shelf
    }

    fn photo(&mut self, number: u8, target: u8, premises: u8, shot: (&str, i64, &str)) {
        let (stage, taken, file) = shot;
        let mut content = at(premises);
        content.set(photo_keys::TARGET, record(target).to_string());
        content.set(photo_keys::STAGE, stage);
        content.set(photo_keys::TAKEN_AT_MS, taken);
        content.set(photo_keys::ORIGINAL, file);
        let state = RecordState::new(RecordKind::Photo);
        self.0.insert(record(number), (state, content));
    }

    /// In a word what is wrong with an act on a record.
    fn says(&mut self, own: &Own<'_>, event: &Event) -> &'static str {
        let Ok(fault) = of_event(self, own, event);
        match fault {
            None => "",
            Some(PhotoFault::OfAnother) => "of another",
            Some(PhotoFault::BeforeFound) => "before found",
            Some(PhotoFault::Alike) => "alike",
            Some(PhotoFault::SameFile(same)) => same.cause.as_str(),
        }
    }
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn at(premises: u8) -> Content {
    let mut content = Content::default();
    content.set(hazard_keys::PREMISES, record(premises).to_string());
    content
}

fn state_of_hazard() -> RecordState {
    let mut state = RecordState::new(RecordKind::Rectification);
    state.history.push(HistoryEntry {
        seq: Some(1),
        envelope: Digest::ZERO,
        event: "found".to_owned(),
        user: UserId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        role: None,
        attested_by_relay: false,
        time: TimeBounds::exactly(FOUND),
        received_at: FOUND,
        seen: 0,
        effect: Effect::Applied,
        timing: None,
        status: Status::Found,
        number: None,
        paper_number: None,
        words: Vec::new(),
    });
    state
}

/// Asks about an act on the hazard, whose work was reported up to a time.
fn on_hazard(shelf: &mut Shelf, reported_at: Option<i64>, event: &Event) -> &'static str {
    let (content, case) = (at(HERE), CaseState::default());
    let own = Own {
        record: record(HAZARD),
        kind: &RecordKind::Rectification,
        content: &content,
        case: &case,
        shown_from: Some(FOUND),
        reported_at: reported_at.map(Timestamp),
    };
    shelf.says(&own, event)
}

/// Asks about a step of a case at the premises.
fn on_case(
    shelf: &mut Shelf,
    kind: &RecordKind,
    case: &CaseState,
    (step, photo): (&str, u8),
) -> &'static str {
    let content = at(HERE);
    let own = Own {
        record: record(CASE),
        kind,
        content: &content,
        case,
        shown_from: None,
        reported_at: None,
    };
    let event = Event::Step(Step {
        step: step.to_owned(),
        photos: vec![record(photo)],
        ..Step::default()
    });
    shelf.says(&own, &event)
}

fn taken(step: &str, at_ms: i64, photos: &[u8]) -> StepTaken {
    StepTaken {
        seq: Some(1),
        step: step.to_owned(),
        user: UserId::from_bytes([1; 16]),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(Timestamp(at_ms)),
        fields: BTreeMap::new(),
        photos: photos.iter().map(|photo| record(*photo)).collect(),
        due: None,
        number: None,
    }
}

#[test]
fn a_major_hazard_is_not_rechecked_on_a_photo_of_how_it_was_found() {
    let mut shelf = Shelf::new();
    let mut case = CaseState::default();
    let hazard = record(HAZARD).to_string();
    case.fields.insert("hazard".to_owned(), hazard);
    shelf.photo(21, CASE, HERE, ("recheck", 3_000, "a"));
    shelf.photo(22, CASE, HERE, ("recheck", 900, "b"));
    shelf.photo(23, HAZARD, HERE, ("recheck", 3_000, "c"));
    for (photo, expected) in [
        (20, "before found"),
        (21, "found"),
        (22, "before found"),
        (23, ""),
    ] {
        let step = ("major_case.recheck_passed", photo);
        let said = on_case(&mut shelf, &RecordKind::MajorCase, &case, step);
        assert_eq!(said, expected, "{photo}");
    }
}

#[test]
fn an_order_to_stop_use_is_posted_and_lifted_on_photos_of_its_own() {
    let mut shelf = Shelf::new();
    let mut case = CaseState::default();
    case.steps.push(taken("stop_use.order", 2_000, &[]));
    shelf.photo(21, HERE, HERE, ("service", 3_000, "a"));
    shelf.photo(22, HERE, HERE, ("service", 1_500, "b"));
    shelf.photo(23, HERE, HERE, ("service", 3_000, "b"));
    shelf.photo(24, HERE, HERE, ("service", 3_000, "c"));
    let kind = RecordKind::StopUse;
    for (photo, expected) in [
        (20, "of another"),
        (21, "found"),
        (22, "before found"),
        (23, "used"),
        (24, ""),
    ] {
        let said = on_case(&mut shelf, &kind, &case, ("stop_use.post", photo));
        assert_eq!(said, expected, "{photo}");
    }
    case.steps.push(taken("stop_use.post", 3_000, &[24]));
    case.steps.push(taken("stop_use.request_lift", 4_000, &[]));
    shelf.photo(25, CASE, HERE, ("recheck", 5_000, "c"));
    shelf.photo(26, CASE, HERE, ("recheck", 5_000, "d"));
    for (photo, expected) in [(24, "before found"), (25, "used"), (26, "")] {
        let step = ("stop_use.check_passed", photo);
        let said = on_case(&mut shelf, &kind, &case, step);
        assert_eq!(said, expected, "{photo}");
    }
    // Cited before, whatever the clock of its phone says.
    case.steps.push(taken("stop_use.used_anyway", 3_500, &[26]));
    let step = ("stop_use.check_passed", 26);
    let said = on_case(&mut shelf, &kind, &case, step);
    assert_eq!(said, "before found");
}

#[test]
fn a_notice_that_was_put_up_is_shown_by_a_photo_of_that() {
    let mut shelf = Shelf::new();
    shelf.photo(21, HAZARD, HERE, ("service", 3_000, "a"));
    shelf.photo(22, NEIGHBOUR, HERE, ("service", 3_000, "b"));
    shelf.photo(23, HAZARD, HERE, ("service", 3_000, "b"));
    for (photo, expected) in [(20, "before found"), (21, "found"), (22, ""), (23, "")] {
        let photo = record(photo);
        let event = Event::Served(ServiceProof::Posted { photo });
        assert_eq!(on_hazard(&mut shelf, None, &event), expected, "{photo}");
    }
}

#[test]
fn a_recheck_is_not_shown_by_what_reported_the_work() {
    let mut shelf = Shelf::new();
    shelf.photo(21, HAZARD, HERE, ("after", 2_000, "b"));
    shelf.photo(22, HAZARD, HERE, ("recheck", 4_000, "b"));
    shelf.photo(23, NEIGHBOUR, HERE, ("after", 2_000, "c"));
    shelf.photo(24, HAZARD, HERE, ("recheck", 4_000, "c"));
    shelf.photo(25, NEIGHBOUR, HERE, ("recheck", 4_000, "d"));
    shelf.photo(26, HAZARD, HERE, ("recheck", 4_000, "d"));
    shelf.photo(27, HAZARD, HERE, ("after", 4_000, "e"));
    for (photo, expected) in [
        (21, "used"),
        (22, "used"),
        (24, "used"),
        // Two hazards, rechecked on one day.
        (26, ""),
        // Of the recheck, whatever it is called.
        (27, ""),
    ] {
        let event = Event::RecheckPassed {
            with: Vec::new(),
            photos: vec![record(photo)],
        };
        let said = on_hazard(&mut shelf, Some(3_000), &event);
        assert_eq!(said, expected, "{photo}");
    }
}

#[test]
fn how_it_was_before_a_fix_is_shown_by_no_photo_of_another_place() {
    let mut shelf = Shelf::new();
    shelf.photo(21, ELSEWHERE, ELSEWHERE, ("found", 500, "b"));
    shelf.photo(22, HAZARD, HERE, ("before", 1_000, "b"));
    shelf.photo(23, HAZARD, HERE, ("after", 2_000, "c"));
    for (before, expected) in [(22, "elsewhere"), (20, "")] {
        let event = Event::FixedOnSpot {
            before: record(before),
            after: record(23),
        };
        assert_eq!(on_hazard(&mut shelf, None, &event), expected, "{before}");
    }
}

#[test]
fn what_an_owner_sent_is_judged_by_the_file_that_was_sent() {
    let mut shelf = Shelf::new();
    shelf.photo(30, HAZARD, HERE, ("after", 5_000, "made anew"));
    let (_, sent) = shelf.0[&record(30)].clone();
    let (content, case) = (at(HERE), CaseState::default());
    let own = Own {
        record: record(HAZARD),
        kind: &RecordKind::Rectification,
        content: &content,
        case: &case,
        shown_from: Some(FOUND),
        reported_at: None,
    };
    let mut asked = |twins: Vec<RecordId>| {
        let Ok(same) = of_sent(&mut shelf, &own, (record(30), &sent), twins);
        same.map(|same| same.cause)
    };
    assert_eq!(asked(vec![record(20)]), Some(SameFileCause::Found));
    assert_eq!(asked(Vec::new()), None);
}
