//! Working days, deadlines and the ten-day rhythm of the month.

mod deadline;

pub use deadline::{DayKind, DeadlineSpec};
