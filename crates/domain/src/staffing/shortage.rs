use serde::{Deserialize, Serialize};

use super::StaffingReport;
use crate::GridId;

/// A line of the shortage list（缺员清单）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// The township.
    pub township: GridId,
    /// Code of the rule's line.
    pub code: String,
    /// People required.
    pub required: u64,
    /// People there.
    pub actual: u64,
    /// People missing.
    pub short: u64,
    /// Mechanism id.
    pub rule: String,
}

/// All shortages of a county（缺员清单）: the greatest first, then by township and rule.
#[must_use]
pub fn shortages(reports: &[StaffingReport]) -> Vec<Shortage> {
    let mut list: Vec<Shortage> = reports
        .iter()
        .flat_map(|report| report.lines.iter().map(move |line| (report.township, line)))
        .filter(|(_, line)| line.short > 0)
        .map(|(township, line)| Shortage {
            township,
            code: line.code.clone(),
            required: line.required.people,
            actual: line.actual,
            short: line.short,
            rule: line.required.rule.clone(),
        })
        .collect();
    list.sort_by(|one, other| {
        let rest = |it: &Shortage| (it.township, it.code.clone());
        other
            .short
            .cmp(&one.short)
            .then_with(|| rest(one).cmp(&rest(other)))
    });
    list
}
