//! Batches, agendas, coverage and files of complaints.

use super::{
    ComplaintFileError, HazardLine, LetterLine, letter_coverage, long_open, monthly_batches,
    read_complaints, unknown_columns,
};
use crate::lifecycle::Status;
use crate::policy::default_pack;
use crate::{GridId, RecordId, Timestamp};

const DAY: i64 = 86_400_000;

fn line(n: u8, village: u8, day: i64, status: Status) -> HazardLine {
    HazardLine {
        hazard: RecordId::from_bytes([n; 16]),
        premises: None,
        village: Some(GridId::from_bytes([village; 16])),
        category: "small_shop".to_owned(),
        status,
        major: false,
        found_at: Timestamp(day * DAY),
    }
}

#[test]
fn a_batch_holds_what_is_open_and_not_major_by_village() {
    let mut lines = vec![
        line(1, 7, 5, Status::Served),
        line(2, 7, 3, Status::Overdue),
        line(3, 8, 1, Status::Closed),
        line(4, 8, 1, Status::Found),
        line(5, 8, 1, Status::UnderReview),
    ];
    lines[4].major = true;
    let batches = monthly_batches(&lines);
    let shape: Vec<Vec<RecordId>> = batches.into_iter().map(|batch| batch.hazards).collect();
    let id = |n: u8| RecordId::from_bytes([n; 16]);
    assert_eq!(shape, [vec![id(2), id(1)], vec![id(4)]]);
}

#[test]
fn the_agenda_holds_what_has_been_open_for_long_oldest_first() {
    let lines = [
        line(1, 7, 5, Status::Served),
        line(2, 7, 3, Status::Overdue),
        line(3, 7, 1, Status::Closed),
        line(4, 7, 6, Status::Found),
    ];
    let old: Vec<_> = long_open(&lines, Timestamp(35 * DAY), 30)
        .into_iter()
        .map(|line| line.hazard)
        .collect();
    assert_eq!(
        old,
        [RecordId::from_bytes([2; 16]), RecordId::from_bytes([1; 16])]
    );
}

#[test]
fn coverage_counts_units_and_names_who_has_not_signed() {
    let letters = [
        ("a", Status::Signed),
        ("a", Status::Signed),
        ("b", Status::Knocked),
        ("d", Status::Ended),
    ]
    .map(|(unit, status)| LetterLine {
        unit: unit.to_owned(),
        status,
    });
    let expected = ["a", "b", "c"].map(str::to_owned);
    let coverage = letter_coverage(Some(&expected), &letters);
    assert_eq!(coverage.expected, ["a", "b", "c"]);
    assert_eq!(coverage.signed, ["a"]);
    assert_eq!(coverage.missing, ["b", "c"]);
    assert_eq!(coverage.unlisted, ["d"], "a name that was typed");
    assert_eq!(coverage.basis_points(), Some(3_333));
    // Without a list it is of those there are letters of.
    let coverage = letter_coverage(None, &letters);
    assert_eq!(coverage.expected, ["a", "b", "d"]);
    assert_eq!(coverage.signed, ["a", "d"]);
    assert_eq!(coverage.missing, ["b"]);
    assert!(coverage.unlisted.is_empty());
    assert_eq!(letter_coverage(Some(&[]), &[]).basis_points(), None);
}

#[test]
fn a_file_of_complaints_is_read_by_the_headings_of_the_pack() {
    let pack = default_pack();
    let row = |cells: &[&str]| {
        cells
            .iter()
            .map(|cell| (*cell).to_owned())
            .collect::<Vec<_>>()
    };
    let headings = row(&["\u{feff}工单编号", "诉求内容", "地址", "来源"]);
    let rows = [
        row(&["A1", "楼道堆物", "青峰路1号", "12345热线"]),
        row(&["A1", "楼道堆物", "青峰路1号", "12345热线"]),
        row(&["", "无编号", "", ""]),
        row(&["A2", " ", "", ""]),
        row(&["A3", "电动车进楼", "", "飞鸽"]),
        row(&["A4", "电动车进楼"]),
        row(&["A5", "<img src=x onerror=alert(1)>", "", ""]),
        row(&["A6", "楼\u{200b}道堆物", "", ""]),
        // Another channel counts its own numbers.
        row(&["A1", "楼道堆物", "", "来信"]),
    ];
    let read = read_complaints(&pack, &headings, rows, "phone").unwrap();
    let results: Vec<_> = read
        .iter()
        .map(|row| row.complaint.as_ref().map(|it| it.source.as_str()))
        .collect();
    assert_eq!(
        results,
        [
            Ok("hotline_12345"),
            Err(&ComplaintFileError::Twice),
            Err(&ComplaintFileError::NoNumber),
            Err(&ComplaintFileError::NoText),
            Err(&ComplaintFileError::UnknownSource),
            Ok("phone"),
            Err(&ComplaintFileError::Markup),
            Err(&ComplaintFileError::Hidden),
            Ok("letter"),
        ]
    );
    assert_eq!(read[5].line, 7);
    let why = read[2].complaint.as_ref().unwrap_err().zh();
    assert_eq!(why, "没有编号，无法对账（the row has no number）");
    let timed = row(&["编号", "内容", "来电时间"]);
    let rows = [
        row(&["B1", "楼道堆物", "2026/9/1 8:30"]),
        row(&["B2", "楼道堆物", "昨晚八点"]),
    ];
    let read = read_complaints(&pack, &timed, rows, "phone").unwrap();
    let times: Vec<_> = read
        .iter()
        .map(|row| row.complaint.as_ref().unwrap())
        .map(|it| (it.called_at.map(|at| at.to_string()), it.time.as_str()))
        .collect();
    let read_as_time = "2026-09-01T08:30:00.000+08:00".to_owned();
    assert_eq!(
        times,
        [(Some(read_as_time), "2026/9/1 8:30"), (None, "昨晚八点")]
    );
    let odd = row(&["\u{feff}编号", "内容", "来电时间", "满意度", ""]);
    assert_eq!(unknown_columns(&pack, &odd), ["满意度"]);
    let missing = read_complaints(&pack, &row(&["编号"]), [], "phone");
    assert_eq!(missing, Err(ComplaintFileError::NoColumn("text")));
}
