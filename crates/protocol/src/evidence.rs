//! Evidence that holds up without the relay（证据包, S0-41）: the rows of a premises out of their logs,
//! with enough of each log to show that none was taken out, put in or changed.

mod bundle;
mod error;
mod redactions;
mod report;
mod verify;

#[cfg(test)]
mod tests;

pub use bundle::{
    EvidenceBlob, EvidenceBundle, EvidenceLink, EvidenceLog, EvidenceMaking, EvidenceRow,
};
pub use error::EvidenceError;
pub use report::{EvidenceLine, EvidenceReport};
pub use verify::{is_evidence_file, verify_evidence};
