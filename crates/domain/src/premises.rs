//! Premises（场所）and their files（一户一档）.

pub mod fact_names;
pub mod keys;

mod address;
mod catalogue;
mod check;
mod duplicates;
mod facts;
mod fittings;
mod insurance;
mod key_control;
mod marks;
mod threshold;
mod uscc;
mod view;

pub use address::normalize_address;
pub use catalogue::{CatalogueEntry, catalogue};
pub use check::{check_place, check_premises, check_responsible_parties};
pub use duplicates::{NearDuplicate, distance_m, near_duplicates};
pub use fact_names::is_fact_name;
pub use facts::PremisesFacts;
pub use fittings::{FittingCount, fitting_counts};
pub use insurance::Insurance;
pub use key_control::{KeyControl, key_controls};
pub use marks::changed_mark;
pub use threshold::{ThresholdVerdict, effective_category, threshold_verdict};
pub use uscc::uscc_is_valid;
pub use view::{Contact, Position, Premises};

#[cfg(test)]
mod tests;
