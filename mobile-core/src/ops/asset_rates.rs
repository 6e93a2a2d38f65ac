use wangge_domain::casework::{AssetLine, AssetRate, asset_rates};
use wangge_domain::record::RecordKind;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::CaseFilter;

/// Facilities looked at, at most.
const MOST: usize = 10_000;

impl Core {
    /// How many facilities of each class are in order（设施完好率）of S2-42, of what this phone holds. Works offline.
    ///
    /// # Errors
    /// The store failed.
    pub fn asset_rates(&self) -> Result<Vec<AssetRate>, CoreError> {
        let now = self.now(&*self.session()?);
        let mut lines = Vec::new();
        for row in self.list_cases(&RecordKind::Asset, &CaseFilter::default(), MOST)? {
            // Without network nobody has marked it: its deadline says the same.
            let passed = row.due.is_some_and(|due| due < now);
            lines.push(AssetLine {
                asset: row.record,
                title: row.title,
                class: row.category,
                owner: String::new(),
                grid: row.grid,
                status: row.status,
                overdue: row.overdue || passed,
            });
        }
        Ok(asset_rates(&lines))
    }
}
