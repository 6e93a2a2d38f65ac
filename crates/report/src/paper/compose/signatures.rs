use wangge_domain::inspection::Strokes;

use super::{Composer, Pen};
use crate::paper::model::{SealBlock, SignatureBox};
use crate::paper::op::Op;
use crate::paper::units::{LEFT, MM, RIGHT, SMALL, WIDTH};

/// Width of one box.
const CELL: f32 = WIDTH / 2.0;
/// Height of the field for the hand.
const FIELD: f32 = 16.0 * MM;
/// Height of one box.
pub(super) const TALL: f32 = FIELD + SMALL * 1.4 + 10.0 * MM;
/// Side of the room for a seal.
const SEAL: f32 = 40.0 * MM;

impl Composer<'_> {
    pub(super) fn signatures(&mut self, boxes: &[SignatureBox]) {
        self.y += 1.5 * MM;
        for pair in boxes.chunks(2) {
            self.ensure(TALL);
            for (one, left) in pair.iter().zip([LEFT, LEFT + CELL]) {
                self.signature(one, left);
            }
            self.y += TALL;
        }
        self.y += 1.0 * MM;
    }

    fn signature(&mut self, one: &SignatureBox, left: f32) {
        let top = self.y;
        let label = self.items(&format!("{}：", one.label), false);
        let baseline = top + SMALL * 1.3;
        self.run(&label, left, baseline, Pen::black(SMALL), 0.0);
        let used: f32 = label.iter().map(|it| it.advance * SMALL).sum();
        let name = self.items(&one.name, true);
        self.run(&name, left + used, baseline, Pen::black(SMALL), 0.0);
        let field = [left, top + SMALL * 1.8, CELL - 8.0 * MM, FIELD];
        if let Some(strokes) = &one.strokes {
            self.put(Op::Ink {
                lines: fit(strokes, field),
                width: 1.1,
            });
        }
        let rule = field[1] + FIELD;
        self.put(Op::Line {
            from: (left, rule),
            to: (left + CELL - 8.0 * MM, rule),
            width: 0.5,
            red: false,
        });
        let date = if one.date.is_empty() {
            "　　　　年　　月　　日"
        } else {
            &one.date
        };
        let date = self.items(date, false);
        let width: f32 = date.iter().map(|it| it.advance * SMALL).sum();
        let right = left + CELL - 8.0 * MM;
        self.run(
            &date,
            right - width,
            rule + SMALL * 1.35,
            Pen::black(SMALL),
            0.0,
        );
        let note = (left, (right - width - left - 4.0).max(60.0));
        self.centered(&one.note, note, rule + 1.0, Pen::gray(6.5), 2);
    }

    pub(super) fn seal(&mut self, seal: &SealBlock) {
        let tall = SEAL + 4.0 * MM;
        self.ensure(tall);
        let left = RIGHT - 66.0 * MM;
        let room = (left, RIGHT - left);
        let middle = self.y + SEAL / 2.0;
        self.centered("（印　章）", room, self.y + 4.0 * MM, Pen::gray(SMALL), 1);
        let used = self.centered(&seal.issuer, room, middle - 6.0, Pen::black(12.0), 2);
        self.centered(&seal.date, room, middle - 2.0 + used, Pen::black(12.0), 1);
        self.y += tall;
    }
}

/// The lines of a hand, scaled into a field and standing on its floor.
fn fit(strokes: &Strokes, [left, top, width, tall]: [f32; 4]) -> Vec<Vec<(f32, f32)>> {
    let side = |it: i32| f32::from(u16::try_from(it.min(60_000)).unwrap_or(1).max(1));
    let (from_width, from_tall) = (side(strokes.width), side(strokes.height));
    let scale = (width / from_width).min(tall / from_tall);
    let offset = left + (width - from_width * scale) / 2.0;
    strokes
        .strokes
        .iter()
        .map(|line| {
            line.iter()
                .map(|(x, y)| (offset + side(*x) * scale, top + side(*y) * scale))
                .collect()
        })
        .collect()
}
