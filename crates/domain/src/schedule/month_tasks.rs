use chrono::{Datelike, NaiveDate};

use crate::RecordId;

/// A task of a worker's month（工作任务清单）of S3-07.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthTask {
    /// What it is.
    pub kind: TaskKind,
    /// Why: a code of the due list, the key of a campaign, the code of a job.
    pub reason: String,
    /// What is done, in words; empty where the kind says it all.
    pub text: String,
    /// Which record, if it is about one.
    pub record: Option<RecordId>,
    /// The last day on which it is in time.
    pub due: NaiveDate,
    /// It is done.
    pub done: bool,
}

/// The kinds of task（任务类型）, in the order of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// 检查日排查.
    CheckDay,
    /// 到期检查.
    Visit,
    /// 复查.
    Recheck,
    /// 待本人确认的同行事项: another one entered it with this person as the second one; the reason is
    /// `confirm` for a recheck, `confirm_case` for an act of a case.
    Confirm,
    /// 专项行动.
    Campaign,
    /// 派发事项.
    Job,
    /// 培训.
    Training,
}

/// The tasks of the month that holds `today`（月度任务清单）: what is due up to its last day and what is
/// late; done ones stay on the list. Sorted by day, kind and record, the same on every device.
#[must_use]
pub fn month_tasks(tasks: Vec<MonthTask>, today: NaiveDate) -> Vec<MonthTask> {
    let of_month = |date: NaiveDate| (date.year(), date.month());
    let mut list: Vec<MonthTask> = tasks
        .into_iter()
        .filter(|task| of_month(task.due) <= of_month(today))
        .filter(|task| !task.done || of_month(task.due) == of_month(today))
        .collect();
    list.sort_by(|one, other| {
        let key = |task: &MonthTask| (task.due, task.kind, task.record, task.reason.clone());
        key(one).cmp(&key(other))
    });
    list.dedup();
    list
}
