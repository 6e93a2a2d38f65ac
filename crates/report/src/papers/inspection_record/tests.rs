use wangge_domain::Digest;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::{Event, Status, Version};
use wangge_domain::people::Person;
use wangge_domain::policy::default_pack;
use wangge_domain::record::RecordKind;
use wangge_domain::{Timestamp, UserId};

use super::super::test_kit::{case, does_seeing, file, outcome, record, text};
use super::*;
use crate::paper::content_hash;

/// A visit that was handed in by each of these: who, on which day, how far they had seen the log, of
/// which the acts are the rows.
fn handed_in_by(all: &[(u8, u8, u64)]) -> Paper {
    let mut visit = file(RecordKind::Inspection, 1);
    visit.content.set(keys::CENSUS_OUTCOME, "visited");
    for by in all {
        let event = Event::Submitted {
            version: Version {
                heads: Vec::new(),
                content: Digest([0; 32]),
            },
            correction: None,
        };
        does_seeing(&mut visit, event, &outcome(Status::Submitted), *by);
    }
    let mut case = case(Vec::new(), Vec::new());
    case.inspections.push(visit);
    let (policy, mut control) = (default_pack(), ControlState::default());
    for (n, name) in [(1, "邓子涵"), (2, "吕平")] {
        let user = UserId::from_bytes([n; 16]);
        let person = Person {
            user,
            name: name.to_owned(),
            phone: String::new(),
            organization: String::new(),
        };
        control.people.insert(user, person);
    }
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before: false,
    };
    inspection_record_paper(&office, &case, record(1)).expect("it was handed in")
}

#[test]
fn two_who_handed_in_without_knowing_of_each_other_are_both_named() {
    let said = "互不知情地分别提交";
    let one = handed_in_by(&[(1, 0, 0)]);
    assert!(!text(&one).contains(said));
    // The rows of the first and of the second: the second had seen nothing.
    let both = handed_in_by(&[(1, 0, 0), (2, 1, 0)]);
    let told = text(&both);
    assert!(told.contains(said), "{told}");
    assert!(
        told.contains("由邓子涵（2026年9月5日") && told.contains("、吕平（2026年9月6日"),
        "{told}"
    );
    assert_eq!(content_hash(&both), content_hash(&one));
}

#[test]
fn who_knows_of_the_one_before_hands_in_for_both() {
    let said = "互不知情地分别提交";
    let knowing = handed_in_by(&[(1, 0, 0), (2, 1, 1)]);
    assert!(!text(&knowing).contains(said), "it was handed in again");
    let own = handed_in_by(&[(1, 0, 0), (1, 1, 0)]);
    assert!(!text(&own).contains(said), "by one and the same");
    let mended = handed_in_by(&[(1, 0, 0), (2, 1, 0), (1, 2, 2)]);
    assert!(!text(&mended).contains(said), "by one who knows of both");
}
