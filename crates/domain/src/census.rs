//! Census（全量场所排摸）of S0-23: who was on the list, how each visit ended, how much is done.

mod progress;
mod share;
mod visit;

pub use progress::{CensusProgress, SweepEntry, census_progress};
pub use share::Share;
pub use visit::{CensusVisit, check_visit};

#[cfg(test)]
mod tests;
