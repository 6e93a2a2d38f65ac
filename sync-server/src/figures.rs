//! Figures（考核指标）: measures of all records in memory, read once and then only what changed.

mod backfill;
mod cache;
mod counted;
mod counted_analysis;
mod counted_breakdown;
mod counted_coverage;
mod counted_figures;
mod counted_honors;
mod counted_map;
mod counted_on_time;
mod counted_visits;
mod counted_workers;
mod cut;
mod error;
mod freeze;
mod freeze_watch;
mod part;
mod part_cache;
mod ranked;
mod rebuild;
mod recompute;
mod scope;
mod shared_work;
mod spread;
mod workers;

pub(crate) use cache::Figures;
pub(crate) use counted::Asking;
pub(crate) use counted_coverage::CoverageAsked;
pub(crate) use cut::Standing;
pub(crate) use error::FigureError;
pub(crate) use freeze::FreezeOrder;
pub(crate) use freeze_watch::FreezeProgress;
pub(crate) use part_cache::PartCache;
pub(crate) use ranked::{RankedPeriod, failed_until, failed_with, ranked, ranked_grids};

#[cfg(test)]
mod tests;
