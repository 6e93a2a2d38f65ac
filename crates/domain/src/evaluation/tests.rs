//! Ratios, scores, snapshots and rankings.

mod kit;
mod period;
mod rates;
mod snapshot;
mod township;
mod worker;
