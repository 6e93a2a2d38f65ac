use std::collections::BTreeMap;

use serde::Serialize;

use crate::lifecycle::Status;
use crate::{GridId, RecordId};

/// A facility（消防设施）as its rate looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetLine {
    /// The record.
    pub asset: RecordId,
    /// Name.
    pub title: String,
    /// Code of its class.
    pub class: String,
    /// Who keeps it up.
    pub owner: String,
    /// Its grid.
    pub grid: GridId,
    /// Where it stands.
    pub status: Status,
    /// A check or repair is overdue.
    pub overdue: bool,
}

impl AssetLine {
    /// In order, and checked in time.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.status == Status::Active && !self.overdue
    }

    /// In use at all.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(
            self.status,
            Status::Active | Status::Found | Status::Rechecking
        )
    }
}

/// How many facilities of a class are in order（完好率）of S2-42.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AssetRate {
    /// Code of the class.
    pub class: String,
    /// In use.
    pub total: u64,
    /// In order and checked in time.
    pub good: u64,
    /// Hundredths of a percent, rounded down.
    pub basis_points: u64,
}

/// The rates by class（完好率）, in the order of the codes. One that nobody has looked at in time is not in
/// order: nobody knows.
#[must_use]
pub fn asset_rates<'a>(lines: impl IntoIterator<Item = &'a AssetLine>) -> Vec<AssetRate> {
    let mut rates: BTreeMap<&str, AssetRate> = BTreeMap::new();
    for line in lines.into_iter().filter(|line| line.counts()) {
        let rate = rates.entry(&line.class).or_default();
        rate.total += 1;
        rate.good += u64::from(line.is_good());
    }
    rates
        .into_iter()
        .map(|(class, rate)| AssetRate {
            class: class.to_owned(),
            basis_points: (rate.good * 10_000).checked_div(rate.total).unwrap_or(0),
            ..rate
        })
        .collect()
}
