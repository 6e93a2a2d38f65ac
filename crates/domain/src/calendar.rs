//! Working days, deadlines and the ten-day rhythm of the month.

mod calendar_table;
mod deadline;
mod due_date;
mod month;

pub use calendar_table::Calendar;
pub use deadline::{DayKind, DeadlineSpec};
pub use due_date::{DueDate, MAX_DEADLINE_DAYS};

#[cfg(test)]
mod tests;
