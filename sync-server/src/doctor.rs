//! How a relay's machine and folder are（体检）: facts are gathered, then judged, and every finding says what to
//! do. It works on a folder that serves, on one that stands still, and on a damaged one.

mod facts;
mod finding;
mod gather;
mod judge;
mod photos;

pub use finding::{DoctorFinding, DoctorLevel, DoctorReport};
pub use gather::examine;

#[cfg(test)]
mod tests;
