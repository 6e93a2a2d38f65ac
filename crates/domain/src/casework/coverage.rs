use std::collections::BTreeSet;

use crate::lifecycle::Status;

/// A letter of a signing drive（签订活动）as coverage looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterLine {
    /// Who was to sign: the id of a grid or premises, or a household.
    pub unit: String,
    /// Where the letter stands.
    pub status: Status,
}

impl LetterLine {
    fn is_signed(&self) -> bool {
        matches!(
            self.status,
            Status::Signed | Status::Ended | Status::Breached
        )
    }
}

/// How far a signing drive has come（签订覆盖率）of S4-18 and S2-32.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterCoverage {
    /// Units that were to sign, in order.
    pub expected: Vec<String>,
    /// Those that signed.
    pub signed: Vec<String>,
    /// Those that have not.
    pub missing: Vec<String>,
}

impl LetterCoverage {
    /// Hundredths of a percent, rounded down; `None` if nobody was to sign.
    #[must_use]
    pub fn basis_points(&self) -> Option<u32> {
        let share = (self.signed.len() * 10_000).checked_div(self.expected.len())?;
        u32::try_from(share).ok()
    }
}

/// The coverage of a drive. A unit counts once however many letters it signed; one that signed
/// without being expected widens what was expected.
#[must_use]
pub fn letter_coverage(expected: &[String], letters: &[LetterLine]) -> LetterCoverage {
    let signed: BTreeSet<&str> = letters
        .iter()
        .filter(|letter| letter.is_signed())
        .map(|letter| letter.unit.trim())
        .filter(|unit| !unit.is_empty())
        .collect();
    let known = letters.iter().map(|letter| letter.unit.trim());
    let expected: BTreeSet<&str> = expected
        .iter()
        .map(|unit| unit.trim())
        .chain(known)
        .filter(|unit| !unit.is_empty())
        .collect();
    let missing = expected.difference(&signed);
    LetterCoverage {
        missing: missing.map(|unit| (*unit).to_owned()).collect(),
        signed: signed.into_iter().map(str::to_owned).collect(),
        expected: expected.into_iter().map(str::to_owned).collect(),
    }
}
