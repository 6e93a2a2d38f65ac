//! Figures（考核指标）: measures of all records in memory, read once and then only what changed.

mod backfill;
mod cache;
mod cut;
mod error;
mod freeze;
mod freeze_watch;
mod rebuild;
mod scope;
mod workers;

pub(crate) use cache::Figures;
pub(crate) use cut::Standing;
pub(crate) use error::FigureError;
pub(crate) use freeze::FreezeOrder;
pub(crate) use freeze_watch::FreezeProgress;
