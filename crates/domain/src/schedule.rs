//! Scheduling（检查计划）: when a premises is due next and why, and the rhythm of month and week.

mod agency_due;
mod deadline_alert;
mod due_list;
mod extra_visits;
mod grade_due;
mod grade_step;
mod joint_visit;
mod month_plan;
mod month_tasks;
mod next_due;
mod week;

pub use agency_due::{AgencyInput, agency_due};
pub use deadline_alert::{DeadlineAlert, deadline_alert};
pub use due_list::{DueEntry, DueState, due_list};
pub use extra_visits::{
    ExtraInput, ExtraVisit, SetVisits, agency_visits, open_measures, raised_visits,
};
pub use grade_step::GradeStep;
pub use joint_visit::{AgencyDue, JointVisit, RecentVisit, joint_visits, recent_visit};
pub use month_plan::{CheckDayState, MonthPlan, OpenNotice, month_plan, recheck_list};
pub use month_tasks::{MonthTask, TaskKind, month_tasks};
pub use next_due::{NextDue, VisitInput, next_due, next_due_with, next_extra};
pub use week::{VillageWeek, village_week, week_of, week_starting};

#[cfg(test)]
mod tests;
