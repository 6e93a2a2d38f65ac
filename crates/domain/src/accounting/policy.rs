use serde::{Deserialize, Serialize};

use super::demand;
use crate::admission::AdmissionRules;
use crate::draw::DrawRules;
use crate::evaluation::EvaluationRules;
use crate::gaps::GapRules;
use crate::policy::{PolicyError, PolicyNote};
use crate::reward::RewardRules;
use crate::staffing::StaffingRules;

/// The accounting policy（核算政策）: one JSON file. A key that this build does not know is refused,
/// so that a mistyped rule is never silently without effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountingPolicy {
    /// Format of the file: [`AccountingPolicy::FORMAT`].
    pub format: u32,
    /// How sure each value is, and where it comes from.
    pub notes: Vec<PolicyNote>,
    /// Double random draws.
    pub draw: DrawRules,
    /// Head-counts and ratios.
    pub staffing: StaffingRules,
    /// Targets, points and grades.
    pub evaluation: EvaluationRules,
    /// What counts as a key type in the search for gaps.
    pub gaps: GapRules,
    /// Rewards of grid workers.
    pub reward: RewardRules,
    /// Jobs that may be given to a grid worker.
    pub admission: AdmissionRules,
}

impl AccountingPolicy {
    /// The format this build reads and writes.
    pub const FORMAT: u32 = 1;

    /// Reads the file and checks all of it.
    ///
    /// # Errors
    /// [`PolicyError`] with the place of the first thing that is wrong.
    pub fn parse(json: &[u8]) -> Result<Self, PolicyError> {
        let shape = |path: String, error: &serde_json::Error| PolicyError::Shape {
            path,
            message: error.to_string(),
        };
        let value: serde_json::Value =
            serde_json::from_slice(json).map_err(|error| shape(String::new(), &error))?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        if let Some(found) = format.filter(|found| *found != u64::from(Self::FORMAT)) {
            let found = u32::try_from(found).unwrap_or(u32::MAX);
            return Err(PolicyError::Format {
                found,
                known: Self::FORMAT,
            });
        }
        // From the text again, not from the value: keys that are numbers (years) are text there.
        let mut reader = serde_json::Deserializer::from_slice(json);
        let policy: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| shape(error.path().to_string(), error.inner()))?;
        policy.check()?;
        for (index, note) in policy.notes.iter().enumerate() {
            let message = format!("there is no value at {}", note.path);
            let known = value.pointer(&note.path).is_some();
            demand(known, &format!("notes[{index}].path"), &message)?;
        }
        Ok(policy)
    }

    /// What must hold of the rules beyond their shape.
    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        self.draw.check()?;
        self.staffing.check()?;
        self.evaluation.check()?;
        self.reward.check()?;
        self.admission.check()
    }

    /// The policy as compact JSON; the same policy always gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("the policy holds only text keys and integers")
    }
}
