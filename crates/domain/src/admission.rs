//! Admission（网格准入事项）of S0-39: which jobs may be given to a grid worker at all.

mod admit;
mod error;
mod rules;

pub use admit::{admit, admit_words};
pub use error::AdmissionError;
pub use rules::{AdmissionItem, AdmissionRules};

#[cfg(test)]
mod tests;
