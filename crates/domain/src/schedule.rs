//! Scheduling（检查计划）: when a premises is due next and why, and the rhythm of month and week.

mod due_list;
mod month_plan;
mod next_due;
mod week;

pub use due_list::{DueEntry, DueState, due_list};
pub use month_plan::{CheckDayState, MonthPlan, OpenNotice, month_plan, recheck_list};
pub use next_due::{NextDue, VisitInput, next_due};
pub use week::{VillageWeek, village_week, week_of};

#[cfg(test)]
mod tests;
