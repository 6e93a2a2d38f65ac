//! The paper（文书）as a model, and its way to PDF.
//!
//! A paper is a title, a number and blocks; [`render`] lays the blocks out on A4 pages and writes
//! a PDF with the fonts it is given, subset and embedded. Nothing else goes in: the same paper,
//! pictures and fonts give the same bytes.

mod authority;
mod chars;
mod claim;
mod compose;
mod content_hash;
mod error;
mod fonts;
mod line;
mod model;
mod op;
mod pdf;
mod qr;
mod render;
mod units;
mod word_gate;

#[cfg(test)]
mod tests;

pub use authority::{Authority, Delegation};
pub use claim::PaperClaim;
pub use content_hash::content_hash;
pub use error::PaperError;
pub use fonts::{FontError, FontSet};
pub use model::{
    Align, Block, Cell, Paper, Photo, SealBlock, SignatureBox, Sketch, Span, Table, TableRow,
    TextStyle,
};
pub use render::{Pictures, RenderedPaper, render};
