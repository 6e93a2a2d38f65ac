//! The tally（统计要素）: what every figure, draw, score and map takes from one record.
//!
//! A measure is a pure function of a record's content and folded state, so a phone and a relay
//! that hold the same rows have the same measures, and a store can keep them beside the record
//! instead of folding a log for every report.

mod analysis;
mod answering;
mod breakdown;
mod card;
mod duties;
mod figures;
mod filter;
mod gap_report;
mod grade_steps;
mod graded;
mod hazard;
mod history;
mod honors;
mod inspection;
mod left_in_peace;
mod map;
mod next_visits;
mod objected;
mod objection;
mod of_record;
mod overdue_events;
mod planned;
mod premises;
mod recheck_round;
mod report;
mod rows;
mod set;
mod sweep;
mod truth;
mod visit_plan;
mod weekly;
mod worker_events;
mod worker_figures;

pub use analysis::{Analysis, AnalysisLine, analyze, analyze_parts};
pub use answering::{AnswerSpan, Answering};
pub use breakdown::{BreakdownBy, BreakdownMeasure, BreakdownQuestion, breakdown};
pub use card::{CardInput, worker_card};
pub use duties::{answer_duties, close_duties, recheck_duties, recheck_time_duties, visit_duties};
pub use figures::{
    FIGURE_CODES, FigureInput, TRAINING_CODE, UNCOUNTED_CODES, coverage_rows, figures,
    record_figures, training_figure,
};
pub use filter::CoverageFilter;
pub use gap_report::gap_report;
pub use graded::{Graded, grade};
pub use hazard::{Closing, HazardMeasure};
pub use honors::{FollowUp, Honored, follow_up, honor_events, honors};
pub use inspection::InspectionMeasure;
pub use left_in_peace::left_in_peace;
pub use map::{MapFilter, MapPoint, RiskMap, geojson_of, risk_map};
pub use next_visits::{NextVisit, next_visits, sort_visits};
pub use objection::{
    OBJECTION_PREFIX, ObjectionOutcome, RaisedObjection, objection_day, objection_outcomes,
    objection_text,
};
pub use of_record::{Measure, is_measured, measure};
pub use overdue_events::overdue_events;
pub use planned::{PlanBasis, Planned};
pub use premises::PremisesMeasure;
pub use recheck_round::RecheckRound;
pub use report::ReportMeasure;
pub use set::Measures;
pub use sweep::{Sweep, sweep};
pub use truth::{TRUTH_CODE, truth_figure, verdicts};
pub use weekly::{ReportedRollup, WeeklyRollup, weekly_rollup, weekly_rollups};
pub use worker_events::worker_events;
pub use worker_figures::{WORKER_FIGURE_CODES, worker_figures};

#[cfg(test)]
mod tests;
