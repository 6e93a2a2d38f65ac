//! Premises（场所）and their files（一户一档）.

pub mod fact_names;

mod facts;

pub use fact_names::is_fact_name;
pub use facts::PremisesFacts;
