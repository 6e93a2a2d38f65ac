use std::collections::BTreeMap;

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use wangge_domain::Digest;

use super::error::PaperError;
use super::fonts::FontSet;
use super::op::{Op, TextOp};
use super::render::Pictures;
use super::units::{PAGE_HEIGHT, PAGE_WIDTH};

/// What the document says about itself.
pub(super) struct About {
    pub(super) title: String,
    pub(super) id: String,
    /// What the QR says, for a program that has the file: krilla writes it as it is.
    pub(super) claim: String,
}

/// Writes pages as a PDF; only the glyphs that are used are embedded.
pub(super) fn write_pdf(
    pages: &[Vec<Op>],
    fonts: &FontSet,
    pictures: &Pictures,
    about: About,
) -> Result<Vec<u8>, PaperError> {
    let mut document = Document::new_with(SerializeSettings::default());
    let metadata = Metadata::new()
        .title(about.title)
        .language("zh-CN".to_owned())
        .producer("wangge".to_owned())
        .keywords(vec![about.claim])
        .document_id(about.id);
    document.set_metadata(metadata);
    let mut loaded = BTreeMap::new();
    for ops in pages {
        let settings = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT)
            .ok_or_else(|| PaperError::Engine("page size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for op in ops {
            draw(&mut surface, op, fonts, pictures, &mut loaded);
        }
        surface.finish();
        page.finish();
    }
    document
        .finish()
        .map_err(|error| PaperError::Engine(format!("{error:?}")))
}

fn draw(
    surface: &mut Surface<'_>,
    op: &Op,
    fonts: &FontSet,
    pictures: &Pictures,
    loaded: &mut BTreeMap<Digest, Option<Image>>,
) {
    match op {
        Op::Text(text) => draw_text(surface, text, fonts),
        Op::Line {
            from,
            to,
            width,
            red,
        } => {
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(color(false, *red), *width)));
            draw_lines(surface, &[vec![*from, *to]]);
        }
        Op::Frame {
            rect,
            width,
            dashed,
        } => {
            let mut line = stroke(color(false, false), *width);
            if *dashed {
                line.dash = Some(StrokeDash {
                    array: vec![3.0, 3.0],
                    offset: 0.0,
                });
            }
            surface.set_fill(None);
            surface.set_stroke(Some(line));
            draw_rects(surface, &[*rect]);
        }
        Op::Fill(rects) => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(color(false, false))));
            draw_rects(surface, rects);
        }
        Op::Picture { digest, rect } => {
            let image = loaded
                .entry(*digest)
                .or_insert_with(|| open(pictures, digest));
            draw_picture(surface, image.as_ref(), *rect);
        }
        Op::Ink { lines, width } => {
            surface.set_fill(None);
            let mut pen = stroke(color(false, false), *width);
            pen.line_cap = LineCap::Round;
            pen.line_join = LineJoin::Round;
            surface.set_stroke(Some(pen));
            draw_lines(surface, lines);
        }
    }
}

fn draw_text(surface: &mut Surface<'_>, op: &TextOp, fonts: &FontSet) {
    let Some(font) = fonts.font(op.font) else {
        return;
    };
    let shade = color(op.gray, op.red);
    surface.set_fill(Some(fill(shade)));
    // One font file serves for bold too: its outline is drawn a little thicker.
    surface.set_stroke(op.bold.then(|| stroke(shade, op.size * 0.028)));
    let glyphs: Vec<KrillaGlyph> = op
        .glyphs
        .iter()
        .map(|it| {
            let id = GlyphId::new(u32::from(it.id));
            KrillaGlyph::new(id, it.advance, 0.0, 0.0, 0.0, it.start..it.end, None)
        })
        .collect();
    let at = Point::from_xy(op.x, op.baseline);
    surface.draw_glyphs(at, &glyphs, font.clone(), &op.text, op.size, false);
}

/// A picture fitted into its place; a cross if it is not there or cannot be read.
fn draw_picture(surface: &mut Surface<'_>, image: Option<&Image>, rect: [f32; 4]) {
    let [left, top, width, tall] = rect;
    let Some(image) = image else {
        surface.set_fill(None);
        surface.set_stroke(Some(stroke(color(true, false), 0.4)));
        let (right, bottom) = (left + width, top + tall);
        let cross = [
            vec![(left, top), (right, bottom)],
            vec![(right, top), (left, bottom)],
        ];
        draw_lines(surface, &cross);
        return;
    };
    let side = |pixels: u32| f32::from(u16::try_from(pixels).unwrap_or(u16::MAX));
    let (pixels_wide, pixels_tall) = (side(image.size().0), side(image.size().1));
    let scale = (width / pixels_wide).min(tall / pixels_tall);
    let (shown_wide, shown_tall) = (pixels_wide * scale, pixels_tall * scale);
    let Some(size) = Size::from_wh(shown_wide, shown_tall) else {
        return;
    };
    let x = left + (width - shown_wide) / 2.0;
    let y = top + (tall - shown_tall) / 2.0;
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(image.clone(), size);
    surface.pop();
}

fn open(pictures: &Pictures, digest: &Digest) -> Option<Image> {
    let bytes = pictures.get(digest)?.clone();
    Image::from_jpeg(bytes.into(), true).ok()
}

fn draw_lines(surface: &mut Surface<'_>, lines: &[Vec<(f32, f32)>]) {
    let mut builder = PathBuilder::new();
    for line in lines {
        let mut points = line.iter();
        let Some((x, y)) = points.next() else {
            continue;
        };
        builder.move_to(*x, *y);
        if line.len() == 1 {
            // A dot.
            builder.line_to(x + 0.1, *y);
        }
        for (x, y) in points {
            builder.line_to(*x, *y);
        }
    }
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

fn draw_rects(surface: &mut Surface<'_>, rects: &[[f32; 4]]) {
    let mut builder = PathBuilder::new();
    for [left, top, width, tall] in rects {
        if let Some(rect) = Rect::from_xywh(*left, *top, *width, *tall) {
            builder.push_rect(rect);
        }
    }
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

fn color(gray: bool, red: bool) -> rgb::Color {
    if red {
        rgb::Color::new(200, 16, 16)
    } else if gray {
        rgb::Color::new(95, 95, 95)
    } else {
        rgb::Color::new(0, 0, 0)
    }
}

fn fill(color: rgb::Color) -> Fill {
    Fill {
        paint: color.into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

fn stroke(color: rgb::Color, width: f32) -> Stroke {
    Stroke {
        paint: color.into(),
        width,
        ..Stroke::default()
    }
}
