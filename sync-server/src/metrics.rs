//! Figures of the running relay（运行指标）for machines that watch, in the OpenMetrics text format. No label
//! names a person, a record or an address.

mod counts;
mod gauges;
mod text;

pub(crate) use counts::Metrics;
pub(crate) use gauges::{LAST_BACKUP_KEY, gauges};
#[cfg(test)]
pub(crate) use text::METRIC_NAMES;
pub(crate) use text::open_metrics;
