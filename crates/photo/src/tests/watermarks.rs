//! Text on copies.
//!
//! No font is bundled, so the font is a tiny one that the test builds: its characters are
//! rectangles. Real fonts are looked at by people, in the demo.

use super::pictures::{decode, encode, full_exif, tiff, with_exif};
use crate::{Limits, Options, PhotoError, Watermark, inspect, process, watermark};

/// A TrueType font in which 中 and 文 are full boxes and `.notdef` is a narrow one.
fn box_font() -> Vec<u8> {
    box_font_with(900)
}

/// The same with boxes of another width, in thousandths of an em.
fn box_font_with(right: i32) -> Vec<u8> {
    let words = |values: &[i32]| -> Vec<u8> {
        values
            .iter()
            .flat_map(|value| (*value as i16).to_be_bytes())
            .collect()
    };
    // One contour of four corners, clockwise; all deltas as two-byte words.
    let rectangle = |right: i32| -> Vec<u8> {
        let mut glyph = words(&[1, 0, 0, right, 800, 3, 0]);
        glyph.extend([1, 1, 1, 1]);
        glyph.extend(words(&[0, 0, right, 0, 0, 800, 0, -800]));
        glyph
    };
    let glyphs = [rectangle(300), rectangle(right)].concat();
    let glyph_length = rectangle(300).len() as i32;
    let tables: [(&[u8; 4], Vec<u8>); 8] = [
        (
            b"cmap",
            [
                words(&[0, 1, 3, 1, 0, 12]),
                words(&[4, 40, 0, 6, 4, 1, 2]),
                [0x4e2d_u16, 0x6587, 0xffff]
                    .iter()
                    .flat_map(|end| end.to_be_bytes())
                    .collect(),
                words(&[0]),
                [0x4e2d_u16, 0x6587, 0xffff]
                    .iter()
                    .flat_map(|start| start.to_be_bytes())
                    .collect(),
                [0_u16.wrapping_sub(0x4e2c), 0_u16.wrapping_sub(0x6586), 1]
                    .iter()
                    .flat_map(|delta| delta.to_be_bytes())
                    .collect(),
                words(&[0, 0, 0]),
            ]
            .concat(),
        ),
        (b"glyf", glyphs),
        (
            b"head",
            [
                words(&[1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000]),
                vec![0; 16],
                words(&[0, 0, 900, 800, 0, 8, 2, 0, 0]),
            ]
            .concat(),
        ),
        (
            b"hhea",
            words(&[
                1, 0, 880, -120, 0, 1000, 0, 0, 900, 1, 0, 0, 0, 0, 0, 0, 0, 2,
            ]),
        ),
        (b"hmtx", words(&[400, 0, 1000, 0])),
        (b"loca", words(&[0, glyph_length / 2, glyph_length])),
        (
            b"maxp",
            words(&[1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
        ),
        (b"post", [words(&[3, 0]), vec![0; 28]].concat()),
    ];
    let mut font = [&[0, 1, 0, 0][..], &words(&[tables.len() as i32, 0, 0, 0])].concat();
    let mut offset = font.len() + tables.len() * 16;
    for (name, content) in &tables {
        font.extend_from_slice(*name);
        font.extend(0_u32.to_be_bytes());
        font.extend((offset as u32).to_be_bytes());
        font.extend((content.len() as u32).to_be_bytes());
        offset += content.len().next_multiple_of(4);
    }
    for (_, content) in &tables {
        font.extend(content);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

/// A view copy of plain gray with full metadata in its original.
fn view() -> Vec<u8> {
    let gray = vec![128; 960 * 720 * 3];
    let original = with_exif(&encode(&gray, 960, 720, false), &tiff(&full_exif()));
    process(&original, &Limits::default(), &Options::default())
        .unwrap()
        .view
        .bytes
}

/// Shares of bright and of dark pixels in the given rows.
fn shares(jpeg: &[u8], rows: std::ops::Range<usize>) -> (f64, f64) {
    let image = decode(jpeg);
    let part = &image.pixels[rows.start * image.width * 3..rows.end * image.width * 3];
    let share = |test: &dyn Fn(u8) -> bool| {
        part.iter().filter(|sample| test(**sample)).count() as f64 / part.len() as f64
    };
    (share(&|sample| sample > 200), share(&|sample| sample < 70))
}

#[test]
fn text_lies_on_a_band_and_the_rest_stays() {
    let (font, view) = (box_font(), view());
    let lines = ["中文中文中文中文中文", "中文"];
    let mark = Watermark {
        font: &font,
        lines: &lines,
    };
    let marked = watermark(&view, mark, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(marked.missing, "");
    assert_eq!((marked.copy.width, marked.copy.height), (960, 720));
    assert_eq!(marked.copy.sha256, crate::digest(&marked.copy.bytes));
    assert_eq!(
        shares(&marked.copy.bytes, 0..600),
        (0.0, 0.0),
        "the scene is untouched"
    );
    let (bright, dark) = shares(&marked.copy.bytes, 660..720);
    assert!(bright > 0.05, "letters: {bright}");
    assert!(dark > 0.4, "band: {dark}");
    let again = watermark(&view, mark, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(marked, again, "equal input, equal bytes");
}

#[test]
fn a_marked_copy_carries_the_whitelist_only() {
    let font = box_font();
    let mark = Watermark {
        font: &font,
        lines: &["中"],
    };
    // Even if someone passes the original instead of a view copy.
    let gray = vec![128; 640 * 480 * 3];
    let original = with_exif(&encode(&gray, 640, 480, false), &tiff(&full_exif()));
    let marked = watermark(&original, mark, &Limits::default(), &Options::default()).unwrap();
    let facts = inspect(&marked.copy.bytes, &Limits::default()).unwrap();
    assert!(facts.taken_at.is_some());
    assert_eq!(
        (facts.position, facts.make, facts.model),
        (None, None, None)
    );
}

#[test]
fn missing_characters_are_named() {
    let font = box_font();
    let mark = Watermark {
        font: &font,
        lines: &["中㙟文㙟", "\u{7}\r\n", "𬭚中"],
    };
    let marked = watermark(&view(), mark, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(marked.missing, "㙟𬭚");
}

#[test]
fn long_lines_are_broken_and_endless_ones_refused() {
    let (font, view) = (box_font(), view());
    let long = "中".repeat(150);
    let marked = watermark(
        &view,
        Watermark {
            font: &font,
            lines: &[&long],
        },
        &Limits::default(),
        &Options::default(),
    )
    .unwrap();
    let (_, dark) = shares(&marked.copy.bytes, 0..500);
    assert_eq!(dark, 0.0, "the band stays in the lower part");
    for length in [1001, 1_000_000] {
        let endless = "中".repeat(length);
        let mark = Watermark {
            font: &font,
            lines: &[&endless],
        };
        assert_eq!(
            watermark(&view, mark, &Limits::default(), &Options::default()).unwrap_err(),
            PhotoError::TextTooLong
        );
    }
    let tiny = encode(&vec![128; 20 * 20 * 3], 20, 20, false);
    let mark = Watermark {
        font: &font,
        lines: &["中文中文"],
    };
    assert_eq!(
        watermark(&tiny, mark, &Limits::default(), &Options::default()).unwrap_err(),
        PhotoError::TextTooLong
    );
}

#[test]
fn no_text_and_no_font() {
    let (font, view) = (box_font(), view());
    for lines in [&[][..], &[""], &["  ", "\n"]] {
        let mark = Watermark { font: &font, lines };
        assert_eq!(
            watermark(&view, mark, &Limits::default(), &Options::default()).unwrap_err(),
            PhotoError::NoText
        );
    }
    let tiny = encode(&[128; 96 * 64 * 3], 96, 64, false);
    for length in 0..font.len() {
        let mark = Watermark {
            font: &font[..length],
            lines: &["中"],
        };
        // A font cut short may still have its first tables; what counts is that nothing panics.
        let _ = watermark(&tiny, mark, &Limits::default(), &Options::default());
    }
    let mark = Watermark {
        font: b"no font",
        lines: &["中"],
    };
    assert_eq!(
        watermark(&view, mark, &Limits::default(), &Options::default()).unwrap_err(),
        PhotoError::Font
    );
}

#[test]
fn an_outline_of_absurd_extent_is_not_drawn() {
    let font = box_font_with(32_767);
    let mark = Watermark {
        font: &font,
        lines: &["中"],
    };
    let marked = watermark(&view(), mark, &Limits::default(), &Options::default()).unwrap();
    let (bright, dark) = shares(&marked.copy.bytes, 700..720);
    assert_eq!(bright, 0.0, "33 ems of white");
    assert!(dark > 0.9, "the band is there");
}
