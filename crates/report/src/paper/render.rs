use std::collections::BTreeMap;

use wangge_domain::Digest;

use super::authority::Authority;
use super::claim::PaperClaim;
use super::compose::compose;
use super::content_hash::content_hash;
use super::error::PaperError;
use super::fonts::FontSet;
use super::model::Paper;
use super::pdf::{About, write_pdf};
use super::qr::qr_text;
use super::word_gate::check_words;

/// JPEG bytes by the hash under which a paper names them. They need not have that hash: a paper
/// shows a smaller copy of the picture it names.
pub type Pictures = BTreeMap<Digest, Vec<u8>>;

/// A paper as bytes（已生成文书）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedPaper {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Hash of what it says, as its QR carries it.
    pub content_hash: Digest,
    /// What the QR says.
    pub qr: String,
    /// Pages.
    pub pages: usize,
    /// Characters that no font had, with how often each is shown as a boxed code point.
    pub missing: BTreeMap<char, u32>,
    /// Boxes of photos whose files were not given（未打印照片）.
    pub photos_missing: usize,
}

/// Lays a paper out and writes it as PDF（生成文书）. A picture that is not given leaves its frame
/// crossed out, which says so, with its hash under it. `authority` counts before that of the paper.
///
/// # Errors
/// [`PaperError::Compulsion`]: words of compulsion without an authority that holds on the day of
/// the paper (S0-03).
pub fn render(
    paper: &Paper,
    authority: Option<&Authority>,
    fonts: &FontSet,
    pictures: &Pictures,
) -> Result<RenderedPaper, PaperError> {
    check_words(paper, authority.or(paper.authority.as_ref()))?;
    let hash = content_hash(paper);
    let qr = qr_text(paper, &hash);
    let composed = compose(paper, fonts, pictures, (&hash.to_string(), &qr));
    let about = About {
        title: format!("{} {}", paper.title, paper.number)
            .trim()
            .to_owned(),
        id: hash.to_string(),
        claim: PaperClaim::of(paper, hash).text(),
    };
    let pdf = write_pdf(&composed.pages, fonts, pictures, about)?;
    Ok(RenderedPaper {
        pdf,
        content_hash: hash,
        qr,
        pages: composed.pages.len(),
        missing: composed.missing,
        photos_missing: composed.photos_missing,
    })
}
