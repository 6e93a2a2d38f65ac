use chrono::{Months, NaiveDate};

use crate::RecordId;

/// An earlier hazard at the same premises（历史隐患）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierHazard {
    /// Its rectification record.
    pub rectification: RecordId,
    /// Its common key.
    pub common_key: String,
    /// When it was found.
    pub found_on: NaiveDate,
}

/// The latest earlier hazard of the same common key within the window, if any（重复隐患）: the new
/// one is a repeat, and the old one is not opened again.
#[must_use]
pub fn repeat_of(
    common_key: &str,
    found_on: NaiveDate,
    earlier: &[EarlierHazard],
    window_months: u32,
) -> Option<RecordId> {
    let from = found_on.checked_sub_months(Months::new(window_months))?;
    earlier
        .iter()
        .filter(|hazard| !common_key.is_empty() && hazard.common_key == common_key)
        .filter(|hazard| (from..=found_on).contains(&hazard.found_on))
        .max_by_key(|hazard| (hazard.found_on, hazard.rectification))
        .map(|hazard| hazard.rectification)
}
