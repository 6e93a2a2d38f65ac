use super::text::{count_f32, stretch};
use super::{Composer, Pen};
use crate::paper::line::{Line, break_lines};
use crate::paper::model::{Align, Table, TableRow};
use crate::paper::op::Op;
use crate::paper::units::{LEFT, MM, WIDTH};

/// Room between a rule and the text.
const PAD: f32 = 3.2;
/// Line height in tables as a multiple of the size.
const TABLE_LEADING: f32 = 1.36;

/// Height beyond which a row is cut between lines.
const LONG: f32 = 160.0;
/// Lines of a row that are worth cutting it for.
const LEAST_PART: usize = 4;

/// A row with its text broken into lines.
struct SetRow {
    cells: Vec<SetCell>,
    least: f32,
}

struct SetCell {
    left: f32,
    width: f32,
    align: Align,
    lines: Vec<Line>,
}

impl Composer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let edges = edges(&table.columns);
        let head: Vec<SetRow> = table.head.iter().map(|row| self.set(row, &edges)).collect();
        self.ensure(self.table_beginning(table));
        self.rows(&head);
        for row in &table.rows {
            let row = self.set(row, &edges);
            self.row(&row, &head);
        }
        self.y += 2.5 * MM;
    }

    /// The head with as much of the first row as stands under it on one page: a head by itself at the
    /// foot of a page heads nothing.
    pub(super) fn table_beginning(&self, table: &Table) -> f32 {
        let edges = edges(&table.columns);
        let head = table.head.iter().map(|row| self.set(row, &edges));
        let head: f32 = head.map(|row| height(&row, 0, usize::MAX)).sum();
        let first = table.rows.first().map(|row| self.set(row, &edges));
        let first = first.map_or(0.0, |row| {
            let whole = height(&row, 0, usize::MAX);
            if self.laid_out_before {
                height(&row, 0, 3)
            } else if whole > LONG {
                height(&row, 0, LEAST_PART)
            } else {
                whole
            }
        });
        head + first
    }

    fn set(&self, row: &TableRow, edges: &[f32]) -> SetRow {
        let size = Self::body_size();
        let mut column = 0;
        let mut cells = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let last = edges.len() - 1;
            let next = (column + usize::from(cell.columns.max(1))).min(last);
            let (left, right) = (edges[column.min(last)], edges[next]);
            column = next;
            let room = ((right - left - 2.0 * PAD) / size).max(1.0);
            cells.push(SetCell {
                left,
                width: right - left,
                align: cell.align,
                lines: break_lines(self.fonts, &cell.spans, room, 0.0),
            });
        }
        SetRow {
            cells,
            least: f32::from(row.least_mm) * MM,
        }
    }

    fn rows(&mut self, rows: &[SetRow]) {
        for row in rows {
            self.part(row, 0, usize::MAX);
        }
    }

    /// One row; a row that does not fit is moved, and cut between lines if it is longer than
    /// what a page has.
    fn row(&mut self, row: &SetRow, head: &[SetRow]) {
        let count = row.cells.iter().map(|cell| cell.lines.len()).max();
        let count = count.unwrap_or(1).max(1);
        let mut from = 0;
        loop {
            let rest = height(row, from, usize::MAX);
            if rest <= self.left() {
                self.part(row, from, usize::MAX);
                return;
            }
            let leading = Self::body_size() * TABLE_LEADING;
            let fitting = ((self.left() - 2.0 * PAD) / leading).floor().max(0.0);
            // Few lines at the foot of a page are not worth cutting a row for.
            let is_long = rest > LONG;
            let mut taken = 0;
            while count_f32(taken + 1) <= fitting && from + taken < count {
                taken += 1;
            }
            if is_long && taken >= LEAST_PART && from + taken < count {
                self.part(row, from, taken);
                from += taken;
            }
            self.new_page();
            self.rows(head);
        }
    }

    /// Draws lines `from` to `from + most` of a row.
    fn part(&mut self, row: &SetRow, from: usize, most: usize) {
        let size = Self::body_size();
        let leading = size * TABLE_LEADING;
        let tall = height(row, from, most);
        for cell in &row.cells {
            self.put(Op::Frame {
                rect: [cell.left, self.y, cell.width, tall],
                width: 0.6,
                dashed: false,
            });
            let shown: Vec<&Line> = cell.lines.iter().skip(from).take(most).collect();
            let block = count_f32(shown.len()) * leading;
            // Short cells stand in the middle of a tall row.
            let mut top = self.y + ((tall - block) / 2.0).max(PAD);
            for line in shown {
                let baseline = top + (leading + size * 0.74) / 2.0;
                let room = (cell.width - 2.0 * PAD) / size;
                match cell.align {
                    Align::Left => {
                        let extra = stretch(line, room);
                        self.run(
                            &line.items,
                            cell.left + PAD,
                            baseline,
                            Pen::black(size),
                            extra,
                        );
                    }
                    Align::Center => {
                        let x = cell.left + (cell.width - line.width() * size) / 2.0;
                        self.run(&line.items, x, baseline, Pen::black(size), 0.0);
                    }
                }
                top += leading;
            }
        }
        self.y += tall;
    }
}

fn height(row: &SetRow, from: usize, most: usize) -> f32 {
    let count = row
        .cells
        .iter()
        .map(|cell| cell.lines.len().saturating_sub(from).min(most))
        .max()
        .unwrap_or(1)
        .max(1);
    let text = count_f32(count) * Composer::body_size() * TABLE_LEADING + 2.0 * PAD;
    let least = if from == 0 { row.least } else { 0.0 };
    text.max(least)
}

/// The edges of the columns across the page.
fn edges(columns: &[u16]) -> Vec<f32> {
    let sum: f32 = columns
        .iter()
        .map(|it| f32::from(*it))
        .sum::<f32>()
        .max(1.0);
    let mut edges = vec![LEFT];
    let mut at = 0.0;
    for column in columns {
        at += f32::from(*column);
        edges.push(LEFT + WIDTH * at / sum);
    }
    edges
}
