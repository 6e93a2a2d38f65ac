use std::collections::BTreeMap;

use wangge_domain::evaluation::{CoverageRow, EvaluationPeriod, Ratio, coverage_by, never_visited};
use wangge_domain::tally::{CoverageFilter, coverage_rows};
use wangge_domain::{GridId, RecordId, Timestamp};

use super::Standing;
use super::counted::{Asking, Counted};

/// Of what a coverage is asked（覆盖率提问）.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CoverageAsked {
    pub(crate) period: EvaluationPeriod,
    pub(crate) filter: CoverageFilter,
    /// With the records behind it.
    pub(crate) open: bool,
}

/// The coverage of a part of the records（分块覆盖率）, as finely as anybody asks for it.
pub(super) struct CoveragePart {
    by: BTreeMap<(GridId, String), Ratio>,
    never: Vec<RecordId>,
}

/// A coverage（覆盖率）by small grid and code of the department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CoverageCounted {
    pub(crate) by: BTreeMap<(GridId, String), Ratio>,
    /// Premises that were never visited up to the end of the period, in id order.
    pub(crate) never: Vec<RecordId>,
}

impl Standing {
    /// The coverage of a scope, without one of the whole tenant, from the parts counted before.
    pub(crate) fn counted_coverage(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        asked: &CoverageAsked,
        now: Timestamp,
    ) -> CoverageCounted {
        let asking = Asking {
            question: asked,
            scope,
            today: now.china_date(),
            by_control: false,
        };
        let parts = self.counted(&counted.coverage, &asking, |measures| {
            let rows = coverage_rows(measures, &self.pack, &asked.filter);
            let key = |row: &CoverageRow| (row.grid, row.department.clone());
            let mut by = coverage_by(&rows, &asked.period, key);
            if !asked.open {
                for ratio in by.values_mut() {
                    *ratio = ratio.without_ids();
                }
            }
            CoveragePart {
                by,
                never: never_visited(&rows, &asked.period),
            }
        });
        let mut ratios: BTreeMap<&(GridId, String), Vec<&Ratio>> = BTreeMap::new();
        for (key, ratio) in parts.iter().flat_map(|part| &part.by) {
            ratios.entry(key).or_default().push(ratio);
        }
        let by = ratios.into_iter();
        let by = by.map(|(key, ratios)| (key.clone(), Ratio::sum(ratios)));
        let mut never: Vec<RecordId> = parts.iter().flat_map(|part| &part.never).copied().collect();
        never.sort_unstable();
        CoverageCounted {
            by: by.collect(),
            never,
        }
    }
}
