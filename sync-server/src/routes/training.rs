//! Training: quizzes that phones send, and coverage.

mod coverage;
mod take;

pub(super) use coverage::*;
pub(super) use take::take;
