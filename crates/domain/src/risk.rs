//! Risk（风险分级）: a score with its reasons, and a grade that falls slowly and rises at once.

mod grade;
mod record_counts;
mod score;

pub use grade::{GradeOverride, GradeReason, SettledGrade, StandingGrade, settle_grade};
pub use record_counts::RecordCounts;
pub use score::{RiskReason, RiskScore, grade_of, score_risk};

#[cfg(test)]
mod tests;
