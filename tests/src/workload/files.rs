use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::de::DeserializeOwned;

use super::{DocumentEdits, InspectionDocument, Workload, WorkloadError};

impl Workload {
    /// Reads `docs.jsonl` and `edits.jsonl` of a folder.
    ///
    /// # Errors
    /// The file or line that cannot be read.
    pub fn read(folder: &Path) -> Result<Self, WorkloadError> {
        Ok(Self {
            documents: read_documents(&folder.join("docs.jsonl"))?,
            edits: read_edits(&folder.join("edits.jsonl"))?,
        })
    }
}

/// Reads a file of documents, one to a line; empty lines are passed over.
///
/// # Errors
/// The file or line that cannot be read.
pub fn read_documents(path: &Path) -> Result<Vec<InspectionDocument>, WorkloadError> {
    read_lines(path)
}

/// Reads a file of edits, one document to a line; empty lines are passed over.
///
/// # Errors
/// The file or line that cannot be read.
pub fn read_edits(path: &Path) -> Result<Vec<DocumentEdits>, WorkloadError> {
    read_lines(path)
}

fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, WorkloadError> {
    let name = || path.display().to_string();
    let file_error = |source| WorkloadError::File {
        path: name(),
        source,
    };
    let file = std::fs::File::open(path).map_err(file_error)?;
    let mut read = Vec::new();
    for (before, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(file_error)?;
        if line.is_empty() {
            continue;
        }
        let one = serde_json::from_str(&line).map_err(|source| WorkloadError::Line {
            path: name(),
            line: before + 1,
            source,
        })?;
        read.push(one);
    }
    Ok(read)
}
