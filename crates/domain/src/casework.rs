//! Registers of cases（案件与登记册）: what is drawn up over many records, as pure functions.

mod agenda;
mod batch;
mod complaint_file;
mod coverage;
mod hazard_line;

pub use agenda::long_open;
pub use batch::{VillageBatch, monthly_batches};
pub use complaint_file::{Complaint, ComplaintFileError, ComplaintRow, read_complaints};
pub use coverage::{LetterCoverage, LetterLine, letter_coverage};
pub use hazard_line::HazardLine;

#[cfg(test)]
mod tests;
