use super::{Composer, Pen};
use crate::paper::line::break_title;
use crate::paper::model::Paper;
use crate::paper::op::Op;
use crate::paper::qr::qr_squares;
use crate::paper::units::{LEFT, MM, RIGHT, SMALL, TINY, TOP, WIDTH};

/// Side of the QR.
const QR: f32 = 23.0 * MM;
/// Size of the title.
const TITLE: f32 = 22.0;

impl Composer<'_> {
    /// Issuer, title, number, QR: the head of the first page.
    pub(super) fn head(&mut self, paper: &Paper, qr: &str) {
        let has_qr = match qr_squares(qr, RIGHT - QR, TOP - 8.0 * MM, QR) {
            Some(op) => {
                self.put(op);
                let top = TOP - 8.0 * MM + QR + 1.0;
                let pen = Pen::gray(6.5);
                self.centered("扫码核验", (RIGHT - QR, QR), top, pen, 1);
                true
            }
            None => false,
        };
        // The title stands in the middle of the page, clear of the QR on its right.
        let side = if has_qr { QR + 3.0 * MM } else { 0.0 };
        let room = WIDTH - 2.0 * side;
        if !paper.issuer.is_empty() {
            self.title_lines(&paper.issuer, 16.0, room, true);
            self.y += 2.0;
        }
        self.title_lines(&paper.title, TITLE, room, false);
        let below_qr = TOP - 8.0 * MM + QR + 14.0;
        self.y = (self.y + 2.0 * MM).max(if has_qr { below_qr } else { 0.0 });
        if !paper.number.is_empty() {
            let items = self.items(&paper.number, false);
            let width: f32 = items.iter().map(|it| it.advance * SMALL).sum();
            let baseline = self.y + SMALL;
            self.run(&items, RIGHT - width, baseline, Pen::black(SMALL), 0.0);
            if paper.number.starts_with('暂') {
                let note = "临时编号，正式文号由系统赋予，两号均可查验";
                self.left_line(note, LEFT, baseline, TINY);
            }
            self.y += SMALL * 1.5;
        }
        for (offset, width) in [(0.0, 1.6), (2.6, 0.5)] {
            self.put(Op::Line {
                from: (LEFT, self.y + offset),
                to: (RIGHT, self.y + offset),
                width,
                red: !paper.issuer.is_empty(),
            });
        }
        self.y += 5.0 * MM;
    }

    fn title_lines(&mut self, text: &str, size: f32, room: f32, red: bool) {
        let lines = break_title(self.fonts, text, room / size);
        let leading = size * 1.42;
        for line in &lines {
            // A short title is spaced out, as on printed forms.
            let loose = lines.len() == 1 && line.items.len() <= 10;
            let extra = if loose { 0.12 } else { 0.0 };
            let gaps = super::text::count_f32(line.items.len().saturating_sub(1));
            let width = (line.width() + extra * gaps) * size;
            let baseline = self.y + leading * 0.72;
            let pen = Pen {
                red,
                ..Pen::black(size)
            };
            self.run(
                &line.items,
                LEFT + (WIDTH - width) / 2.0,
                baseline,
                pen,
                extra,
            );
            self.y += leading;
        }
    }
}
