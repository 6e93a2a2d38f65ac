use automerge::{Automerge, Change};

use super::body::Body;
use super::graph::Graph;
use super::{Document, DocumentError, guarded};

impl Document {
    /// The document of changes that passed the gate before（由日志重建）, in any order: the content of
    /// a record as it was when just these stood in the log.
    ///
    /// # Errors
    /// [`DocumentError::Unreadable`]; nothing panics, whatever the bytes.
    pub fn of_changes(changes: &[Vec<u8>]) -> Result<Self, DocumentError> {
        guarded(|| {
            let mut library = Automerge::new();
            let changes = changes
                .iter()
                .map(|bytes| Change::from_bytes(bytes.clone()).map_err(|error| error.to_string()))
                .collect::<Result<Vec<_>, _>>()?;
            library
                .apply_changes(changes)
                .map_err(|error| error.to_string())?;
            let body = Body::of(library);
            let graph = Graph::of(&body);
            Ok(Self { body, graph })
        })
        .map_err(DocumentError::Unreadable)
    }
}
