use super::{Composer, Pen};
use crate::paper::model::Photo;
use crate::paper::op::Op;
use crate::paper::units::{LEFT, MM, TINY, WIDTH};

/// Room between two photos.
const GAP: f32 = 5.0 * MM;
/// Width of one.
const CELL: f32 = (WIDTH - GAP) / 2.0;
/// Height of one: 4:3.
const TALL: f32 = CELL * 0.75;
/// Room for two lines of caption and one of hash.
const CAPTION: f32 = TINY * 1.4 * 2.0 + 6.5 * 1.4 + 4.0;

/// Stands in the box of a photo whose file was not given, so that nobody takes it for a photo.
const NOT_PRINTED: &str = "照片文件不在此处（未打印）";

/// Height of a row of photos.
pub(super) const ROW: f32 = TALL + CAPTION + 2.0 * MM;

impl Composer<'_> {
    pub(super) fn photos(&mut self, photos: &[Photo]) {
        for pair in photos.chunks(2) {
            self.ensure(ROW);
            for (photo, left) in pair.iter().zip([LEFT, LEFT + CELL + GAP]) {
                let rect = [left, self.y, CELL, TALL];
                self.put(Op::Frame {
                    rect,
                    width: 0.4,
                    dashed: false,
                });
                self.put(Op::Picture {
                    digest: photo.picture,
                    rect,
                });
                if !self.pictures.contains_key(&photo.picture) {
                    self.photos_missing += 1;
                    if !self.laid_out_before {
                        // Below the middle, where the cross leaves room.
                        let middle = self.y + TALL * 0.72;
                        self.centered(NOT_PRINTED, (left, CELL), middle, Pen::black(TINY), 1);
                    }
                }
                let mut top = self.y + TALL + 2.0;
                let caption = Pen::black(TINY);
                top += self.centered(&photo.caption, (left, CELL), top, caption, 2);
                let hash = photo.original.to_string();
                let short: String = hash.chars().take(32).collect();
                let line = format!("原图 SHA-256 {short}…");
                self.centered(&line, (left, CELL), top, Pen::gray(6.5), 1);
            }
            self.y += ROW;
        }
    }
}
