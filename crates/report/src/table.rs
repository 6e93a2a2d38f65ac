use std::io::{self, Write};

use crate::cell::Cell;

/// Writes a table（表格）as CSV for a spreadsheet: UTF-8 with a byte order mark, text quoted, formulas
/// made harmless, lines ended by CRLF.
///
/// # Errors
/// What `out` fails with.
pub fn table_csv(head: &[String], rows: &[Vec<String>], out: &mut impl Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    for cells in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        table_line(cells, out)?;
    }
    Ok(())
}

/// Writes one more line of such a table.
///
/// # Errors
/// What `out` fails with.
pub fn table_line(cells: &[String], out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for (index, text) in cells.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        Cell::Text(text.clone()).append_to(&mut line);
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())
}
