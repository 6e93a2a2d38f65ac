use std::io::{self, Write};

use super::LedgerRow;
use super::columns::COLUMNS;
use crate::cell::Cell;

/// Head of the last column of a ledger made under a made-up clock.
const DEMO_HEAD: &str = "演示时间";
/// What stands on every line of it.
const DEMO_MARK: &str = "演示时间，非真实记录";

/// Writes the ledger（台账, S4-22）as CSV: UTF-8 with a byte order mark so that spreadsheets read the
/// Chinese, CRLF after every row, one head row, then one row per hazard, numbered from 1 in the
/// order given. Returns the number of hazards written.
///
/// Rows are taken and written one at a time; hand in a buffered writer.
///
/// # Errors
/// What the writer says; the rows before it are written, the iterator is asked no more.
pub fn ledger_csv(rows: impl Iterator<Item = LedgerRow>, out: &mut dyn Write) -> io::Result<u64> {
    write_rows(rows, false, out)
}

/// The same ledger from a relay whose clock is made up（演示时间）: a last column says so in the head
/// and on every row, so that no row can be taken for a real one, even when rows are sorted or cut out.
///
/// # Errors
/// As [`ledger_csv`].
pub fn demo_ledger_csv(
    rows: impl Iterator<Item = LedgerRow>,
    out: &mut dyn Write,
) -> io::Result<u64> {
    write_rows(rows, true, out)
}

fn write_rows(
    rows: impl Iterator<Item = LedgerRow>,
    demo: bool,
    out: &mut dyn Write,
) -> io::Result<u64> {
    let heads = COLUMNS.iter().map(|(head, _)| *head);
    let heads = std::iter::once("序号")
        .chain(heads)
        .chain(demo.then_some(DEMO_HEAD));
    let mut line = String::from("\u{feff}");
    append_row(heads.map(|head| Cell::Text(head.to_owned())), &mut line);
    out.write_all(line.as_bytes())?;

    let mut count = 0;
    for row in rows {
        count += 1;
        let cells = COLUMNS.iter().map(|(_, cell)| cell(&row));
        let mark = demo.then(|| Cell::Text(DEMO_MARK.to_owned()));
        line.clear();
        append_row(
            std::iter::once(Cell::Number(count))
                .chain(cells)
                .chain(mark),
            &mut line,
        );
        out.write_all(line.as_bytes())?;
    }
    Ok(count)
}

fn append_row(cells: impl Iterator<Item = Cell>, line: &mut String) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            line.push(',');
        }
        cell.append_to(line);
    }
    line.push_str("\r\n");
}
