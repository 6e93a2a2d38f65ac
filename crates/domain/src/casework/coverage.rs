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
    /// Signed in a name that stands on no list: it was typed, or is none of these any more. Counted
    /// nowhere.
    pub unlisted: Vec<String>,
}

impl LetterCoverage {
    /// Hundredths of a percent, rounded down; `None` if nobody was to sign.
    #[must_use]
    pub fn basis_points(&self) -> Option<u32> {
        let share = (self.signed.len() * 10_000).checked_div(self.expected.len())?;
        u32::try_from(share).ok()
    }
}

/// The coverage of a drive over a list of units. A unit counts once however many letters it signed;
/// a name that is not on the list counts for nobody. Without a list those are to sign of whom there
/// is a letter, e.g. the households that were knocked at.
#[must_use]
pub fn letter_coverage(list: Option<&[String]>, letters: &[LetterLine]) -> LetterCoverage {
    let units = |signed_only: bool| -> BTreeSet<&str> {
        letters
            .iter()
            .filter(|letter| !signed_only || letter.is_signed())
            .map(|letter| letter.unit.trim())
            .filter(|unit| !unit.is_empty())
            .collect()
    };
    let expected: BTreeSet<&str> = match list {
        Some(list) => {
            let listed = list.iter().map(|unit| unit.trim());
            listed.filter(|unit| !unit.is_empty()).collect()
        }
        None => units(false),
    };
    let told = units(true);
    LetterCoverage {
        missing: texts(expected.difference(&told)),
        signed: texts(expected.intersection(&told)),
        unlisted: texts(told.difference(&expected)),
        expected: texts(expected.iter()),
    }
}

fn texts<'s, 'u: 's>(units: impl Iterator<Item = &'s &'u str>) -> Vec<String> {
    units.map(|unit| (*unit).to_owned()).collect()
}
