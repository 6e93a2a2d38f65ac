use wangge_domain::GridId;

use super::form::{Form, facts, head, small};
use super::words::moment;
use crate::case_file::Office;
use crate::paper::{Block, Cell, Paper, Table, TableRow};
use crate::snapshot_file::{HEAD, LATE_HEAD, SnapshotFile};

/// The frozen figures of a period on paper（考核定稿）of S1-20 and S4-19. What came late stands under
/// them, apart, and is no part of what the hash on the paper covers.
#[must_use]
pub fn snapshot_paper(office: &Office<'_>, file: &SnapshotFile<'_>) -> Paper {
    let snapshot = file.snapshot;
    let mut blocks = vec![
        facts(&[
            ("范围", file.place.clone()),
            ("考核期", snapshot.period.to_string()),
            ("定稿时间", moment(Some(snapshot.frozen_at))),
            ("总分等次", file.total_or_why()),
        ]),
        Block::Heading("一、定稿指标".to_owned()),
        Block::Table(table(&HEAD, file.lines())),
    ];
    if !file.vetoes().is_empty() {
        blocks.push(facts(&[("一票否决", file.vetoes())]));
    }
    blocks.push(Block::Heading("二、事后调整".to_owned()));
    let late = file.late_lines();
    if late.is_empty() {
        // An aside like the table: that nothing came late yet is nothing the hash may hold fast.
        blocks.push(super::form::aside("制表时没有定稿后收到的数据。"));
    } else {
        blocks.push(Block::AsideTable(table(&LATE_HEAD, late)));
    }
    blocks.push(small(
        "定稿后收到的数据引起的变化只在“事后调整”中列出，不改定稿。",
    ));
    let form = Form {
        kind: "snapshot",
        record: SnapshotFile::id(snapshot),
        // The county as such（全县）is no grid, and has no station over it.
        issuer: snapshot.scope.map_or("", |_| "station"),
        grid: snapshot.scope.unwrap_or(GridId::from_bytes([0; 16])),
        title: "消防安全工作考核定稿",
        number: "",
        dated: snapshot.frozen_at.china_date(),
        goes_out: false,
        foot: &format!("定稿摘要 {}", snapshot.hash()),
    };
    form.paper(office, blocks)
}

fn table<const N: usize>(labels: &[&str; N], lines: Vec<[String; N]>) -> Table {
    let rows = lines.into_iter().map(|line| {
        let cells = line.into_iter().enumerate().map(|(place, text)| {
            if place == 0 {
                Cell::value(text)
            } else {
                Cell::center(text)
            }
        });
        TableRow::of(cells.collect())
    });
    let mut columns = vec![16; N];
    columns[0] = 30;
    Table {
        columns,
        head: head(labels),
        rows: rows.collect(),
    }
}
