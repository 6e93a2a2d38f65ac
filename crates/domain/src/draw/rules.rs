use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DrawError, DrawInputs};
use crate::accounting::{NamedCode, Unique, demand};
use crate::people::Credential;
use crate::policy::{CreditGrade, PolicyError};

/// Rules of the double random draw（双随机抽查规则）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawRules {
    /// Tickets by risk grade and credit.
    pub weights: BTreeMap<String, BTreeMap<CreditGrade, u32>>,
    /// Share of each grade drawn in a period, in basis points, rounded up.
    pub share_basis_points: BTreeMap<String, u32>,
    /// The least size of a team; never below 2.
    pub inspectors_per_target: u32,
    /// True: whoever has fewer targets so far goes first; the key decides among equals.
    pub balance_load: bool,
    /// The greatest weight of one target.
    pub max_weight: u32,
    /// The greatest sum of weights: each ticket is one hash.
    pub max_tickets: u32,
    /// Why a target may be left out; `other` demands a note.
    pub exclusion_reasons: Vec<NamedCode>,
    /// Why an inspector may not go somewhere; `other` demands a note.
    pub recusal_reasons: Vec<NamedCode>,
    /// Kind of certificate that inspectors must hold: that of enforcement, unless a pack says another
    /// one. Programs of before know no such key, so what is the same is not written.
    #[serde(default = "enforcement", skip_serializing_if = "is_enforcement")]
    pub certificate: String,
}

fn enforcement() -> String {
    Credential::ENFORCEMENT.to_owned()
}

fn is_enforcement(certificate: &str) -> bool {
    certificate == Credential::ENFORCEMENT
}

impl DrawRules {
    /// The weight of a premises; who has no credit grade yet counts as B.
    ///
    /// # Errors
    /// [`DrawError::NoWeight`] if the policy does not know the grade.
    pub fn weight(&self, grade: &str, credit: Option<CreditGrade>) -> Result<u32, DrawError> {
        let row = self.weights.get(grade);
        row.and_then(|row| row.get(&credit.unwrap_or(CreditGrade::B)))
            .copied()
            .ok_or_else(|| DrawError::NoWeight {
                grade: grade.to_owned(),
            })
    }

    /// How many of so many eligible targets of a grade are drawn: its share, rounded up.
    ///
    /// # Errors
    /// [`DrawError::NoWeight`] if the policy does not know the grade.
    pub fn quota(&self, grade: &str, eligible: u32) -> Result<u32, DrawError> {
        let share = self
            .share_basis_points
            .get(grade)
            .ok_or_else(|| DrawError::NoWeight {
                grade: grade.to_owned(),
            })?;
        let taken = (u64::from(eligible) * u64::from(*share)).div_ceil(10_000);
        Ok(u32::try_from(taken).unwrap_or(eligible))
    }

    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        for (grade, row) in &self.weights {
            let path = format!("draw.weights.{grade}");
            demand(!row.is_empty(), &path, "has no weight")?;
            let fits = row
                .values()
                .all(|weight| (1..=self.max_weight).contains(weight));
            demand(fits, &path, "a weight is from 1 to max_weight")?;
            demand(
                self.share_basis_points.contains_key(grade),
                &path,
                "has no share",
            )?;
        }
        for (grade, share) in &self.share_basis_points {
            let path = format!("draw.share_basis_points.{grade}");
            demand(*share <= 10_000, &path, "is above 10000")?;
        }
        let countable = self.max_tickets <= DrawInputs::TICKETS_CEILING;
        demand(countable, "draw.max_tickets", "is above 20000000")?;
        let two = self.inspectors_per_target >= 2;
        demand(two, "draw.inspectors_per_target", "is below 2")?;
        let kinds = [Credential::INSPECTION, Credential::ENFORCEMENT];
        let is_known = kinds.contains(&self.certificate.as_str());
        demand(is_known, "draw.certificate", "is no kind of certificate")?;
        for (path, reasons) in [
            ("draw.exclusion_reasons", &self.exclusion_reasons),
            ("draw.recusal_reasons", &self.recusal_reasons),
        ] {
            let mut unique = Unique::at(path);
            for reason in reasons {
                unique.add(&reason.code)?;
            }
        }
        Ok(())
    }
}
