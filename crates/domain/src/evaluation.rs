//! Evaluation（考核评价）: ratios, scores, snapshots and rankings, all in integers.
//!
//! Every figure is a [`Ratio`] whose records can be opened. A denominator of 0 gives no value: not
//! 0 %, not 100 %. (S0-01, S0-40, S1-20, S2-02, S3-08, S3-13, S3-26, S4-19)

mod adjustment;
mod circular;
mod circular_draft;
mod coverage;
mod duty;
mod error;
mod explain;
mod failed_years;
mod log_cut;
mod objection;
mod period;
mod ranking;
mod ratio;
mod repeat;
mod rules;
mod snapshot;
mod township_rules;
mod township_score;
mod training;
mod truth;
mod worker_card;
mod worker_event;
mod worker_rules;
mod worker_score;

pub use adjustment::{Adjustment, adjustments};
pub use circular::{Circular, circular};
pub use circular_draft::circular_draft;
pub use coverage::{
    CoverageFigure, CoverageRow, coverage, coverage_by, coverage_figure, never_visited,
};
pub use duty::{Done, DutyRow, always_on_time_rate, done_rate, on_time_rate, overdue_on};
pub use error::EvaluationError;
pub use explain::explain_line;
pub use failed_years::{FailedRun, failed_line, failed_runs};
pub use log_cut::{LogCut, StreamPoint};
pub use objection::{Objection, ObjectionDecision};
pub use period::{EvaluationPeriod, PeriodKind};
pub use ranking::{RankEntry, Ranked, rank};
pub use ratio::Ratio;
pub use repeat::{FoundRow, repeat_rate};
pub use rules::EvaluationRules;
pub use snapshot::{Freezing, Snapshot, freeze};
pub use township_rules::{ScoreGrade, ScoreItem, TownshipRules};
pub use township_score::{ItemScore, TownshipScore, township_score};
pub use training::training_rate;
pub use truth::{SampleRow, truth_rate, truth_sample};
pub use worker_card::WorkerCard;
pub use worker_event::WorkerEvent;
pub use worker_rules::{Award, WorkerRules};
pub use worker_score::{LineNote, ScoreLine, WorkerScore, worker_score};

#[cfg(test)]
mod tests;
