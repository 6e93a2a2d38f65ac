use super::{Composer, Pen};
use crate::paper::line::{Item, Line, break_lines};
use crate::paper::model::{Span, TextStyle};
use crate::paper::units::{BODY, LEADING, LEFT, RIGHT, SMALL, TINY, WIDTH};

impl Composer<'_> {
    pub(super) fn text(&mut self, spans: &[Span], style: TextStyle) {
        let (size, indent) = match style {
            TextStyle::Body => (BODY, 2.0),
            TextStyle::Flush => (BODY, 0.0),
            TextStyle::Small => (TINY, 0.0),
            TextStyle::Display => (26.0, 0.0),
        };
        let lines = break_lines(self.fonts, spans, WIDTH / size, indent);
        let leading = size * LEADING;
        let count = lines.len();
        for (place, line) in lines.iter().enumerate() {
            // The first two lines stay together, and so do the last two.
            let wanted: f32 = if place == 0 || place + 2 == count {
                2.0
            } else {
                1.0
            };
            self.ensure(leading * wanted.min(count_f32(count - place)));
            let inset = if place == 0 { indent * size } else { 0.0 };
            let baseline = self.y + (leading + size * 0.76) / 2.0;
            if style == TextStyle::Display {
                let x = LEFT + (WIDTH - line.width() * size) / 2.0;
                self.run(&line.items, x, baseline, Pen::black(size), 0.0);
            } else {
                let extra = stretch(line, (WIDTH - inset) / size);
                self.run(&line.items, LEFT + inset, baseline, Pen::black(size), extra);
            }
            self.y += leading;
        }
        self.y += size * 0.25;
    }

    pub(super) fn heading(&mut self, text: &str, next: f32) {
        let size = 13.0;
        let leading = size * LEADING;
        self.y += size * 0.4;
        // A heading stays with what follows it.
        self.ensure(leading + next);
        for line in break_lines(self.fonts, &[Span::bold(text)], WIDTH / size, 0.0) {
            let baseline = self.y + (leading + size * 0.76) / 2.0;
            self.run(&line.items, LEFT, baseline, Pen::black(size), 0.0);
            self.y += leading;
        }
        self.y += 1.5;
    }

    /// Small print across the page.
    pub(super) fn small(&mut self, text: &str) {
        self.text(&[Span::plain(text)], TextStyle::Small);
    }

    /// The items of a text on one line.
    pub(super) fn items(&self, text: &str, bold: bool) -> Vec<Item> {
        let span = Span {
            bold,
            ..Span::plain(text.replace('\n', " "))
        };
        let lines = break_lines(self.fonts, &[span], f32::MAX, 0.0);
        lines.into_iter().flat_map(|line| line.items).collect()
    }

    pub(super) fn left_line(&mut self, text: &str, x: f32, baseline: f32, size: f32) {
        let items = self.items(text, false);
        self.run(&items, x, baseline, Pen::gray(size), 0.0);
    }

    pub(super) fn right_line(&mut self, text: &str, baseline: f32, size: f32) {
        let items = self.items(text, false);
        let width: f32 = items.iter().map(|it| it.advance * size).sum();
        self.run(&items, RIGHT - width, baseline, Pen::gray(size), 0.0);
    }

    /// Lines in the middle of a column; gives the height used.
    pub(super) fn centered(
        &mut self,
        text: &str,
        (x, width): (f32, f32),
        top: f32,
        pen: Pen,
        most: usize,
    ) -> f32 {
        let lines = break_lines(self.fonts, &[Span::plain(text)], width / pen.size, 0.0);
        let leading = pen.size * 1.4;
        let mut y = top;
        for line in lines.iter().take(most) {
            let left = x + (width - line.width() * pen.size) / 2.0;
            self.run(&line.items, left, y + leading * 0.75, pen, 0.0);
            y += leading;
        }
        y - top
    }

    pub(super) fn body_size() -> f32 {
        SMALL
    }
}

/// Ems between neighbors beyond which a line looks torn.
const LOOSEST: f32 = 0.16;

/// Ems between neighbors that make a full line reach the edge.
pub(super) fn stretch(line: &Line, room: f32) -> f32 {
    if line.is_last || line.items.len() < 2 {
        return 0.0;
    }
    let gap = room - line.width();
    // A line that was broken early (a long word) is not torn apart.
    let extra = gap / count_f32(line.items.len() - 1);
    if extra > 0.0 && extra < LOOSEST {
        extra
    } else {
        0.0
    }
}

pub(super) fn count_f32(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
