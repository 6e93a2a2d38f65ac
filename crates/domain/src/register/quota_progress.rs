use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{EnforcementCase, EnforcementQuota, RegisterBook};
use crate::GridId;

/// How a township stands in a year（执法指标进度）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotaProgress {
    /// The township.
    pub township: GridId,
    /// Cases owed in the year.
    pub owed: u32,
    /// Cases owed up to and with the month asked about.
    pub owed_so_far: u32,
    /// Cases by month.
    pub done_by_month: Vec<u32>,
    /// Cases so far.
    pub done: u32,
    /// Cases missing so far; 0 if none.
    pub short: u32,
}

/// The progress of all townships in the year of `date`, up to the month of `date` (S2-06).
#[must_use]
pub fn quota_progress(book: &RegisterBook, date: NaiveDate) -> Vec<QuotaProgress> {
    let cases: Vec<(NaiveDate, GridId)> = book
        .latest::<EnforcementCase>()
        .into_iter()
        .map(|(line, case)| (line.row.from, case.township))
        .filter(|(on, _)| on.year() == date.year() && *on <= date)
        .collect();
    let months = usize::try_from(date.month()).unwrap_or(12);
    book.latest::<EnforcementQuota>()
        .into_iter()
        .filter(|(_, quota)| quota.year == date.year())
        .filter_map(|(_, quota)| Some((quota.township?, quota)))
        .map(|(township, quota)| {
            let mut done_by_month = vec![0_u32; 12];
            for (on, _) in cases.iter().filter(|(_, of)| *of == township) {
                let month = usize::try_from(on.month0()).unwrap_or(0);
                if let Some(count) = done_by_month.get_mut(month) {
                    *count = count.saturating_add(1);
                }
            }
            let done = done_by_month.iter().sum();
            let owed_so_far = quota.months.iter().take(months).sum();
            QuotaProgress {
                township,
                owed: quota.cases,
                owed_so_far,
                done_by_month,
                done,
                short: owed_so_far.saturating_sub(done),
            }
        })
        .collect()
}
