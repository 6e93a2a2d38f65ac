use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::Digest;
use wangge_report::{PaperClaim, content_hash};

use super::candidates::{Candidate, Found};
use super::paper_check::PaperCheck;
use super::verdict::PaperVerdict;
use super::version::PaperVersion;
use crate::paper::Draft;

/// A comparison that waits for the pictures（待比较）.
#[derive(Default)]
pub(crate) struct Prepared {
    claim: Option<PaperClaim>,
    found: Found,
    rows_checked: usize,
    broken: Option<u64>,
}

impl Prepared {
    pub(super) fn new(
        claim: Option<PaperClaim>,
        found: Found,
        checked: Result<usize, u64>,
    ) -> Self {
        Self {
            claim,
            found,
            rows_checked: checked.unwrap_or_default(),
            broken: checked.err(),
        }
    }

    /// The blobs that the papers show.
    pub(crate) fn wanted(&self) -> BTreeSet<Digest> {
        let papers = self.found.candidates.iter();
        papers.flat_map(|one| one.blobs.values()).copied().collect()
    }

    /// Lays out every version that has the claimed hash and compares.
    pub(crate) fn judge(self, pdf: &[u8], blobs: &BTreeMap<Digest, Vec<u8>>) -> PaperCheck {
        let verdict = match self.broken {
            Some(seq) => PaperVerdict::RowBroken { seq },
            None => compare(&self.found, pdf, blobs),
        };
        // Of a record that the file is no paper of nothing is told, not even how long its log is.
        let is_known = !matches!(verdict, PaperVerdict::Unknown);
        let ended = if is_known {
            self.found.ended
        } else {
            Vec::new()
        };
        PaperCheck {
            claim: self.claim,
            verdict,
            ended,
            rows_checked: if is_known { self.rows_checked } else { 0 },
        }
    }
}

fn compare(found: &Found, pdf: &[u8], blobs: &BTreeMap<Digest, Vec<u8>>) -> PaperVerdict {
    let mut altered: Option<PaperVerdict> = None;
    let printed = printed_in(pdf, blobs);
    for Candidate {
        paper,
        blobs: shown,
        as_of,
        misdated,
        without_effect,
        marked_since,
    } in &found.candidates
    {
        let is_current = found.current == Some(content_hash(paper));
        let version = PaperVersion::of(paper, *as_of);
        let draft = Draft {
            paper: paper.clone(),
            blobs: shown.clone(),
        };
        // A paper that may not be printed was not printed.
        let Ok(made) = draft.make(blobs) else {
            continue;
        };
        // A phone prints the photos that it has.
        let is_same = made.pdf == pdf
            || (printed.len() < blobs.len()
                && draft.make(&printed).is_ok_and(|made| made.pdf == pdf));
        if is_same {
            return match without_effect.clone() {
                Some(told) => PaperVerdict::WithoutEffect { version, told },
                None if *misdated => PaperVerdict::Misdated(version),
                None if is_current && *marked_since => PaperVerdict::MarkedSince(version),
                None if is_current => PaperVerdict::Same(version),
                None => PaperVerdict::Superseded(version),
            };
        }
        let missing = shown.values().filter(|blob| !blobs.contains_key(blob));
        let photos_missing = missing.count();
        altered.get_or_insert_with(|| match photos_missing {
            0 => PaperVerdict::Altered {
                version,
                first_byte: first_difference(&made.pdf, pdf),
                is_current,
            },
            _ => PaperVerdict::Incomparable {
                version,
                photos_missing,
            },
        });
    }
    altered.unwrap_or(PaperVerdict::Unknown)
}

/// Those pictures that the file holds: their bytes stand in it as they are.
fn printed_in(pdf: &[u8], blobs: &BTreeMap<Digest, Vec<u8>>) -> BTreeMap<Digest, Vec<u8>> {
    let is_printed = |bytes: &[u8]| {
        let copy = wangge_photo::paper_copy(bytes);
        copy.is_ok_and(|copy| holds(pdf, &copy.bytes))
    };
    let printed = blobs.iter().filter(|(_, bytes)| is_printed(bytes));
    printed
        .map(|(digest, bytes)| (*digest, bytes.clone()))
        .collect()
}

/// Whether the whole picture stands in the file: of two photos of one place much is the same.
fn holds(pdf: &[u8], picture: &[u8]) -> bool {
    !picture.is_empty() && pdf.windows(picture.len()).any(|part| part == picture)
}

/// Counted from 1, as people count.
fn first_difference(made: &[u8], file: &[u8]) -> usize {
    let same = made
        .iter()
        .zip(file)
        .take_while(|(one, other)| one == other);
    same.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_like_another_is_not_taken_for_it() {
        let picture = |corner: u8| {
            let mut bytes = vec![7; 1_000];
            bytes[990] = corner;
            bytes
        };
        let pdf = [b"%PDF-".to_vec(), picture(1), b"%%EOF".to_vec()].concat();
        assert!(holds(&pdf, &picture(1)));
        assert!(!holds(&pdf, &picture(2)), "another corner");
        assert!(!holds(&pdf, &[]), "nothing is no picture");
        assert!(!holds(b"%PDF-", &picture(1)), "longer than the file");
    }
}
