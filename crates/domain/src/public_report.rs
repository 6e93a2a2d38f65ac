//! Reports by the public（隐患随手拍）of S2-34: what a page without an account takes in, which reports
//! speak of the same thing, and who is rewarded.
//!
//! Numbers are policy data ([`PublicReportRules`]); who a reporter is never reaches these rules.

mod draft;
mod grouping;
mod refusal;
mod reward;
mod rules;
mod township;

pub(crate) use draft::holds_markup;
pub use draft::{ReportDraft, holds_refused_text};
pub use grouping::{Sighting, group_sightings};
pub use refusal::ReportRefusal;
pub use reward::{PublicRewardError, PublicRewardFacts, PublicRewardRefusal, judge_public_reward};
pub use rules::{
    GroupingRules, PublicReportRules, PublicRewardRules, PublicTariff, ReportCategory, ReportLimits,
};
pub use township::township_told;

#[cfg(test)]
mod tests;
