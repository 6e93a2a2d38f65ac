use wangge_domain::Digest;

/// One mark on a page, in points from the top left corner. The back end draws nothing else.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    /// Glyphs on a baseline.
    Text(TextOp),
    /// A line; `dashed` for where something is cut or stamped.
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        red: bool,
    },
    /// The outline of a rectangle: left, top, width, height.
    Frame {
        rect: [f32; 4],
        width: f32,
        dashed: bool,
    },
    /// Filled rectangles.
    Fill(Vec<[f32; 4]>),
    /// A picture by its hash.
    Picture { digest: Digest, rect: [f32; 4] },
    /// The lines of a hand.
    Ink {
        lines: Vec<Vec<(f32, f32)>>,
        width: f32,
    },
}

/// Glyphs of one font in one style.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextOp {
    pub(super) font: usize,
    pub(super) size: f32,
    pub(super) x: f32,
    pub(super) baseline: f32,
    pub(super) bold: bool,
    pub(super) gray: bool,
    pub(super) red: bool,
    pub(super) text: String,
    pub(super) glyphs: Vec<PlacedGlyph>,
}

/// A glyph with the room it takes, in ems, and the bytes of the text it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlacedGlyph {
    pub(super) id: u16,
    pub(super) advance: f32,
    pub(super) start: usize,
    pub(super) end: usize,
}
