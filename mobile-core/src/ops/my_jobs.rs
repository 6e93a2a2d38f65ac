use chrono::NaiveDate;
use wangge_domain::register::{DispatchedJob, admission_rules};

use crate::error::CoreError;
use crate::facade::Core;

/// A job sent to this person（派发事项）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobView {
    /// Key of its row.
    pub key: String,
    /// What it is.
    pub job: DispatchedJob,
    /// 操作流程: the steps of the list of admission.
    pub steps: Vec<String>,
    /// First day.
    pub from: NaiveDate,
    /// The last day on which it is in time.
    pub due: NaiveDate,
}

impl Core {
    /// The jobs sent to this person that are not done（派发事项）of S0-39, earliest due first, late ones
    /// among them; each with its steps. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn my_jobs(&self) -> Result<Vec<JobView>, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let book = &session.control.registers;
        let rules = admission_rules(book, &session.policy.accounting().admission, today);
        let mut jobs: Vec<JobView> = book
            .latest::<DispatchedJob>()
            .into_iter()
            .filter(|(line, job)| job.to == session.user && !job.done && line.row.from <= today)
            .map(|(line, job)| JobView {
                key: line.row.key.clone(),
                steps: rules
                    .item(&job.job)
                    .map(|item| item.steps.clone())
                    .unwrap_or_default(),
                from: line.row.from,
                due: line.row.until.unwrap_or(line.row.from),
                job,
            })
            .collect();
        jobs.sort_by(|one, other| (one.due, &one.key).cmp(&(other.due, &other.key)));
        Ok(jobs)
    }
}
