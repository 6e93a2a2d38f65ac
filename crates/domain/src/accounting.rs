//! The accounting policy（核算政策）: draws, staffing, scores, gaps, rewards and admission as data.
//!
//! It is a file beside the policy pack, because a county changes it at another rhythm: once a
//! year, before the period it is to judge.

mod canonical;
mod default_accounting;
mod demand;
mod named_code;
mod policy;

pub(crate) use canonical::canonical_json;
pub use default_accounting::default_accounting;
pub(crate) use demand::{Unique, demand};
pub use named_code::NamedCode;
pub use policy::AccountingPolicy;

#[cfg(test)]
mod tests;
