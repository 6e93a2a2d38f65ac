use automerge::{Automerge, Change, ChangeHash, ROOT, ReadDoc};
use wangge_domain::Digest;
use wangge_domain::record::Content;

use super::content::read_content;
use super::guarded;
use crate::gate::{self, ActorId, GateReason, InspectedChange};

/// Place of the kind in a chunk: after the library's mark and the checksum.
const KIND: usize = 8;
/// The kind of a chunk that is one change.
const CHANGE: u8 = 1;

/// How the changes of a document are held（文档本体）.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// There are none.
    Empty,
    /// One that began it. The gate has read it whole, and it is the saved document, too: most
    /// records of a log never have another, and none of them costs the library's work.
    One(Box<FirstChange>),
    /// More, in the library's hands.
    Many(Box<Automerge>),
}

/// The change that began a document, as the gate read it and as it came.
#[derive(Clone, Debug)]
pub(super) struct FirstChange {
    pub(super) change: InspectedChange,
    bytes: Vec<u8>,
}

impl FirstChange {
    /// One change by itself, if it can begin a document.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, GateReason> {
        let change = gate::inspect(bytes)?;
        if !change.is_first() {
            return Err(GateReason::Sequence);
        }
        if change.ops.iter().any(|op| !op.predecessors.is_empty()) {
            return Err(GateReason::Predecessors);
        }
        let bytes = bytes.to_vec();
        Ok(Self { change, bytes })
    }
}

impl Body {
    /// Reads what [`Body::save`] wrote, or what the library wrote of a document.
    pub(super) fn load(bytes: &[u8]) -> Result<Self, String> {
        if bytes.is_empty() {
            return Ok(Self::Empty);
        }
        if bytes.get(KIND) == Some(&CHANGE) {
            let first = FirstChange::read(bytes).map_err(|reason| reason.to_string())?;
            return Ok(Self::One(Box::new(first)));
        }
        let library = Automerge::load(bytes).map_err(|error| error.to_string())?;
        Ok(Self::of(library))
    }

    /// A document of the library, or its one change, so that it is saved alike wherever it is.
    pub(super) fn of(library: Automerge) -> Self {
        let changes = library.get_changes_meta(&[]).len();
        if changes == 0 {
            return Self::Empty;
        }
        let only = (changes == 1)
            .then(|| library.get_changes(&[]).pop())
            .flatten()
            .and_then(|change| FirstChange::read(change.raw_bytes()).ok());
        only.map_or_else(
            || Self::Many(Box::new(library)),
            |first| Self::One(Box::new(first)),
        )
    }

    /// The whole, uncompressed; nothing for an empty one.
    pub(super) fn save(&self) -> Vec<u8> {
        match self {
            Self::Empty => Vec::new(),
            Self::One(first) => first.bytes.clone(),
            Self::Many(library) => library.save_nocompress(),
        }
    }

    /// The same as the library holds it.
    fn library(&self) -> Result<Automerge, String> {
        match self {
            Self::Empty => Ok(Automerge::new()),
            Self::One(first) => {
                let mut library = Automerge::new();
                take(&mut library, &first.bytes, &first.change.hash)?;
                Ok(library)
            }
            Self::Many(library) => Ok(library.as_ref().clone()),
        }
    }

    /// Opens the document with the library, whatever holds it here: it must come to the same.
    pub(super) fn prove(&self) -> Result<(), String> {
        guarded(|| {
            let library = Self::Many(Box::new(self.library()?));
            if library.heads() == self.heads() && library.content(None) == self.content(None) {
                Ok(())
            } else {
                Err("the library reads another document".to_owned())
            }
        })
    }

    /// The newest changes, sorted.
    pub(super) fn heads(&self) -> Vec<Digest> {
        match self {
            Self::Empty => Vec::new(),
            Self::One(first) => vec![first.change.hash],
            Self::Many(library) => {
                let heads = library.get_heads().into_iter();
                let mut heads: Vec<Digest> = heads.map(|hash| Digest(hash.0)).collect();
                heads.sort_unstable();
                heads
            }
        }
    }

    /// How many keys it has.
    pub(super) fn keys(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::One(first) => first.change.ops.len(),
            Self::Many(library) => library.length(ROOT),
        }
    }

    /// What it says now, or said at these heads, which are part of it.
    pub(super) fn content(&self, heads: Option<&[Digest]>) -> Content {
        match self {
            _ if heads.is_some_and(<[Digest]>::is_empty) => Content::default(),
            Self::Empty => Content::default(),
            Self::One(first) => {
                let ops = first.change.ops.iter();
                Content {
                    fields: ops.map(|op| (op.key.clone(), op.value.clone())).collect(),
                    ..Content::default()
                }
            }
            Self::Many(library) => {
                let hashes: Option<Vec<ChangeHash>> =
                    heads.map(|heads| heads.iter().map(|head| ChangeHash(head.0)).collect());
                read_content(library, hashes.as_deref())
            }
        }
    }

    /// The operations that a key shows at some heads, by counter and actor.
    pub(super) fn visible(
        &self,
        key: &str,
        heads: &[Digest],
    ) -> Result<Vec<(u64, ActorId)>, GateReason> {
        let library = match self {
            _ if heads.is_empty() => return Ok(Vec::new()),
            Self::Empty => return Ok(Vec::new()),
            Self::One(first) => {
                let change = &first.change;
                let place = change.ops.iter().position(|op| op.key == key);
                let counter = |place| u64::try_from(place).map(|place| change.start_op + place);
                return Ok(place
                    .and_then(|place| counter(place).ok())
                    .map(|counter| (counter, change.actor))
                    .into_iter()
                    .collect());
            }
            Self::Many(library) => library,
        };
        let all = if heads == self.heads() {
            library.get_all(ROOT, key)
        } else {
            let hashes: Vec<ChangeHash> = heads.iter().map(|head| ChangeHash(head.0)).collect();
            library.get_all_at(ROOT, key, &hashes)
        };
        let mut visible = all
            .map_err(|_| GateReason::Unappliable)?
            .into_iter()
            .map(|(_, id)| match id {
                automerge::ObjId::Id(counter, actor, _) => <[u8; 16]>::try_from(actor.to_bytes())
                    .map(|actor| (counter, ActorId(actor)))
                    .map_err(|_| GateReason::Predecessors),
                automerge::ObjId::Root => Err(GateReason::Predecessors),
            })
            .collect::<Result<Vec<_>, _>>()?;
        visible.sort_unstable();
        Ok(visible)
    }

    /// The body with one change more, which was checked; this one stays as it is.
    pub(super) fn with(&self, inspected: &InspectedChange, bytes: &[u8]) -> Result<Self, String> {
        if matches!(self, Self::Empty) {
            return Ok(Self::One(Box::new(FirstChange {
                change: inspected.clone(),
                bytes: bytes.to_vec(),
            })));
        }
        guarded(|| {
            let mut library = self.library()?;
            take(&mut library, bytes, &inspected.hash)?;
            Ok(Self::Many(Box::new(library)))
        })
    }
}

/// Lets the library apply a change, and sees that it did.
fn take(library: &mut Automerge, bytes: &[u8], hash: &Digest) -> Result<(), String> {
    let change = Change::from_bytes(bytes.to_vec()).map_err(|error| error.to_string())?;
    library
        .apply_changes([change])
        .map_err(|error| error.to_string())?;
    let is_here = library
        .get_change_meta_by_hash(&ChangeHash(hash.0))
        .is_some();
    if is_here {
        Ok(())
    } else {
        Err("the change was not taken".to_owned())
    }
}
