use wangge_domain::Digest;
use wangge_protocol::sha256;

use super::Document;
use crate::gate::Reader;

/// Place of the checksum in a chunk: after the library's mark.
const CHECKSUM: usize = 4;
/// Place of the kind: after the checksum.
const KIND: usize = 8;
/// The kind of a chunk that is a whole document.
const DOCUMENT: u8 = 0;
/// The kind of a chunk that is one change.
const CHANGE: u8 = 1;

/// The newest changes of a saved document, sorted, without opening it where it says them itself.
/// None of one that cannot be read: it agrees with nobody's.
#[must_use]
pub fn document_heads(bytes: &[u8]) -> Vec<Digest> {
    let said = match bytes.get(KIND) {
        Some(&DOCUMENT) => heads_said(bytes),
        Some(&CHANGE) => only_change(bytes),
        _ => None,
    };
    said.unwrap_or_else(|| {
        Document::load(bytes).map_or_else(|_| Vec::new(), |document| document.heads())
    })
}

/// The one change that a document is: its hash is over all that follows the checksum, which is the
/// beginning of it.
fn only_change(bytes: &[u8]) -> Option<Vec<Digest>> {
    let hash = sha256(bytes.get(KIND..)?);
    let checksum = bytes.get(CHECKSUM..KIND)?;
    hash.0.starts_with(checksum).then(|| vec![hash])
}

/// The heads as a whole document lists them: after its length and its actors.
fn heads_said(bytes: &[u8]) -> Option<Vec<Digest>> {
    let mut reader = Reader::new(bytes.get(KIND + 1..)?);
    let length = reader.length().ok()?;
    if reader.rest().len() != length {
        return None;
    }
    for _ in 0..reader.length().ok()? {
        let actor = reader.length().ok()?;
        reader.take(actor).ok()?;
    }
    let mut heads = Vec::new();
    for _ in 0..reader.length().ok()? {
        heads.push(Digest(reader.array().ok()?));
    }
    heads.sort_unstable();
    Some(heads)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wangge_domain::record::Scalar;
    use wangge_domain::{DeviceId, UserId};

    use super::*;
    use crate::{ActorId, actor_id};

    fn actor(number: u8) -> ActorId {
        let device = DeviceId::from_bytes([number; 16]);
        actor_id(device, UserId::from_bytes([number; 16]), 0)
    }

    #[test]
    fn a_saved_document_says_its_heads() {
        let mut document = Document::new();
        assert_eq!(document_heads(&document.save()), []);
        let edits = |value: &str| BTreeMap::from([("name".to_owned(), Scalar::from(value))]);
        document.edit(&actor(1), None, &edits("甲")).unwrap();
        let first = document.heads();
        assert_eq!(document_heads(&document.save()), first);
        assert_eq!(only_change(&document.save()), Some(first.clone()));
        document.edit(&actor(1), None, &edits("乙")).unwrap();
        // Beside it, by another hand: two heads.
        document
            .edit(&actor(2), Some(&first), &edits("丙"))
            .unwrap();
        let saved = document.save();
        assert_eq!(document.heads().len(), 2);
        assert_eq!(heads_said(&saved), Some(document.heads()));
        assert_eq!(document_heads(&saved), document.heads());
        assert_eq!(document_heads(&saved[..saved.len() / 2]), []);
    }
}
