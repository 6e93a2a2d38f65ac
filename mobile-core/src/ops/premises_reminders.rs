use wangge_domain::premises::{FittingCount, Insurance, fitting_counts};
use wangge_domain::{GridId, RecordId};

use crate::error::CoreError;
use crate::facade::Core;

/// An insurance that runs out or has run out（保险到期提醒）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsuranceReminder {
    /// The premises.
    pub premises: RecordId,
    /// Its name.
    pub name: String,
    /// The insurance.
    pub insurance: Insurance,
    /// Days left; negative once it has run out.
    pub days_left: i64,
}

impl Core {
    /// Insurances of premises on this phone that run out within so many days, or have（保险到期提醒）of S2-19, the
    /// most urgent first. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn insurance_reminders(&self, within: i64) -> Result<Vec<InsuranceReminder>, CoreError> {
        let today = self.now(&*self.session()?).china_date();
        let mut found = Vec::new();
        for row in self.active_premises(None)? {
            let Some((_, _, content)) = self.inner.store.content(row.record)? else {
                continue;
            };
            let Some(insurance) = Insurance::of(&content) else {
                continue;
            };
            let days_left = insurance.days_left(today);
            if days_left <= within {
                found.push(InsuranceReminder {
                    premises: row.record,
                    name: row.name,
                    insurance,
                    days_left,
                });
            }
        }
        found.sort_by_key(|one| (one.days_left, one.premises));
        Ok(found)
    }

    /// What is fitted at the premises of a grid, or of all on this phone（加装情况）of S3-25. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn fitting_counts(&self, grid: Option<GridId>) -> Result<Vec<FittingCount>, CoreError> {
        self.session()?;
        let mut contents = Vec::new();
        for row in self.active_premises(grid)? {
            contents.extend(self.inner.store.content(row.record)?.map(|it| it.2));
        }
        Ok(fitting_counts(&contents))
    }
}
