use std::collections::BTreeMap;

use wangge_domain::evaluation::Ratio;
use wangge_domain::tally::{BreakdownQuestion, Measures, breakdown};
use wangge_domain::{GridId, Timestamp};

use super::Standing;
use super::counted::{Asking, Counted};

/// A figure of a part of the records in parts of its own（分块分项）, by their keys.
pub(super) type BreakdownPart = BTreeMap<String, Ratio>;

impl Standing {
    /// A figure in parts of a scope, without one of the whole tenant, from the parts counted before.
    pub(crate) fn counted_breakdown(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        asked: &BreakdownQuestion,
        now: Timestamp,
    ) -> BTreeMap<String, Ratio> {
        let today = now.china_date();
        let asking = Asking {
            question: asked,
            scope,
            today,
            by_control: false,
        };
        let parts = self.counted(&counted.breakdown, &asking, |measures| {
            breakdown(measures, &self.pack, asked, today)
        });
        if parts.is_empty() {
            // Nothing is in no township: each period is told all the same.
            return breakdown(&Measures::default(), &self.pack, asked, today);
        }
        let mut ratios: BTreeMap<&String, Vec<&Ratio>> = BTreeMap::new();
        for (key, ratio) in parts.iter().flat_map(|part| part.iter()) {
            ratios.entry(key).or_default().push(ratio);
        }
        let by = ratios.into_iter();
        by.map(|(key, ratios)| (key.clone(), Ratio::sum(ratios)))
            .collect()
    }
}
