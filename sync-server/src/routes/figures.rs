//! Figures one can open（考核指标）: coverage, rates, scores, snapshots, rankings, maps and lists.

pub(crate) mod adjustments;
pub(crate) mod analysis;
pub(crate) mod assessment;
pub(crate) mod breakdown;
pub(crate) mod by_worker;
pub(crate) mod census;
pub(crate) mod coverage;
pub(crate) mod decide;
pub(crate) mod dictionary;
mod entry;
pub(crate) mod export;
pub(crate) mod freeze;
pub(crate) mod freezing;
pub(crate) mod gaps;
pub(crate) mod honors;
pub(crate) mod map;
pub(crate) mod next_visits;
pub(crate) mod on_time;
pub(crate) mod params;
pub(crate) mod ranking;
pub(crate) mod report;
pub(crate) mod score;
pub(crate) mod scores_export;
pub(crate) mod snapshots;
mod truth;
