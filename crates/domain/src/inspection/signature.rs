use std::collections::BTreeSet;

use uuid::Uuid;

use super::keys;
use crate::Digest;
use crate::record::Content;

/// A signature on the screen（手写签名）as it stands in the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Which.
    pub id: Uuid,
    /// Who signed, as written.
    pub signer: String,
    /// As what.
    pub role: String,
    /// The strokes.
    pub strokes: String,
    /// Hash of the statement shown; `None` if it is missing or no hash.
    pub statement: Option<Digest>,
}

impl Signature {
    /// True if it is a signature of this statement: all parts there, and the statement the same
    /// as when it was signed. A signature is void if what was signed has changed.
    #[must_use]
    pub fn holds_for(&self, statement: Digest) -> bool {
        !self.signer.is_empty() && !self.strokes.is_empty() && self.statement == Some(statement)
    }
}

/// The signatures of a record, in the order of their ids.
#[must_use]
pub fn signatures(content: &Content) -> Vec<Signature> {
    let ids: BTreeSet<Uuid> = content
        .under(keys::SIGNATURE_PREFIX)
        .filter_map(|(rest, _)| rest.split_once('/')?.0.parse().ok())
        .collect();
    let text = |key: String| content.text(&key).unwrap_or_default().to_owned();
    ids.into_iter()
        .map(|id| Signature {
            id,
            signer: text(keys::signature_signer(id)),
            role: text(keys::signature_role(id)),
            strokes: text(keys::signature_strokes(id)),
            statement: text(keys::signature_statement(id)).parse().ok(),
        })
        .filter(|signature| !signature.signer.is_empty() || !signature.strokes.is_empty())
        .collect()
}
