use std::collections::BTreeMap;

use super::HazardLine;
use crate::{GridId, RecordId};

/// The open general hazards of one village（一般隐患月度督办）of S2-14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageBatch {
    /// The village; `None`: hazards of which nobody can say where they lie.
    pub village: Option<GridId>,
    /// The hazards, the oldest first.
    pub hazards: Vec<RecordId>,
}

/// The monthly batches（每月动态督办）of S2-14: what is open and not major, village by village.
#[must_use]
pub fn monthly_batches(lines: &[HazardLine]) -> Vec<VillageBatch> {
    let mut villages: BTreeMap<Option<GridId>, Vec<&HazardLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.is_open() && !line.major) {
        villages.entry(line.village).or_default().push(line);
    }
    villages
        .into_iter()
        .map(|(village, mut lines)| {
            lines.sort_by_key(|line| (line.found_at, line.hazard));
            let hazards = lines.into_iter().map(|line| line.hazard).collect();
            VillageBatch { village, hazards }
        })
        .collect()
}
