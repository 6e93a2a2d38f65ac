//! What a paper says of an act under a delegation that had ended when the act was received.

use chrono::NaiveDate;
use wangge_domain::control::{ControlEvent, ControlRow, ControlState, Grid, GridLevel};
use wangge_domain::lifecycle::{Status, TimeBounds};
use wangge_domain::people::Credential;
use wangge_domain::policy::default_pack;
use wangge_domain::record::RecordKind;
use wangge_domain::register::{DelegatedPower, PowerSource, RegisterRow};
use wangge_domain::{GridId, Timestamp, UserId};

use super::*;
use crate::papers::test_kit::{does, file as empty, hazard, notice, outcome};

const DAY_MS: i64 = 86_400_000;

fn control(until: NaiveDate) -> ControlState {
    let town = GridId::from_bytes([4; 16]);
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let grid = Grid {
        grid: town,
        level: GridLevel::Large,
        parent: None,
        code: "1".to_owned(),
        name: "镇".to_owned(),
        head: None,
        valid_from: first,
        valid_until: None,
        boundary: Vec::new(),
    };
    let power = DelegatedPower {
        township: town,
        power: "stop_use".to_owned(),
        zh: "临时停用".to_owned(),
        body: "station".to_owned(),
        source: PowerSource::Conferred,
        basis: "县政发〔2026〕9号".to_owned(),
        words: Vec::new(),
    };
    let mut row = RegisterRow::of(&power.key(), first, &power).unwrap();
    row.until = Some(until);
    let mut state = ControlState::default();
    for event in [ControlEvent::GridSet(grid), ControlEvent::RegisterSet(row)] {
        let row = ControlRow {
            seq: state.seq + 1,
            received_at: Timestamp(0),
            event,
        };
        state.apply(&row).unwrap();
    }
    state.credentials.push(Credential {
        user: UserId::from_bytes([1; 16]),
        kind: Credential::ENFORCEMENT.to_owned(),
        number: "执1".to_owned(),
        issuer: String::new(),
        valid_from: first,
        valid_until: NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
    });
    state
}

/// What is printed of a notice that its phone dated so many days before it was received, the last day
/// of the delegation being so many days after that date.
fn printed(late: i64, ends_after: u64) -> (Vec<Block>, Option<Block>) {
    let mut file = hazard(1, "责令清理通道");
    let event = notice("暂-A7-1", "王建国");
    does(&mut file, event, &outcome(Status::NoticeIssued), 1);
    file.state.issuer = Some("station".to_owned());
    let entry = file.state.history.last_mut().unwrap();
    let dated = entry.time.best();
    entry.time = TimeBounds {
        upper: dated.plus_ms(late * DAY_MS),
        ..TimeBounds::exactly(dated)
    };
    let until = dated.china_date() + chrono::Days::new(ends_after);
    let (policy, control) = (default_pack(), control(until));
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before: false,
    };
    let case = CaseFile {
        premises: empty(RecordKind::Premises, 9),
        grid: GridId::from_bytes([4; 16]),
        inspections: Vec::new(),
        hazards: vec![file.clone()],
        cases: Vec::new(),
        edits: std::collections::BTreeMap::new(),
        photos: std::collections::BTreeMap::new(),
    };
    let lines = unproven_lines(&office, &case);
    (lines, unproven_issue(&office, &case, &[&file]))
}

fn text(block: &Block) -> String {
    let Block::Aside(spans, _) = block else {
        panic!("it is no part of the content: {block:?}");
    };
    spans.iter().map(|span| span.text.as_str()).collect()
}

#[test]
fn what_is_not_proven_is_said_beside_the_content() {
    let (lines, issue) = printed(8, 2);
    assert_eq!(lines.len(), 1);
    let issue = text(&issue.unwrap());
    assert!(issue.contains("未能证明"), "{issue}");
    assert_eq!(text(&lines[0]), issue);
    // Received on the last day, or while the delegation goes on.
    for (late, ends_after) in [(2, 2), (8, 90)] {
        let (lines, issue) = printed(late, ends_after);
        assert!(lines.is_empty() && issue.is_none(), "{late} {ends_after}");
    }
}

#[test]
fn a_paper_of_before_lacks_the_marks_of_receipt_and_nothing_else() {
    let (_, issue) = printed(8, 2);
    let other = aside("【已撤回】另一个标记");
    let paper = |blocks: Vec<Block>| Paper {
        kind: "notice".to_owned(),
        record: wangge_domain::RecordId::from_bytes([1; 16]),
        issuer: String::new(),
        title: String::new(),
        number: String::new(),
        dated: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap(),
        goes_out: true,
        blocks,
        foot: String::new(),
        address: String::new(),
        banner: String::new(),
        authority: None,
        made_at: None,
        quoted: None,
        laid_out_before: false,
    };
    let marked = paper(vec![other.clone(), issue.unwrap()]);
    let bare = paper(vec![other]);
    assert_eq!(without_unproven_marks(&marked), Some(bare.clone()));
    assert_eq!(without_unproven_marks(&bare), None, "it bears none");
}
