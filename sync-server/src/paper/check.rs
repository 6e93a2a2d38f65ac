//! Whether a file is the paper that it says it is（文书核验, S4-06）: the paper is made again from the rows of the
//! log, as they are and as they were, and compared byte by byte. The rows come from the store, or
//! from an evidence file without any relay.

mod bundle_rows;
mod candidates;
mod case_rows;
mod known;
mod looked_at;
mod lost_acts;
mod numberless;
mod paper_check;
mod prepared;
mod replay;
mod seals;
mod store_rows;
mod verdict;
mod version;
mod without_effect;

pub(crate) use bundle_rows::check_with_bundle;
pub use paper_check::PaperCheck;
pub(crate) use store_rows::{earlier_version, prepare};
pub use verdict::PaperVerdict;
pub use version::{LogPlace, PaperVersion};
pub use without_effect::WithoutEffect;
