//! Blocks onto pages.

mod head;
mod photos;
mod signatures;
mod sketch;
mod table;
mod text;

use std::collections::BTreeMap;

use super::fonts::FontSet;
use super::line::Item;
use super::model::{Block, Paper};
use super::op::{Op, PlacedGlyph, TextOp};
use super::render::Pictures;
use super::units::{BOTTOM, LEFT, MM, PAGE_HEIGHT, RIGHT, TINY, TOP};

/// The pages of a paper, the characters that no font had, and how many photos were not given.
pub(super) struct Composed {
    pub(super) pages: Vec<Vec<Op>>,
    pub(super) missing: BTreeMap<char, u32>,
    pub(super) photos_missing: usize,
}

/// Lays a paper out. `hash` is the content hash that stands at the foot of every page.
pub(super) fn compose(
    paper: &Paper,
    fonts: &FontSet,
    pictures: &Pictures,
    (hash, qr): (&str, &str),
) -> Composed {
    let mut composer = Composer {
        fonts,
        pictures,
        laid_out_before: paper.laid_out_before,
        pages: vec![Vec::new()],
        y: TOP,
        missing: BTreeMap::new(),
        photos_missing: 0,
    };
    composer.head(paper, qr);
    for (place, block) in paper.blocks.iter().enumerate() {
        composer.block(block, paper.blocks.get(place + 1));
    }
    composer.list_missing();
    composer.feet(paper, hash);
    Composed {
        pages: composer.pages,
        missing: composer.missing,
        photos_missing: composer.photos_missing,
    }
}

/// Where the pen is.
pub(super) struct Composer<'a> {
    pub(super) fonts: &'a FontSet,
    pictures: &'a Pictures,
    laid_out_before: bool,
    pages: Vec<Vec<Op>>,
    /// Top of what comes next on the last page.
    pub(super) y: f32,
    missing: BTreeMap<char, u32>,
    photos_missing: usize,
}

/// The style of a run.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub(super) size: f32,
    pub(super) gray: bool,
    pub(super) red: bool,
}

impl Pen {
    pub(super) fn black(size: f32) -> Self {
        Self {
            size,
            gray: false,
            red: false,
        }
    }

    pub(super) fn gray(size: f32) -> Self {
        Self {
            gray: true,
            ..Self::black(size)
        }
    }
}

impl Composer<'_> {
    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Text(spans, style) | Block::Aside(spans, style) => self.text(spans, *style),
            Block::Heading(text) => self.heading(text, self.beginning(next)),
            Block::Table(table) | Block::AsideTable(table) => self.table(table),
            Block::Photos(photos) | Block::AsidePhotos(photos) => self.photos(photos),
            Block::Signatures(boxes) => self.signatures(boxes),
            Block::Seal(seal) => self.seal(seal),
            Block::Sketch(sketch) => self.sketch(sketch),
            Block::PageBreak => self.new_page(),
            Block::Space(mm) => self.y += f32::from(*mm) * MM,
        }
    }

    /// The least of a block that must stand on the page of its heading.
    fn beginning(&self, block: Option<&Block>) -> f32 {
        match block {
            Some(Block::Photos(_) | Block::AsidePhotos(_)) => photos::ROW,
            Some(Block::Signatures(_)) => signatures::TALL,
            Some(Block::Sketch(sketch)) => f32::from(sketch.tall_mm) * MM,
            Some(Block::Table(table) | Block::AsideTable(table)) => {
                let least = 24.0 * MM;
                if self.laid_out_before {
                    least
                } else {
                    // The heading takes a little more than its line.
                    (self.table_beginning(table) + 2.0).max(least)
                }
            }
            _ => 14.0 * MM,
        }
    }

    pub(super) fn put(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.push(op);
        }
    }

    pub(super) fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Height left on this page.
    pub(super) fn left(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Begins a new page unless so much height is left; a page just begun is kept.
    pub(super) fn ensure(&mut self, height: f32) {
        if self.left() < height && self.y > TOP + 1.0 {
            self.new_page();
        }
    }

    /// Puts items on a baseline, with `extra` ems between neighbors that may be stretched.
    pub(super) fn run(&mut self, items: &[Item], x: f32, baseline: f32, pen: Pen, extra: f32) {
        let mut ops = Vec::new();
        let mut current: Option<TextOp> = None;
        let mut at = x;
        for item in items {
            let stretched = item.advance + extra;
            if item.underlined {
                let y = baseline + pen.size * 0.22;
                ops.push(Op::Line {
                    from: (at, y),
                    to: (at + stretched * pen.size, y),
                    width: 0.6,
                    red: false,
                });
            }
            match item.glyph {
                Some((font, id)) => {
                    let fits = |op: &&mut TextOp| op.font == font && op.bold == item.bold;
                    if current.as_mut().filter(fits).is_none() {
                        ops.extend(current.take().map(Op::Text));
                        current = Some(TextOp {
                            font,
                            size: pen.size,
                            x: at,
                            baseline,
                            bold: item.bold,
                            gray: pen.gray,
                            red: pen.red,
                            text: String::new(),
                            glyphs: Vec::new(),
                        });
                    }
                    if let Some(op) = &mut current {
                        let start = op.text.len();
                        op.text.push(item.character);
                        op.glyphs.push(PlacedGlyph {
                            id,
                            advance: stretched,
                            start,
                            end: op.text.len(),
                        });
                    }
                }
                None => {
                    ops.extend(current.take().map(Op::Text));
                    *self.missing.entry(item.character).or_insert(0) += 1;
                    self.boxed(item.character, at, baseline, pen.size, &mut ops);
                }
            }
            at += stretched * pen.size;
        }
        ops.extend(current.map(Op::Text));
        for op in ops {
            self.put(op);
        }
    }

    /// A character in no font: its code point in a box of one em.
    fn boxed(&self, character: char, x: f32, baseline: f32, size: f32, ops: &mut Vec<Op>) {
        let top = baseline - size * 0.86;
        ops.push(Op::Frame {
            rect: [x + size * 0.04, top, size * 0.92, size],
            width: 0.4,
            dashed: false,
        });
        let code = format!("{:04X}", u32::from(character));
        let (upper, lower) = code.split_at(code.len() / 2);
        let small = size * 0.36;
        for (digits, y) in [(upper, top + size * 0.44), (lower, top + size * 0.86)] {
            let mut glyphs = Vec::new();
            let mut font = 0;
            for (place, digit) in digits.chars().enumerate() {
                if let Some(found) = self.fonts.glyph(digit) {
                    font = found.font;
                    glyphs.push(PlacedGlyph {
                        id: found.id,
                        advance: found.advance,
                        start: place,
                        end: place + 1,
                    });
                }
            }
            let width: f32 = glyphs.iter().map(|it| it.advance * small).sum();
            ops.push(Op::Text(TextOp {
                font,
                size: small,
                x: x + (size - width) / 2.0,
                baseline: y,
                bold: false,
                gray: false,
                red: false,
                text: digits.to_owned(),
                glyphs,
            }));
        }
    }

    /// Names the characters that are shown as code points, so that none goes unnoticed.
    fn list_missing(&mut self) {
        if self.missing.is_empty() {
            return;
        }
        let listed: Vec<String> = self
            .missing
            .iter()
            .map(|(it, count)| format!("U+{:04X}（{count}处）", u32::from(*it)))
            .collect();
        let text = format!("字库未收字符，以方框内代码表示：{}。", listed.join("、"));
        self.small(&text);
    }

    fn feet(&mut self, paper: &Paper, hash: &str) {
        let count = self.pages.len();
        let short: String = hash.chars().take(16).collect();
        let baseline = PAGE_HEIGHT - 14.0 * MM;
        let pages = std::mem::take(&mut self.pages);
        for (place, page) in pages.into_iter().enumerate() {
            self.pages.push(page);
            self.put(Op::Line {
                from: (LEFT, baseline - 11.0),
                to: (RIGHT, baseline - 11.0),
                width: 0.4,
                red: false,
            });
            let left = if paper.number.is_empty() {
                format!("内容摘要 {short}")
            } else {
                format!("{}　内容摘要 {short}", paper.number)
            };
            self.left_line(&left, LEFT, baseline, TINY);
            self.right_line(
                &format!("第 {} 页　共 {count} 页", place + 1),
                baseline,
                TINY,
            );
            if !paper.foot.is_empty() {
                self.left_line(&paper.foot, LEFT, baseline + 12.0, TINY);
            }
            if !paper.banner.is_empty() {
                self.right_line(&paper.banner, 14.0 * MM, TINY);
            }
        }
    }
}
