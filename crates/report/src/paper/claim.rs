use std::fmt::Write as _;

use wangge_domain::{Digest, RecordId, Timestamp};

use super::model::Paper;

/// What begins a claim.
const LABEL: &str = "wangge-paper/1";
/// A claim is a line: what is longer is none.
const LONGEST: usize = 1_000;

/// What a paper says of itself where a program can read it（文书自述）: the same as its QR, in the
/// metadata of the PDF. It proves nothing; it says what to compare the file with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperClaim {
    /// What it is, e.g. `notice`.
    pub kind: String,
    /// The record it speaks of.
    pub record: RecordId,
    /// Hash of what it says.
    pub content_hash: Digest,
    /// The number it bears; empty for none.
    pub number: String,
    /// When it was made, for a paper that bears the day on which it is made.
    pub made_at: Option<Timestamp>,
}

impl PaperClaim {
    /// The claim of a paper with this content hash.
    pub(super) fn of(paper: &Paper, content_hash: Digest) -> Self {
        Self {
            kind: paper.kind.clone(),
            record: paper.record,
            content_hash,
            number: paper.number.clone(),
            made_at: paper.made_at,
        }
    }

    /// As it stands in the metadata: letters that no PDF and no XML writes in another way.
    pub(super) fn text(&self) -> String {
        let mut number = String::new();
        for byte in self.number.bytes() {
            // Writing to a string cannot fail.
            let _written = write!(number, "{byte:02x}");
        }
        let at = self.made_at.map_or(String::new(), |at| at.0.to_string());
        format!(
            "{LABEL} kind={} record={} content={} number={number} made={at} end",
            self.kind, self.record, self.content_hash
        )
    }

    /// Reads the claim of a PDF. `None`: it makes none, makes several that differ, or one that no
    /// paper makes.
    #[must_use]
    pub fn read(pdf: &[u8]) -> Option<Self> {
        let label = format!("{LABEL} ");
        let mut found: Option<Self> = None;
        let mut rest = pdf;
        while let Some(place) = find(rest, label.as_bytes()) {
            let claim = parsed(rest.get(place..)?)?;
            if found.as_ref().is_some_and(|known| *known != claim) {
                return None;
            }
            found = Some(claim);
            rest = rest.get(place + label.len()..)?;
        }
        found
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn parsed(bytes: &[u8]) -> Option<PaperClaim> {
    let bytes = bytes.get(..bytes.len().min(LONGEST))?;
    let line = bytes.get(..find(bytes, b" end")?)?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ').skip(1);
    let mut value = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
    let claim = PaperClaim {
        kind: value("kind")?.to_owned(),
        record: value("record")?.parse().ok()?,
        content_hash: value("content")?.parse().ok()?,
        number: number(value("number")?)?,
        made_at: match value("made")? {
            "" => None,
            at => Some(Timestamp(at.parse().ok()?)),
        },
    };
    // Written in one way only.
    (claim.text().as_bytes().strip_suffix(b" end") == Some(line)).then_some(claim)
}

fn number(text: &str) -> Option<String> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|place| u8::from_str_radix(text.get(place..place + 2)?, 16).ok())
        .collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim() -> PaperClaim {
        PaperClaim {
            kind: "notice".to_owned(),
            record: RecordId::from_bytes([7; 16]),
            content_hash: Digest([9; 32]),
            number: "青消改字〔2026〕第0001号".to_owned(),
            made_at: Some(Timestamp(1_790_000_000_000)),
        }
    }

    #[test]
    fn a_claim_reads_back() {
        let bare = PaperClaim {
            number: String::new(),
            made_at: None,
            ..claim()
        };
        for one in [claim(), bare] {
            let file = format!("%PDF (x {}) <k>{}</k>", one.text(), one.text());
            assert_eq!(PaperClaim::read(file.as_bytes()), Some(one));
        }
    }

    #[test]
    fn two_claims_that_differ_are_none() {
        let other = PaperClaim {
            kind: "recheck".to_owned(),
            ..claim()
        };
        let file = format!("{} {}", claim().text(), other.text());
        assert_eq!(PaperClaim::read(file.as_bytes()), None);
        assert_eq!(PaperClaim::read(b"%PDF-1.7"), None, "none at all");
        let cut = claim().text();
        assert_eq!(PaperClaim::read(&cut.as_bytes()[..cut.len() - 5]), None);
        let second_way = cut.replace("made=1", "made=+1");
        assert_eq!(PaperClaim::read(second_way.as_bytes()), None);
    }
}
