//! Figures（考核指标）: measures of all records in memory, read once and then only what changed.

mod cache;
mod cut;

pub(crate) use cache::Figures;
pub(crate) use cut::Standing;
