use std::collections::BTreeSet;

use wangge_domain::lifecycle::{Event, RedactionAsked, RedactionFacts, Version};
use wangge_domain::{Digest, UserId};
use wangge_protocol::{BlobHashes, Envelope, Row};

use crate::redacted_files::{accepted, files_left};
use crate::redaction::{confirms_redaction, keys_written};

/// What the acts of a redaction are about（涂销对象）: the envelopes and the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RedactionAim {
    /// The envelopes whose changes are to be blanked.
    pub(crate) named: BTreeSet<Digest>,
    /// The fields that do not live on.
    pub(crate) fields: BTreeSet<String>,
    /// What is left, of a confirmation.
    pub(crate) version: Option<Version>,
}

impl RedactionAim {
    /// Of these events, with the request that waits. `None`: none of them is an act of a redaction.
    pub(crate) fn of<'a>(
        events: impl IntoIterator<Item = &'a Event>,
        asked: Option<&RedactionAsked>,
    ) -> Option<Self> {
        let (mut aim, mut any) = (Self::default(), false);
        for event in events {
            match event {
                Event::RedactionRequested {
                    envelopes, fields, ..
                } => {
                    any = true;
                    aim.named.extend(envelopes.iter().copied());
                    aim.fields.extend(fields.iter().cloned());
                }
                Event::RedactionConfirmed { version, .. } => {
                    any = true;
                    aim.version = Some(version.clone());
                    if let Some(asked) = asked {
                        aim.named.extend(asked.envelopes.iter().copied());
                        aim.fields.extend(asked.fields.iter().cloned());
                    }
                }
                _ => {}
            }
        }
        any.then_some(aim)
    }

    /// What the accepted rows of the record say of it（涂销事实）. Whether the envelope of a confirmation
    /// begins the right document is told by the relay alone, and taken for granted here.
    ///
    /// Authors are those of the content: whoever made an envelope that is named or wrote one of the
    /// fields, and whoever made one that was blanked before, since nobody can say any more which
    /// fields it wrote. The confirmation of an earlier redaction carries over what others wrote, word
    /// for word, and makes nobody an author.
    pub(crate) fn told_by(&self, rows: &[Row]) -> RedactionFacts {
        let mut authors: BTreeSet<UserId> = BTreeSet::new();
        let mut known: BTreeSet<Digest> = BTreeSet::new();
        let mut unnamed = 0_u32;
        let files = self.files_of(rows);
        for envelope in accepted(rows) {
            let id = envelope.id();
            let is_named = self.named.contains(&id);
            let wrote = !self.fields.is_disjoint(&keys_written(envelope));
            if is_named {
                let holds =
                    envelope.changes().next().is_some() || !envelope.header.blobs.is_empty();
                if holds || envelope.is_blanked() {
                    known.insert(id);
                }
            } else if wrote || (!envelope.is_blanked() && names_one(envelope, &files)) {
                unnamed += 1;
            }
            let counts = is_named || wrote || envelope.is_blanked();
            if counts && !confirms_redaction(envelope) {
                authors.insert(envelope.header.user);
            }
        }
        RedactionFacts {
            authors: authors.into_iter().collect(),
            unknown: u32::try_from(self.named.len() - known.len()).unwrap_or(u32::MAX),
            unnamed,
            rooted: true,
        }
    }

    /// The photos that are to go: an envelope that names one of them goes with it, or it could still
    /// be read.
    fn files_of(&self, rows: &[Row]) -> Vec<BlobHashes> {
        let left = files_left(rows, &self.named, &self.fields);
        let named = accepted(rows).filter(|envelope| self.named.contains(&envelope.id()));
        let all = named.flat_map(|envelope| envelope.header.blobs.iter().copied());
        all.filter(|blobs| !left.contains(blobs)).collect()
    }
}

fn names_one(envelope: &Envelope, files: &[BlobHashes]) -> bool {
    let mut named = envelope.header.blobs.iter();
    named.any(|blobs| files.contains(blobs))
}
