//! The notice over a hazard that was judged to be major (S0-27).

use std::collections::BTreeMap;

use wangge_domain::GridId;
use wangge_domain::control::{ControlState, Grid, GridLevel};
use wangge_domain::lifecycle::{Event, Status, StepTaken, TimeBounds};
use wangge_domain::people::Person;
use wangge_domain::policy::default_pack;

use super::super::test_kit::{
    case, does_seeing, filed, hazard, notice, numbered, outcome, record, text,
};
use super::*;

const FILING: &str = "青救消立字〔2026〕第0001号";
const MAJOR: &str = "青救消改字〔2026〕第0001号";

/// A township with its grid worker（1）and an officer of the brigade（2）.
fn control() -> ControlState {
    let mut control = ControlState::default();
    let grid = GridId::from_bytes([4; 16]);
    let township = Grid {
        grid,
        level: GridLevel::Large,
        parent: None,
        code: "500118119".to_owned(),
        name: "青峰镇".to_owned(),
        head: None,
        valid_from: Timestamp(0).china_date(),
        valid_until: None,
        boundary: Vec::new(),
    };
    control.grids.insert(grid, township);
    for (n, name) in [(1, "邓子涵"), (2, "吕平")] {
        let person = Person {
            user: UserId::from_bytes([n; 16]),
            name: name.to_owned(),
            phone: String::new(),
            organization: String::new(),
        };
        control.people.insert(person.user, person);
    }
    control
}

/// What a step of the case said.
fn step(name: &str, basis: &str) -> StepTaken {
    StepTaken {
        seq: Some(1),
        step: name.to_owned(),
        user: UserId::from_bytes([2; 16]),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(Timestamp(0)),
        fields: BTreeMap::from([("basis".to_owned(), basis.to_owned())]),
        photos: Vec::new(),
        due: None,
        number: None,
    }
}

/// The notice of the brigade over a hazard that the grid worker found, filed on this ground.
fn made(filed_on: &str) -> Paper {
    made_as(filed_on, None, false)
}

/// The same of one found on this visit; or as programs of before worded it.
fn made_as(filed_on: &str, visit: Option<RecordId>, before: bool) -> Paper {
    let mut one = hazard(1, "安全出口数量不足");
    one.state.found_by = Some(UserId::from_bytes([1; 16]));
    if let Some(visit) = visit {
        let key = wangge_domain::hazard::keys::INSPECTION;
        one.content.set(key, visit.to_string());
    }
    let suspected = Event::SuspectedMajor {
        basis: vec!["一个防火分区只有一个安全出口".to_owned()],
    };
    does_seeing(
        &mut one,
        suspected,
        &outcome(Status::UnderReview),
        (1, 0, 0),
    );
    let mut issued = notice("暂-B2-1", "王老板");
    if let Event::NoticeIssued { issuer, .. } = &mut issued {
        "fire".clone_into(issuer);
    }
    let given = numbered(Status::UnderReview, MAJOR);
    does_seeing(&mut one, issued, &given, (2, 1, 1));
    let mut of = filed(7, record(1), FILING);
    of.state
        .case
        .steps
        .push(step("major_case.report", "疏散条件不足"));
    of.state
        .case
        .steps
        .push(step("major_case.propose_filing", filed_on));
    let (policy, control) = (default_pack(), control());
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before,
    };
    let case = case(vec![one], vec![of]);
    major_notice_paper(&office, &case, &[record(1)]).unwrap()
}

#[test]
fn a_major_notice_bears_the_name_of_the_brigade_and_not_that_of_the_township() {
    let paper = made("综合判定");
    assert_eq!(paper.issuer, "消防救援大队");
    assert!(!text(&paper).contains("青峰镇消防救援大队"));
    let (policy, control) = (default_pack(), control());
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before: false,
    };
    let grid = GridId::from_bytes([4; 16]);
    // A body of the township goes under its name.
    assert_eq!(office.issuer("station", grid), "青峰镇应急消防管理站");
    assert_eq!(office.issuer("police", grid), "青峰镇公安派出所");
    assert_eq!(office.issuer("county", grid), "县政府");
}

#[test]
fn a_major_notice_says_on_what_the_hazard_was_suspected_and_filed() {
    let said = text(&made("综合判定"));
    for ground in [
        "一个防火分区只有一个安全出口",
        "疏散条件不足",
        "综合判定",
        FILING,
        Hazard::PLAIN_REMEDY,
    ] {
        assert!(said.contains(ground), "{ground}: {said}");
    }
    assert!(!said.contains("现场检查"), "{said}");
    // What a paper to an owner does not say is left to the case.
    let said = text(&made("建议罚款"));
    assert!(!said.contains("罚款") && said.contains("（见案卷）"));
}

#[test]
fn a_major_notice_names_who_found_the_hazard_and_who_issued_it() {
    let said = text(&made("综合判定"));
    assert!(said.contains("邓子涵"), "{said}");
    assert!(said.contains("签发人") && said.contains("吕平"), "{said}");
}

#[test]
fn a_major_notice_offers_what_the_tables_allow() {
    let said = text(&made("综合判定"));
    assert!(!said.contains("申请延期") && !said.contains("及时反馈"));
    assert!(said.contains("不办理延期"), "{said}");
}

#[test]
fn what_somebody_typed_is_no_law_and_a_report_without_a_visit_no_inspection() {
    let said = text(&made("综合判定"));
    assert!(
        said.contains("判定说明") && said.contains("上报说明"),
        "{said}"
    );
    assert!(
        !said.contains("立案依据") && !said.contains("疑似依据"),
        "{said}"
    );
    assert!(
        said.contains("判定说明：一个防火分区只有一个安全出口"),
        "{said}"
    );
    assert!(
        said.contains("登记人员") && !said.contains("进行消防安全检查"),
        "{said}"
    );
    // A clause that the pack knows, by its reference or in its words.
    for clause in ["XFF:60.1", "中华人民共和国消防法(2021修正)第60条第1款"] {
        assert!(text(&made(clause)).contains("立案依据"), "{clause}");
    }
    for unknown in ["XFF:999", "中华人民共和国消防法(2021修正)第999条", "XFF"] {
        assert!(!text(&made(unknown)).contains("立案依据"), "{unknown}");
    }
    let visited = text(&made_as("综合判定", Some(record(8)), false));
    assert!(visited.contains("进行消防安全检查，发现"), "{visited}");
    // What a program of before handed out is known by its own words.
    let then = text(&made_as("综合判定", None, true));
    assert!(
        then.contains("立案依据") && then.contains("进行消防安全检查"),
        "{then}"
    );
}
