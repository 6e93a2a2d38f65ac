//! One record's content as a document of changes.

mod body;
mod content;
mod error;
mod gated;
mod graph;
mod guarded;
mod heads;
mod of_changes;
mod when_written;

pub use content::content_hash;
pub use error::DocumentError;
pub use heads::document_heads;

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::Digest;
use wangge_domain::lifecycle::Version;
use wangge_domain::record::{Content, Scalar};

use crate::gate::{self, ActorId, FlatOp, GateContext, GateError, GateReason, InspectedChange};
use body::Body;
use graph::Graph;
pub(crate) use guarded::guarded;

/// The content of one record（记录文档）: an Automerge document of flat scalars, guarded by the gate.
#[derive(Clone, Debug)]
pub struct Document {
    body: Body,
    graph: Graph,
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl Document {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        Self {
            body: Body::Empty,
            graph: Graph::default(),
        }
    }

    /// Reads a saved document; no bytes at all are an empty one. For documents of the own store:
    /// those of others pass change by change.
    ///
    /// # Errors
    /// [`DocumentError::Unreadable`]; nothing panics, whatever the bytes.
    pub fn load(bytes: &[u8]) -> Result<Self, DocumentError> {
        if bytes.is_empty() {
            return Ok(Self::new());
        }
        if bytes.len() > gate::limits::MAX_DOCUMENT_BYTES {
            return Err(DocumentError::Unreadable("too long".to_owned()));
        }
        guarded(|| {
            let body = Body::load(bytes)?;
            let graph = Graph::of(&body);
            Ok(Self { body, graph })
        })
        .map_err(DocumentError::Unreadable)
    }

    /// The whole document, uncompressed; empty for an empty one. A document of one change is that
    /// change, byte for byte.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        self.body.save()
    }

    /// Saves and reads back with the library: proof that what is stored can be opened again and
    /// gone on with. For the relay.
    ///
    /// # Errors
    /// [`DocumentError::Unreadable`] if it cannot.
    pub fn save_verified(&self) -> Result<Vec<u8>, DocumentError> {
        let bytes = guarded(|| Ok(self.save())).map_err(DocumentError::Library)?;
        if matches!(self.body, Body::One(_)) {
            self.body.prove().map_err(DocumentError::Unreadable)?;
            return Ok(bytes);
        }
        let again = Self::load(&bytes)?;
        if again.heads() == self.heads() {
            Ok(bytes)
        } else {
            Err(DocumentError::Unreadable(
                "other heads after saving".to_owned(),
            ))
        }
    }

    /// The newest changes, sorted.
    #[must_use]
    pub fn heads(&self) -> Vec<Digest> {
        self.body.heads()
    }

    /// True before the first change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.graph.len() == 0
    }

    /// How many changes it is made of.
    #[must_use]
    pub fn change_count(&self) -> usize {
        self.graph.len()
    }

    /// True if this change is part of the document.
    #[must_use]
    pub fn contains(&self, change: &Digest) -> bool {
        self.graph.contains(change)
    }

    /// The actors that wrote in the document.
    pub fn actors(&self) -> impl Iterator<Item = &ActorId> {
        self.graph.actors()
    }

    /// The actor of the change that the document began with, if there is just one such change.
    #[must_use]
    pub fn first_actor(&self) -> Option<ActorId> {
        self.graph.first_actor()
    }

    /// What it says.
    #[must_use]
    pub fn content(&self) -> Content {
        self.body.content(None)
    }

    /// What it said at these heads.
    ///
    /// # Errors
    /// [`DocumentError::UnknownHeads`].
    pub fn content_at(&self, heads: &[Digest]) -> Result<Content, DocumentError> {
        if !heads.iter().all(|head| self.graph.contains(head)) {
            return Err(DocumentError::UnknownHeads);
        }
        Ok(self.body.content(Some(heads)))
    }

    /// The version that a submit, a notice or a review cites.
    #[must_use]
    pub fn version(&self) -> Version {
        Version {
            heads: self.heads(),
            content: content_hash(&self.content()),
        }
    }

    /// Writes keys as one change by `actor`, on top of the heads that the user saw (`None`, or
    /// heads that are not here any more: the present ones), so that what others wrote since
    /// stays a visible conflict. Gives the change, uncompressed; it is applied here too.
    ///
    /// # Errors
    /// [`DocumentError::NoChange`] if every value already stands there at these heads.
    pub fn edit(
        &mut self,
        actor: &ActorId,
        base: Option<&[Digest]>,
        edits: &BTreeMap<String, Scalar>,
    ) -> Result<Vec<u8>, DocumentError> {
        let heads = self.base_for(actor, base);
        let before = self.content_at(&heads)?;
        let writes: Vec<(&String, &Scalar)> = edits
            .iter()
            .filter(|(key, value)| {
                before.conflicts.contains_key(*key) || before.fields.get(*key) != Some(value)
            })
            .collect();
        if writes.is_empty() {
            return Err(DocumentError::NoChange);
        }
        let bytes = self.compose(actor, heads, &writes)?;
        let not_allowed =
            |reason: &dyn std::fmt::Display| DocumentError::NotAllowed(reason.to_string());
        let inspected = gate::inspect(&bytes).map_err(|reason| not_allowed(&reason))?;
        // What no other replica would let in is not written here either.
        self.check(&inspected)
            .map_err(|error| not_allowed(&error))?;
        let body = self
            .body
            .with(&inspected, &bytes)
            .map_err(DocumentError::Library)?;
        if matches!(body, Body::One(_)) {
            body.prove().map_err(DocumentError::Library)?;
        }
        self.body = body;
        self.graph.insert(&inspected);
        Ok(bytes)
    }

    /// The heads that an edit builds on: those that the user saw, the actor's own last change
    /// included; the present ones if some of them are not here any more.
    fn base_for(&self, actor: &ActorId, base: Option<&[Digest]>) -> Vec<Digest> {
        let known = base.filter(|heads| heads.iter().all(|head| self.graph.contains(head)));
        let mut heads = known.map_or_else(|| self.heads(), <[Digest]>::to_vec);
        if let Some((_, last)) = self.graph.last_of(actor)
            && !self.graph.reaches(&heads, &last)
        {
            heads.push(last);
        }
        heads.sort_unstable();
        heads.dedup();
        heads
    }

    /// Writes the change itself. The library would write a conflict that is settled in favor of
    /// the winning value as a deletion of the others, which flat documents do not have: here a
    /// put replaces whatever its key shows.
    fn compose(
        &self,
        actor: &ActorId,
        heads: Vec<Digest>,
        writes: &[(&String, &Scalar)],
    ) -> Result<Vec<u8>, DocumentError> {
        let mut visible = Vec::with_capacity(writes.len());
        for (key, _) in writes {
            visible.push(
                self.body
                    .visible(key, &heads)
                    .map_err(|reason| DocumentError::Library(reason.to_string()))?,
            );
        }
        let others: BTreeSet<ActorId> = visible
            .iter()
            .flatten()
            .map(|(_, by)| *by)
            .filter(|by| by != actor)
            .collect();
        let other_actors: Vec<ActorId> = others.into_iter().collect();
        let index_of = |by: &ActorId| {
            let place = other_actors.binary_search(by).map_or(0, |place| place + 1);
            u64::try_from(place).unwrap_or(u64::MAX)
        };
        let ops = writes
            .iter()
            .zip(&visible)
            .map(|((key, value), visible)| FlatOp {
                key: (*key).clone(),
                value: (*value).clone(),
                predecessors: visible.iter().map(|(at, by)| (index_of(by), *at)).collect(),
            })
            .collect();
        let change = InspectedChange {
            hash: Digest::ZERO,
            seq: self.graph.last_of(actor).map_or(0, |(seq, _)| seq) + 1,
            start_op: self.graph.max_op(&heads) + 1,
            dependencies: heads,
            actor: *actor,
            other_actors,
            ops,
        };
        Ok(gate::encode_change(&change).0)
    }

    /// Lets a change of another device in: the gate, then the change on a copy. On an error the
    /// document is as it was. A change that is already here changes nothing.
    ///
    /// # Errors
    /// [`GateError::Need`] if changes that it builds on are missing, else why it was rejected.
    pub fn apply(&mut self, change: &[u8], gate: &GateContext) -> Result<(), GateError> {
        let inspected = gate::inspect(change)?;
        self.apply_inspected(&inspected, change, gate)
    }

    /// [`Document::apply`] for a change that was inspected before.
    ///
    /// # Errors
    /// As there.
    pub fn apply_inspected(
        &mut self,
        inspected: &InspectedChange,
        change: &[u8],
        gate: &GateContext,
    ) -> Result<(), GateError> {
        if !gate.owns(&inspected.actor) {
            return Err(GateReason::ForeignActor.into());
        }
        if self.graph.contains(&inspected.hash) {
            return Ok(());
        }
        if !planted!(SkipGate) {
            self.check(inspected)?;
        }
        self.apply_trusted(inspected, change)
    }

    /// Compares what the change claims with the document.
    fn check(&self, change: &InspectedChange) -> Result<(), GateError> {
        let missing: Vec<Digest> = change
            .dependencies
            .iter()
            .filter(|hash| !self.graph.contains(hash))
            .copied()
            .collect();
        if !missing.is_empty() {
            return Err(GateError::Need(missing));
        }
        let last = self.graph.last_of(&change.actor);
        let follows = match last {
            None => change.seq == 1,
            Some((seq, hash)) => {
                change.seq == seq + 1 && self.graph.reaches(&change.dependencies, &hash)
            }
        };
        if !follows {
            return Err(GateReason::Sequence.into());
        }
        if change.start_op != self.graph.max_op(&change.dependencies) + 1 {
            return Err(GateReason::StartOp.into());
        }
        if self.graph.len() >= gate::limits::MAX_DOCUMENT_CHANGES
            || self.body.keys() + change.ops.len() > gate::limits::MAX_DOCUMENT_KEYS
        {
            return Err(GateReason::DocumentLimit.into());
        }
        self.check_predecessors(change).map_err(GateError::from)
    }

    /// A put replaces exactly the operations that its key shows at the dependencies.
    fn check_predecessors(&self, change: &InspectedChange) -> Result<(), GateReason> {
        let mut heads = change.dependencies.clone();
        heads.sort_unstable();
        for op in &change.ops {
            let visible = self.body.visible(&op.key, &heads)?;
            let claimed: Option<Vec<(u64, ActorId)>> = op
                .predecessors
                .iter()
                .map(|(index, counter)| change.actor_at(*index).map(|actor| (*counter, actor)))
                .collect();
            if claimed != Some(visible) {
                return Err(GateReason::Predecessors);
            }
        }
        Ok(())
    }

    /// Applies a change that was checked, on a copy.
    fn apply_trusted(
        &mut self,
        inspected: &InspectedChange,
        bytes: &[u8],
    ) -> Result<(), GateError> {
        self.body = self
            .body
            .with(inspected, bytes)
            .map_err(|_| GateReason::Unappliable)?;
        self.graph.insert(inspected);
        Ok(())
    }
}
