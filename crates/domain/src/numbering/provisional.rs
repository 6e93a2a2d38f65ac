use std::fmt;
use std::str::FromStr;

use crate::Digest;

/// A provisional number（临时编号）`暂-{short id}-{n}`, given by a phone without network. The final
/// number comes with acceptance; both always resolve.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvisionalNumber {
    /// Short id of the enrolment, unique in the tenant.
    pub short_id: String,
    /// The enrolment's own count, from 1.
    pub n: u64,
}

/// The text is not a provisional number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a provisional number: 暂-, a short id, a hyphen, a number from 1")]
pub struct ParseProvisionalError(pub String);

/// Letters of a short id, at most.
const SHORT_ID: usize = 32;

impl ProvisionalNumber {
    /// Whether its short id is one that an enrolment may have: a few letters, digits and hyphens.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let plain = |it: char| it.is_alphanumeric() || it == '-';
        self.short_id.chars().all(plain) && self.short_id.chars().count() <= SHORT_ID
    }

    /// The provisional number of a paper that an act has of its own（文书临时编号）: it follows from the
    /// envelope of the act, so every replica gives the same and nothing new travels. `word` is that
    /// of the type of paper.
    #[must_use]
    pub fn of_act(word: &str, envelope: &Digest) -> Self {
        let mut first = [0; 8];
        first.copy_from_slice(&envelope.0[..8]);
        Self {
            short_id: word.to_owned(),
            // Eight digits that do not begin with a nought.
            n: 10_000_000 + u64::from_be_bytes(first) % 90_000_000,
        }
    }
}

impl fmt::Display for ProvisionalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "暂-{}-{}", self.short_id, self.n)
    }
}

impl FromStr for ProvisionalNumber {
    type Err = ParseProvisionalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseProvisionalError(text.to_owned());
        let rest = text.strip_prefix("暂-").ok_or_else(error)?;
        // From the right: a short id may hold a hyphen itself.
        let (short_id, digits) = rest.rsplit_once('-').ok_or_else(error)?;
        let plain = digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0');
        if short_id.is_empty() || !plain {
            return Err(error());
        }
        let n = digits.parse().map_err(|_| error())?;
        Ok(Self {
            short_id: short_id.to_owned(),
            n,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_what_it_writes() {
        for (short_id, n) in [("K7", 1), ("a-b", 99), ("七", u64::MAX)] {
            let number = ProvisionalNumber {
                short_id: short_id.to_owned(),
                n,
            };
            assert_eq!(number.to_string().parse(), Ok(number));
        }
    }

    #[test]
    fn the_number_of_an_act_follows_from_its_envelope() {
        for envelope in [Digest([0; 32]), Digest([255; 32]), Digest([7; 32])] {
            let number = ProvisionalNumber::of_act("复", &envelope);
            assert_eq!(number, ProvisionalNumber::of_act("复", &envelope));
            assert_eq!(number.n.to_string().len(), 8);
            assert_eq!(number.to_string().parse(), Ok(number));
        }
    }

    #[test]
    fn what_it_would_not_write_is_refused() {
        for text in [
            "暂-K7-0",
            "暂-K7-01",
            "暂-K7-+1",
            "暂--1",
            "暂-K7-",
            "K7-1",
            "暂-K7",
            "暂-1",
        ] {
            assert!(text.parse::<ProvisionalNumber>().is_err(), "{text}");
        }
    }
}
