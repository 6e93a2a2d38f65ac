use wangge_domain::record::Content;

use super::Document;

impl Document {
    /// What it said when a key was written（写入时的内容）: as of the change that wrote what the key shows
    /// now, which saw everything that its author saw. `None`: nobody wrote it, or two people at the
    /// same time.
    #[must_use]
    pub fn content_when_written(&self, key: &str) -> Option<Content> {
        let visible = self.body.visible(key, &self.heads()).ok()?;
        let [(counter, actor)] = visible.as_slice() else {
            return None;
        };
        let change = self.graph.change_with(actor, *counter)?;
        Some(self.body.content(Some(&[change])))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wangge_domain::record::Scalar;
    use wangge_domain::{DeviceId, UserId};

    use super::*;
    use crate::actor_id;

    fn write(document: &mut Document, key: &str, value: &str) {
        let actor = actor_id(
            DeviceId::from_bytes([1; 16]),
            UserId::from_bytes([2; 16]),
            0,
        );
        let edits = BTreeMap::from([(key.to_owned(), Scalar::from(value))]);
        document.edit(&actor, None, &edits).unwrap();
    }

    #[test]
    fn the_content_under_a_signature_is_that_of_its_own_change() {
        let mut document = Document::new();
        assert_eq!(document.content_when_written("signed"), None);
        write(&mut document, "text", "first");
        write(&mut document, "signed", "yes");
        write(&mut document, "text", "second");
        let then = document.content_when_written("signed").unwrap();
        assert_eq!(then.text("text"), Some("first"));
        assert_eq!(then.text("signed"), Some("yes"));
        let now = document.content_when_written("text").unwrap();
        assert_eq!(now, document.content());
        assert_eq!(document.content_when_written("nothing"), None);
    }

    #[test]
    fn a_document_of_one_change_is_read_the_same_way() {
        let mut document = Document::new();
        write(&mut document, "text", "first");
        let then = document.content_when_written("text").unwrap();
        assert_eq!(then.text("text"), Some("first"));
    }
}
