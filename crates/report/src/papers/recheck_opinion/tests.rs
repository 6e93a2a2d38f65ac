use wangge_domain::UserId;
use wangge_domain::lifecycle::{Outcome, Status, Step};
use wangge_domain::people::Role;

use super::super::test_kit::{
    case, does, does_seeing, hazard, notice, numbered, outcome, record, text, until, urged,
    with_office,
};
use super::*;
use crate::paper::content_hash;

/// The opinion of a recheck of the station's notice by somebody of this role; by a relay, from the
/// series of whoever it took.
fn opinion(role: Role, number: Option<&str>) -> Paper {
    let mut one = hazard(1, "通道堵塞");
    let given = numbered(Status::NoticeIssued, "青消改字〔2026〕第0001号");
    does(&mut one, notice("暂-K7-1", "王老板"), &given, 0);
    let passed = Event::RecheckPassed {
        with: Vec::new(),
        photos: Vec::new(),
    };
    let done = Outcome {
        role: Some(role),
        paper_number: number.map(str::to_owned),
        ..outcome(Status::Closed)
    };
    does(&mut one, passed, &done, 5);
    let case = case(vec![one], Vec::new());
    let made = with_office(|office| recheck_opinion_paper(office, &case, record(1)));
    made.expect("it was rechecked")
}

#[test]
fn a_recheck_is_in_the_name_of_the_body_of_who_rechecked() {
    let station = opinion(Role::StationOfficer, None);
    assert!(station.issuer.contains("应急消防管理站"), "{station:?}");
    for (role, body) in [
        (Role::Police, "公安派出所"),
        (Role::FireOfficer, "消防救援大队"),
    ] {
        let offline = opinion(role, None);
        assert!(offline.issuer.contains(body), "{}", offline.issuer);
        let seal = format!("{:?}", offline.blocks);
        assert!(seal.contains(body) && !seal.contains("应急消防管理站"));
    }
    // The number that the relay gives is of the same body, and the content stays.
    let offline = opinion(Role::Police, None);
    let numbered = opinion(Role::Police, Some("青公消复字〔2026〕第0001号"));
    assert_eq!(numbered.number, "青公消复字〔2026〕第0001号");
    assert_eq!(content_hash(&numbered), content_hash(&offline));
}

#[test]
fn an_opinion_that_was_numbered_by_the_station_stays_the_station_s() {
    let before = opinion(Role::Police, Some("青消复字〔2026〕第0001号"));
    assert!(
        before.issuer.contains("应急消防管理站"),
        "{}",
        before.issuer
    );
}

/// The opinion of a recheck after an urge, of a notice that was extended before it or not.
fn after_an_urge(extended_to: Option<u8>) -> String {
    let mut one = urged(1, "通道堵塞");
    if let Some(day) = extended_to {
        one.state.extended = true;
        one.state.notice_due = until(day);
    }
    let failed = Event::RecheckFailed {
        reason: "仍未清理".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    let done = Outcome {
        due: one.state.due,
        ..outcome(Status::Urged)
    };
    does(&mut one, failed, &done, 14);
    let case = case(vec![one], Vec::new());
    let made = with_office(|office| recheck_opinion_paper(office, &case, record(1)));
    text(&made.expect("it was rechecked"))
}

#[test]
fn an_opinion_names_the_deadline_of_the_notice_and_not_that_of_an_urge() {
    let said = after_an_urge(None);
    assert!(said.contains("2026年9月12日前"), "{said}");
    assert!(!said.contains("2026年9月20日"), "{said}");
    let said = after_an_urge(Some(10));
    assert!(
        said.contains("2026年9月15日前"),
        "with its extension: {said}"
    );
}

/// Who came along is told as the author's word until they say so themselves, and the paper that was
/// handed out before is known by its QR still.
#[test]
fn an_opinion_says_whether_the_second_checker_confirmed() {
    let mut one = hazard(1, "通道堵塞");
    let given = numbered(Status::NoticeIssued, "青消改字〔2026〕第0001号");
    does(&mut one, notice("暂-K7-1", "王老板"), &given, 0);
    let made = |one: &RecordFile| {
        let case = case(vec![one.clone()], Vec::new());
        let made = with_office(|office| recheck_opinion_paper(office, &case, record(1)));
        made.expect("it was rechecked")
    };
    let passed = |with: Vec<UserId>| Event::RecheckPassed {
        with,
        photos: Vec::new(),
    };
    let mut alone = one.clone();
    does(&mut alone, passed(Vec::new()), &outcome(Status::Closed), 5);
    assert!(!text(&made(&alone)).contains("同行复查人员"));
    let second = UserId::from_bytes([2; 16]);
    does(&mut one, passed(vec![second]), &outcome(Status::Closed), 5);
    let before = made(&one);
    assert!(text(&before).contains("（未经本人确认，系填报人注明）"));
    let confirmed = Event::Step(Step {
        step: "rectification.countersign".to_owned(),
        ..Step::default()
    });
    does_seeing(&mut one, confirmed, &outcome(Status::Closed), (2, 6, 6));
    let after = made(&one);
    let said = text(&after);
    assert!(said.contains("（已由本人确认）"), "{said}");
    assert!(!said.contains("未经本人确认"), "{said}");
    assert_eq!(content_hash(&after), content_hash(&before));
}
