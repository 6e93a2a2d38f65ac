//! Risk（风险分级）: a score with its reasons, and a grade that falls slowly and rises at once.

mod grade;
mod score;

pub use grade::{GradeOverride, GradeReason, StandingGrade, SettledGrade, settle_grade};
pub use score::{RiskReason, RiskScore, grade_of, score_risk};

#[cfg(test)]
mod tests;
