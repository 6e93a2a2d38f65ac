use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{EvaluationPeriod, Ratio};
use crate::RecordId;

/// A hazard as the repeat rate sees it（重复率数据行）. Withdrawn and false ones are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// The hazard.
    pub hazard: RecordId,
    /// Where.
    pub premises: RecordId,
    /// Key that the same kind of hazard has in every checklist; empty if it has none.
    pub common_key: String,
    /// The day it was found.
    pub found_on: NaiveDate,
}

/// Repeat rate（重复隐患率）: of the hazards found in the period those of which the same kind was
/// found at the same premises within so many months before. Less is better.
#[must_use]
pub fn repeat_rate(rows: &[FoundRow], period: &EvaluationPeriod, window_months: u32) -> Ratio {
    let mut found: BTreeMap<(RecordId, &str), Vec<(NaiveDate, RecordId)>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.common_key.is_empty()) {
        let key = (row.premises, row.common_key.as_str());
        found
            .entry(key)
            .or_default()
            .push((row.found_on, row.hazard));
    }
    for list in found.values_mut() {
        list.sort_unstable();
    }
    let repeats = |row: &FoundRow| {
        let Some(list) = found.get(&(row.premises, row.common_key.as_str())) else {
            return false;
        };
        let since = row
            .found_on
            .checked_sub_months(Months::new(window_months))
            .unwrap_or(NaiveDate::MIN);
        // The one just before decides: whatever came earlier still is further away.
        let here = list.partition_point(|it| *it < (row.found_on, row.hazard));
        here > 0 && list[here - 1].0 >= since
    };
    let in_period = rows.iter().filter(|row| period.contains(row.found_on));
    Ratio::of(in_period.map(|row| (row.hazard.0, repeats(row))))
}
