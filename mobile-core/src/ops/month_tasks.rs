use chrono::{Datelike, NaiveDate};
use wangge_domain::GridId;
use wangge_domain::record::RecordKind;
use wangge_domain::register::{Lesson, TrainingRecord};
use wangge_domain::schedule::{CheckDayState, MonthTask, TaskKind, month_tasks};

use super::subject::premises_of;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

impl Core {
    /// The tasks of this month, made for this person（工作任务清单）of S3-07: check day, visits due,
    /// rechecks, those to be confirmed, campaigns, jobs sent, lessons; what is late stays until it
    /// is done. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`]; [`CoreError::UnknownGrid`]: not one of this person's.
    pub fn month_tasks(&self, grid: Option<GridId>) -> Result<Vec<MonthTask>, CoreError> {
        let session = self.session()?;
        session.own(grid)?;
        let today = self.now(&session).china_date();
        let last = last_of_month(today);
        let mut tasks = Vec::new();
        self.add_check_day(grid, today, &mut tasks)?;
        for item in self.due_list(grid, usize::MAX)? {
            let name = item.premises.name;
            tasks.push(MonthTask {
                kind: TaskKind::Visit,
                reason: item.entry.due.reason,
                text: name,
                record: Some(item.entry.premises),
                due: item.entry.due.date,
                done: false,
            });
        }
        for notice in self.recheck_list()? {
            let hazard = self.inner.store.content(notice.rectification)?;
            let here = hazard.is_some_and(|(stream, kind, content)| {
                let premises = premises_of(&kind, notice.rectification, &content);
                let home = session.control.home_of_record(premises, stream.grid());
                grid.is_none_or(|grid| grid == home)
            });
            if here {
                tasks.push(MonthTask {
                    kind: TaskKind::Recheck,
                    reason: "recheck".to_owned(),
                    text: String::new(),
                    record: Some(notice.rectification),
                    due: notice.due_on,
                    done: false,
                });
            }
        }
        for one in self.to_confirm()? {
            if grid.is_none_or(|grid| grid == one.grid) {
                let reason = match one.kind {
                    RecordKind::Rectification => "confirm",
                    _ => "confirm_case",
                };
                tasks.push(MonthTask {
                    kind: TaskKind::Confirm,
                    reason: reason.to_owned(),
                    text: one.title,
                    record: Some(one.record),
                    due: today,
                    done: false,
                });
            }
        }
        self.add_campaigns(grid, last, &mut tasks)?;
        for job in self.my_jobs()? {
            if grid.is_none_or(|grid| grid == job.job.grid) {
                tasks.push(MonthTask {
                    kind: TaskKind::Job,
                    reason: job.job.job,
                    text: job.job.text,
                    record: job.job.premises,
                    due: job.due,
                    done: false,
                });
            }
        }
        add_lessons(&session, today, last, &mut tasks);
        Ok(month_tasks(tasks, today))
    }

    fn add_check_day(
        &self,
        grid: Option<GridId>,
        today: NaiveDate,
        tasks: &mut Vec<MonthTask>,
    ) -> Result<(), CoreError> {
        let plan = self.month_plan(grid)?;
        let Some(day) = plan.check_day else {
            return Ok(());
        };
        tasks.push(MonthTask {
            kind: TaskKind::CheckDay,
            reason: "check_day".to_owned(),
            text: String::new(),
            record: None,
            due: day,
            done: matches!(plan.check_day_state, CheckDayState::Done(on) if on <= today),
        });
        Ok(())
    }

    fn add_campaigns(
        &self,
        grid: Option<GridId>,
        last: NaiveDate,
        tasks: &mut Vec<MonthTask>,
    ) -> Result<(), CoreError> {
        for view in self.campaigns()? {
            let due = view.until.map_or(last, |until| until.min(last));
            for part in self.campaign_progress(&view.key)?.grids {
                if grid.is_some_and(|grid| grid != part.grid) {
                    continue;
                }
                // Those inspected and waiting for acceptance are no work of the worker's.
                let owed = part.target.saturating_sub(part.done + part.waiting);
                let owed = usize::try_from(owed).unwrap_or(usize::MAX);
                let mut left = Vec::new();
                for premises in part.left {
                    if self
                        .campaign_visits(&view.key, part.grid, premises)?
                        .is_empty()
                    {
                        left.push(premises);
                    }
                }
                tasks.extend(left.into_iter().take(owed).map(|premises| MonthTask {
                    kind: TaskKind::Campaign,
                    reason: view.key.clone(),
                    text: view.campaign.name.clone(),
                    record: Some(premises),
                    due,
                    done: false,
                }));
            }
        }
        Ok(())
    }
}

fn add_lessons(session: &Session, today: NaiveDate, last: NaiveDate, tasks: &mut Vec<MonthTask>) {
    let book = &session.control.registers;
    let passed: Vec<String> = book
        .latest::<TrainingRecord>()
        .into_iter()
        .filter(|(_, record)| record.user == session.user && record.passed)
        .map(|(_, record)| record.lesson)
        .collect();
    for (line, lesson) in book.all::<Lesson>(today) {
        tasks.push(MonthTask {
            kind: TaskKind::Training,
            reason: line.row.key.clone(),
            text: lesson.title,
            record: None,
            due: line.row.until.map_or(last, |until| until.min(last)),
            done: passed.contains(&line.row.key),
        });
    }
}

fn last_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1)
        .and_then(|first| first.checked_add_months(chrono::Months::new(1)))
        .and_then(|next| next.pred_opt())
        .unwrap_or(date)
}
