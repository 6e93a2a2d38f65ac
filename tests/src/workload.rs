//! Workload W of the benches: inspections as an ordinary team would write them as JSON.
//!
//! 2,000 documents of about 2 KB (a header with Chinese text, 25 answers), and three edits on each
//! of 60 of them. The shape is that of the peers' harness (`docs.jsonl`, `edits.jsonl`,
//! `conc.jsonl`), which [`Workload::read`] reads too, so that figures can be set side by side. Texts
//! come from small pools, as there: compression does better than on real inspections.

mod document;
mod edit;
mod files;
mod flat;
mod generate;

#[cfg(test)]
mod tests;

pub use document::{Answer, Header, InspectionDocument};
pub use edit::{DocumentEdits, Edit, PathStep};
pub use files::{read_documents, read_edits};

/// Documents and the edits on some of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// The documents.
    pub documents: Vec<InspectionDocument>,
    /// Edits by document, at most once for each.
    pub edits: Vec<DocumentEdits>,
}

impl Workload {
    /// Documents of workload W.
    pub const DOCUMENTS: usize = 2000;
    /// Documents edited in a day of workload W.
    pub const EDITED: usize = 60;

    /// The documents after all edits, in their order.
    ///
    /// # Errors
    /// The first edit that fits no document or no place in it.
    pub fn edited(&self) -> Result<Vec<InspectionDocument>, WorkloadError> {
        let mut documents = self.documents.clone();
        for edits in &self.edits {
            let document = documents
                .iter_mut()
                .find(|document| document.id == edits.id)
                .ok_or_else(|| WorkloadError::UnknownDocument(edits.id.clone()))?;
            edits.apply(document)?;
        }
        Ok(documents)
    }
}

/// Why a workload cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WorkloadError {
    /// An edit names a document that is not there.
    #[error("there is no document {0}")]
    UnknownDocument(String),
    /// An edit names a place that a document does not have.
    #[error("{0} is no place in a document")]
    UnknownPlace(String),
    /// A file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// What the file system says.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("{path}, line {line}: {source}")]
    Line {
        /// Which file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
}
