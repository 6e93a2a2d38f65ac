use std::cell::Cell as Counter;
use std::io::{self, Write};

use chrono::NaiveDate;
use wangge_domain::Timestamp;
use wangge_domain::lifecycle::{Responsible, Status, Timing};

use super::{HazardLevel, LedgerRow, demo_ledger_csv, ledger_csv};

fn at(day: u32, hour: i64) -> Timestamp {
    let date = NaiveDate::from_ymd_opt(2026, 9, day).unwrap();
    Timestamp::start_of_china_day(date).plus_ms(hour * 3_600_000)
}

fn row() -> LedgerRow {
    LedgerRow {
        number: "青消改字〔2026〕第0001号".into(),
        premises: "桥头便民超市".into(),
        premises_category: "小商店".into(),
        address: "青峰镇正街8号".into(),
        village: "场镇社区".into(),
        grid: "场镇社区第1网格".into(),
        inspected_at: Some(at(7, 9)),
        inspectors: vec!["周𬭎".into(), "李红梅".into()],
        source: "网格巡查".into(),
        location: "一楼仓库".into(),
        description: "电动自行车在室内充电".into(),
        hazard_category: "电动自行车".into(),
        level: HazardLevel::General,
        case_number: String::new(),
        life_threat: true,
        responsible: Responsible {
            unit: "桥头便民超市".into(),
            leader: "陈国强".into(),
            person: "𠅤建华".into(),
            phone: "10000000001".into(),
        },
        measures: "移至室外集中充电".into(),
        due: Some(Timestamp::end_of_china_day(at(14, 0).china_date())),
        on_spot: false,
        extended: true,
        progress: "已移出".into(),
        timing: Some(Timing::Undetermined),
        unserved: false,
        rechecked_at: Some(at(22, 10)),
        recheckers: vec!["王志勇".into(), "赵敏".into()],
        close_out_number: "青消销字〔2026〕第0001号".into(),
        status: Status::Closed,
        escalated_to: String::new(),
        escalated_at: None,
        remarks: String::new(),
    }
}

fn written(rows: Vec<LedgerRow>) -> Vec<u8> {
    let mut bytes = Vec::new();
    ledger_csv(rows.into_iter(), &mut bytes).unwrap();
    bytes
}

/// The cells as a reader of CSV sees them, the head row first.
fn read_back(bytes: &[u8]) -> Vec<Vec<String>> {
    let body = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .expect("a byte order mark comes first");
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(body)
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn cell<'a>(table: &'a [Vec<String>], head: &str) -> &'a str {
    let place = table[0].iter().position(|it| it == head).expect(head);
    &table[1][place]
}

#[test]
fn the_columns_are_those_of_the_printed_ledger() {
    let table = read_back(&written(vec![row()]));
    let order = [
        "序号",
        "编号",
        "单位/场所",
        "村(社区)",
        "网格",
        "检查时间",
        "检查人",
        "隐患部位",
        "隐患描述",
        "类别",
        "等级",
        "责任单位",
        "责任领导",
        "责任人",
        "整改期限",
        "整改情况",
        "复查时间",
        "复查人",
        "销号编号",
        "状态",
        "上报",
    ];
    let places: Vec<_> = order
        .iter()
        .map(|head| table[0].iter().position(|it| it == head).expect(head))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(cell(&table, "序号"), "1");
    assert_eq!(cell(&table, "检查时间"), "2026-09-07 09:00");
    assert_eq!(cell(&table, "检查人"), "周𬭎、李红梅");
    assert_eq!(cell(&table, "等级"), "一般（危及生命）");
    assert_eq!(cell(&table, "责任人"), "𠅤建华");
    assert_eq!(cell(&table, "整改期限"), "2026-09-14（已延期）");
    assert_eq!(cell(&table, "是否按期"), "未能证明");
    assert_eq!(cell(&table, "状态"), "已销号");
}

#[test]
fn what_was_put_right_on_the_spot_says_so_where_the_deadline_stands() {
    let mut fixed = row();
    fixed.on_spot = true;
    fixed.extended = false;
    let given = read_back(&written(vec![fixed.clone()]));
    assert_eq!(cell(&given, "整改期限"), "2026-09-14", "one was given");
    fixed.due = None;
    let table = read_back(&written(vec![fixed.clone()]));
    assert_eq!(cell(&table, "整改期限"), "当场整改");
    fixed.on_spot = false;
    let table = read_back(&written(vec![fixed]));
    assert_eq!(cell(&table, "整改期限"), "");
}

#[test]
fn telephone_numbers_stay_out() {
    let bytes = written(vec![row()]);
    assert!(!String::from_utf8(bytes).unwrap().contains("10000000001"));
}

#[test]
fn every_row_ends_with_crlf_and_only_rows_do() {
    let mut hostile = row();
    hostile.description = "第一行\r\n第二行\r第三行\n第四行".into();
    let text = String::from_utf8(written(vec![row(), hostile])).unwrap();
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.matches('\r').count(), 3, "the head and two rows");
    assert_eq!(read_back(text.as_bytes()).len(), 3);
}

#[test]
fn no_cell_runs_as_a_formula_whatever_column_it_came_from() {
    let payloads = [
        "=HYPERLINK(\"http://example.invalid\",\"x\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        "＝1+1",
        "＋1",
        "－1+1",
        "＠SUM(A1)",
        " =1+1",
        "\u{feff}=1+1",
        "\"=1+1",
        "x\",=1+1,\"",
        "好;=1+1",
    ];
    for payload in payloads {
        let words = payload.to_owned();
        let hostile = LedgerRow {
            number: words.clone(),
            premises: words.clone(),
            premises_category: words.clone(),
            address: words.clone(),
            village: words.clone(),
            grid: words.clone(),
            inspectors: vec![words.clone()],
            source: words.clone(),
            location: words.clone(),
            description: words.clone(),
            hazard_category: words.clone(),
            responsible: Responsible {
                unit: words.clone(),
                leader: words.clone(),
                person: words.clone(),
                phone: String::new(),
            },
            measures: words.clone(),
            progress: words.clone(),
            recheckers: vec![words.clone()],
            close_out_number: words.clone(),
            status: Status::Other(words.clone()),
            escalated_to: words.clone(),
            remarks: words.clone(),
            ..row()
        };
        let table = read_back(&written(vec![hostile]));
        assert_eq!(
            table[1].len(),
            table[0].len(),
            "{payload:?} broke out of its cell"
        );
        for found in &table[1] {
            let first = found.trim_start_matches([' ', '\u{feff}']).chars().next();
            let runs = first.is_some_and(|it| "=+-@\t\r＝＋－＠".contains(it));
            assert!(!runs, "{payload:?} runs as {found:?}");
        }
    }
}

#[test]
fn negative_numbers_stay_numbers() {
    let mut cold = row();
    cold.remarks = "-12.5".into();
    let text = String::from_utf8(written(vec![cold])).unwrap();
    assert!(text.ends_with(",-12.5\r\n"), "{text}");
}

#[test]
fn a_demo_says_so_on_every_line_and_in_an_empty_ledger() {
    let mut bytes = Vec::new();
    assert_eq!(
        demo_ledger_csv([row(), row()].into_iter(), &mut bytes).unwrap(),
        2
    );
    let table = read_back(&bytes);
    assert!(
        table
            .iter()
            .all(|line| line.last().unwrap().starts_with("演示时间"))
    );
    let mut empty = Vec::new();
    assert_eq!(demo_ledger_csv(std::iter::empty(), &mut empty).unwrap(), 0);
    assert!(String::from_utf8(empty).unwrap().contains("演示时间"));
    assert!(
        !String::from_utf8(written(vec![row()]))
            .unwrap()
            .contains("演示")
    );
}

/// Counts what was written and refuses to go on after `limit` bytes.
struct Counting<'a> {
    bytes: &'a Counter<usize>,
    limit: usize,
}

impl Write for Counting<'_> {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.get() >= self.limit {
            return Err(io::Error::other("disk full"));
        }
        self.bytes.set(self.bytes.get() + part.len());
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn rows_are_written_one_at_a_time() {
    let bytes = Counter::new(0);
    let mut seen = Vec::new();
    let rows = (0..5).map(|_| {
        seen.push(bytes.get());
        row()
    });
    let count = ledger_csv(
        rows,
        &mut Counting {
            bytes: &bytes,
            limit: usize::MAX,
        },
    )
    .unwrap();
    assert_eq!(count, 5);
    assert!(
        seen[0] > 0,
        "the head goes out before the first row is asked for"
    );
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
}

#[test]
fn a_writer_that_fails_stops_the_rows() {
    let bytes = Counter::new(0);
    let asked = Counter::new(0);
    let rows = std::iter::repeat_with(|| {
        asked.set(asked.get() + 1);
        row()
    });
    let error = ledger_csv(
        rows,
        &mut Counting {
            bytes: &bytes,
            limit: 2_000,
        },
    )
    .unwrap_err();
    assert_eq!(error.to_string(), "disk full");
    assert!(asked.get() < 20);
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    assert_eq!(written(vec![row(), row()]), written(vec![row(), row()]));
}

#[test]
fn a_hazard_that_was_filed_is_major_under_the_number_of_its_case() {
    let mut major = row();
    major.level = HazardLevel::Major;
    major.life_threat = false;
    let table = read_back(&written(vec![major.clone()]));
    assert_eq!(cell(&table, "等级"), "重大火灾隐患");
    major.case_number = "青救消立字〔2026〕第0001号".into();
    let table = read_back(&written(vec![major]));
    assert_eq!(
        cell(&table, "等级"),
        "重大火灾隐患（立案文号青救消立字〔2026〕第0001号）"
    );
}
