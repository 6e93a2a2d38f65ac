//! Staffing（人员配备）: how many people the rules ask for, how many there are, and who is short
//! (S0-10, S0-11, S2-43).
//!
//! Every number carries the numerator, the denominator and the rule it came from.

mod census_counts;
mod error;
mod report;
mod requirement;
mod roster;
mod rules;
mod shortage;

pub use census_counts::CensusCounts;
pub use error::StaffingError;
pub use report::{StaffingInput, StaffingLine, StaffingReport, staffing_report};
pub use requirement::{
    Requirement, RequirementTerm, auxiliary_requirement, clerks_for_officers, fixed_requirement,
};
pub use roster::{Post, Posting, Roster};
pub use rules::{
    AuxiliaryRules, AuxiliaryTerm, ClerkRules, ClerksPerOfficer, FireStationRule, Rounding,
    StaffingRules, StationClass,
};
pub use shortage::{Shortage, shortages};

#[cfg(test)]
mod tests;
