use wangge_domain::Digest;

use super::body::Body;
use super::{Document, DocumentError, content_hash, guarded};
use crate::gate;

/// Place of the kind in a chunk: after the library's mark and the checksum.
const KIND: usize = 8;
/// The kind of a chunk that is a whole document.
const DOCUMENT: u8 = 0;

impl Document {
    /// Reads a saved document that another side made（文档闸门）: the gate looks at the bytes before
    /// the library does, then at every change in it, and the document is made anew out of them. It
    /// has to come to the same, with these heads.
    ///
    /// # Errors
    /// [`DocumentError`]: it is not to be believed.
    pub fn load_gated(bytes: &[u8], heads: &[Digest]) -> Result<Self, DocumentError> {
        let refused =
            |reason: &dyn std::fmt::Display| DocumentError::NotAllowed(reason.to_string());
        if bytes.get(KIND) == Some(&DOCUMENT) {
            gate::inspect_saved(bytes).map_err(|reason| refused(&reason))?;
        }
        // What is not a whole document is one change, or nothing.
        let loaded = Self::load(bytes)?;
        let mut again = Self::new();
        for change in loaded.raw_changes()? {
            let inspected = gate::inspect(&change).map_err(|reason| refused(&reason))?;
            again.check(&inspected).map_err(|reason| refused(&reason))?;
            again
                .apply_trusted(&inspected, &change)
                .map_err(|reason| refused(&reason))?;
        }
        let same = again.heads() == heads
            && loaded.heads() == heads
            && content_hash(&again.content()) == content_hash(&loaded.content());
        if same {
            Ok(loaded)
        } else {
            Err(DocumentError::Unreadable("another document".to_owned()))
        }
    }

    /// Its changes, each after those that it builds on.
    fn raw_changes(&self) -> Result<Vec<Vec<u8>>, DocumentError> {
        match &self.body {
            Body::Empty => Ok(Vec::new()),
            Body::One(_) => Ok(vec![self.save()]),
            Body::Many(library) => guarded(|| {
                let changes = library.get_changes(&[]).into_iter();
                Ok(changes.map(|change| change.raw_bytes().to_vec()).collect())
            })
            .map_err(DocumentError::Library),
        }
    }
}
