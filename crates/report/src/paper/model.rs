use chrono::NaiveDate;
use serde::Serialize;
use wangge_domain::inspection::Strokes;
use wangge_domain::{Digest, RecordId, Timestamp};

use super::authority::Authority;

/// A paper（文书）ready to be laid out. Everything that stands on it stands here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paper {
    /// What it is, e.g. `notice`.
    pub kind: String,
    /// The record it speaks of: the QR names it.
    pub record: RecordId,
    /// Body that issues it, above the title; empty for none.
    pub issuer: String,
    /// Title.
    pub title: String,
    /// Number, final or provisional（暂-）; empty for a paper without one.
    pub number: String,
    /// Day it bears: what is judged of its signer is judged on this day.
    pub dated: NaiveDate,
    /// It is addressed to somebody outside.
    pub goes_out: bool,
    /// What stands on it.
    pub blocks: Vec<Block>,
    /// Line at the foot of each page, e.g. 一式两份.
    pub foot: String,
    /// Address of the relay, if the QR is to open a page there.
    pub address: String,
    /// Said across the head of each page, e.g. 演示; empty for none.
    pub banner: String,
    /// What lets its signer use words of compulsion on the day it bears (S0-03); it does not stand
    /// on the paper.
    #[serde(skip)]
    pub authority: Option<Authority>,
    /// What stands on it in quotation marks, word for word（原文）: its signer does not say it, and the
    /// gate over words of compulsion leaves it out.
    #[serde(skip)]
    pub quoted: Option<String>,
    /// When it was made, if it bears the day of its making and not of what it tells: without it
    /// nobody can make the same bytes again.
    pub made_at: Option<Timestamp>,
    /// As programs of before laid it out（旧版排版）: a file of then has the same bytes. What it says is the
    /// same, so that it does not stand on the paper.
    #[serde(skip)]
    pub laid_out_before: bool,
}

impl Paper {
    /// The same as programs of before laid it out; `None`: nothing on it is laid out otherwise.
    #[must_use]
    pub fn as_laid_out_before(&self) -> Option<Self> {
        let differs = self.blocks.iter().any(|block| match block {
            Block::Photos(photos) | Block::AsidePhotos(photos) => !photos.is_empty(),
            Block::Table(table) | Block::AsideTable(table) => !table.head.is_empty(),
            _ => false,
        });
        (differs && !self.laid_out_before).then(|| Self {
            laid_out_before: true,
            ..self.clone()
        })
    }
}

/// A part of a paper, from the top down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Block {
    /// Running text.
    Text(Vec<Span>, TextStyle),
    /// The same, but no part of what the content hash covers: how it was served, other numbers.
    Aside(Vec<Span>, TextStyle),
    /// A heading inside the paper.
    Heading(String),
    /// A table.
    Table(Table),
    /// The same, but no part of what the content hash covers: what the log may still add to.
    AsideTable(Table),
    /// Photos in two columns.
    Photos(Vec<Photo>),
    /// The same, but no part of what the content hash covers: how it was served.
    AsidePhotos(Vec<Photo>),
    /// Signatures, two a row.
    Signatures(Vec<SignatureBox>),
    /// Issuer and date with room for the seal.
    Seal(SealBlock),
    /// A drawing of an area.
    Sketch(Sketch),
    /// What follows begins a new page.
    PageBreak,
    /// Empty height in millimeters.
    Space(u16),
}

/// Characters in one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// In bold.
    pub bold: bool,
    /// Underlined, as what is filled into a form.
    pub underlined: bool,
}

/// How a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TextStyle {
    /// Running text, two characters indented.
    Body,
    /// Running text, not indented: an addressee.
    Flush,
    /// Small print.
    Small,
    /// Large and in the middle.
    Display,
}

/// Where a text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Center,
}

/// A table（表格）whose head is repeated on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Widths of the columns, as shares of their sum.
    pub columns: Vec<u16>,
    /// Rows repeated at the top of each page.
    pub head: Vec<TableRow>,
    /// Rows.
    pub rows: Vec<TableRow>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableRow {
    /// Cells, left to right; their spans add up to the columns.
    pub cells: Vec<Cell>,
    /// Least height in millimeters, for what is filled in by hand.
    pub least_mm: u16,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What stands in it; a line feed begins a new line.
    pub spans: Vec<Span>,
    /// Columns it covers.
    pub columns: u16,
    /// Where the text stands.
    pub align: Align,
}

/// A photo on a paper（附图）. Its bytes are among the pictures given to [`super::render`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Photo {
    /// Hash under which the picture is given: that of the view copy.
    pub picture: Digest,
    /// Line under it.
    pub caption: String,
    /// Hash of the untouched original, printed under it.
    pub original: Digest,
}

/// Room for one signature（签名栏）.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignatureBox {
    /// Who is to sign, e.g. 被检查单位签收人.
    pub label: String,
    /// Name as written; empty to be filled in by hand.
    pub name: String,
    /// The lines, if it was signed on the screen in a shape that can be drawn.
    pub strokes: Option<Strokes>,
    /// Said in small print: hash of the strokes, a remark.
    pub note: String,
    /// Day, empty to be filled in by hand.
    pub date: String,
}

/// Issuer and date at the end, with room for the seal（印章）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SealBlock {
    /// Body.
    pub issuer: String,
    /// Day in words, e.g. 2026年9月5日.
    pub date: String,
}

/// A drawing of an area（责任区示意图）, north up: its boundary and places in it, longitude and
/// latitude in microdegrees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sketch {
    /// The boundary; empty if it was not drawn.
    pub boundary: Vec<(i64, i64)>,
    /// Places with what stands beside them.
    pub places: Vec<((i64, i64), String)>,
    /// Height in millimeters.
    pub tall_mm: u16,
}

impl Span {
    /// Plain characters.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: false,
            underlined: false,
        }
    }

    /// Bold characters.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            bold: true,
            ..Self::plain(text)
        }
    }

    /// What is filled in. Nothing to fill in leaves room for a pen.
    #[must_use]
    pub fn filled(text: impl Into<String>) -> Self {
        let text = text.into();
        let text = if text.trim().is_empty() {
            "\u{3000}".repeat(6)
        } else {
            text
        };
        Self {
            underlined: true,
            ..Self::plain(text)
        }
    }
}

impl Block {
    /// The same, but no part of what the content hash covers.
    pub(crate) fn aside(self) -> Self {
        match self {
            Self::Text(spans, style) => Self::Aside(spans, style),
            Self::Table(table) => Self::AsideTable(table),
            other => other,
        }
    }
}

impl Cell {
    /// A value.
    #[must_use]
    pub fn value(text: impl Into<String>) -> Self {
        Self {
            spans: vec![Span::plain(text)],
            columns: 1,
            align: Align::Left,
        }
    }

    /// A label or a short value in the middle.
    #[must_use]
    pub fn center(text: impl Into<String>) -> Self {
        Self {
            align: Align::Center,
            ..Self::value(text)
        }
    }

    /// A label in bold.
    #[must_use]
    pub fn label(text: impl Into<String>) -> Self {
        Self {
            spans: vec![Span::bold(text)],
            columns: 1,
            align: Align::Center,
        }
    }

    /// The same over several columns.
    #[must_use]
    pub fn over(mut self, columns: u16) -> Self {
        self.columns = columns;
        self
    }
}

impl TableRow {
    /// A row of these cells.
    #[must_use]
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { cells, least_mm: 0 }
    }
}

impl Paper {
    /// Every text on the paper but number and foot, for the gate over its words, each with the
    /// place in which it stands.
    pub(super) fn texts(&self) -> Vec<(String, String)> {
        let placed = |place: &str, text: &str| (place.to_owned(), text.to_owned());
        let mut texts = vec![
            placed("签发单位", &self.issuer),
            placed("标题", &self.title),
            placed("页脚", &self.foot),
        ];
        for block in &self.blocks {
            match block {
                Block::Text(spans, style) | Block::Aside(spans, style) => {
                    let place = match style {
                        TextStyle::Flush => "抬头",
                        _ => "正文",
                    };
                    texts.push(placed(place, &joined(spans)));
                }
                Block::Heading(text) => texts.push(placed("小标题", text)),
                Block::Table(table) | Block::AsideTable(table) => texts.extend(table.texts()),
                Block::Photos(photos) | Block::AsidePhotos(photos) => {
                    let captions = photos.iter().map(|it| placed("照片说明", &it.caption));
                    texts.extend(captions);
                }
                Block::Signatures(boxes) => {
                    for one in boxes {
                        let said = [&one.label, &one.name, &one.note];
                        texts.extend(said.map(|text| placed("签名栏", text)));
                    }
                }
                Block::Seal(seal) => texts.push(placed("落款", &seal.issuer)),
                Block::Sketch(sketch) => {
                    let places = sketch.places.iter();
                    texts.extend(places.map(|(_, text)| placed("示意图", text)));
                }
                Block::PageBreak | Block::Space(_) => {}
            }
        }
        texts
    }
}

impl Table {
    /// What stands in its cells, each under the head of its column, else after the cell before.
    fn texts(&self) -> Vec<(String, String)> {
        let head = self.head.first();
        let mut texts = Vec::new();
        for row in self.head.iter().chain(&self.rows) {
            let mut before = "表格".to_owned();
            for (place, cell) in row.cells.iter().enumerate() {
                let text = joined(&cell.spans);
                let column = head.and_then(|head| head.cells.get(place));
                let label = column.map_or(before, |cell| joined(&cell.spans));
                before = text.clone();
                texts.push((label, text));
            }
        }
        texts
    }
}

fn joined(spans: &[Span]) -> String {
    spans.iter().map(|it| it.text.as_str()).collect()
}
