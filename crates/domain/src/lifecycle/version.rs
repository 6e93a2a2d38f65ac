use serde::{Deserialize, Serialize};

use crate::Digest;

/// The frozen version of a record's content that an event is about: review, notice and
/// acceptance cite it, so that nobody accepts what was changed behind their back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Version {
    /// Heads of the document, sorted.
    pub heads: Vec<Digest>,
    /// Hash of the canonical typed content at these heads.
    pub content: Digest,
}
