//! Risk（风险分级）: a score with its reasons, and a grade that falls slowly and rises at once.

mod grade;
mod record;
mod record_counts;
mod score;
mod trail;

pub use grade::{GradeOverride, GradeReason, SettledGrade, StandingGrade, settle_grade};
pub use record::{HazardSpan, RiskRecord};
pub use record_counts::RecordCounts;
pub use score::{RiskReason, RiskScore, grade_of, score_risk};
pub use trail::{GradeChange, GradeTrail, TrailInput};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trail_tests;
