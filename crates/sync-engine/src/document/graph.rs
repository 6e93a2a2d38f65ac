use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::Digest;

use super::body::Body;
use crate::gate::{ActorId, InspectedChange};

/// What is known of one change of a document.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) dependencies: Vec<Digest>,
    pub(super) max_op: u64,
    actor: Option<ActorId>,
}

/// The changes of a document by hash, and the last of each actor.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    nodes: BTreeMap<Digest, Node>,
    last: BTreeMap<ActorId, (u64, Digest)>,
}

impl Graph {
    pub(super) fn of(body: &Body) -> Self {
        let mut graph = Self::default();
        match body {
            Body::Empty => {}
            Body::One(first) => graph.insert(&first.change),
            Body::Many(library) => {
                for change in library.get_changes_meta(&[]) {
                    let actor = <[u8; 16]>::try_from(change.actor.to_bytes()).map(ActorId);
                    let node = Node {
                        dependencies: change.deps.iter().map(|hash| Digest(hash.0)).collect(),
                        max_op: change.max_op,
                        actor: actor.ok(),
                    };
                    graph.add(change.seq, Digest(change.hash.0), node);
                }
            }
        }
        graph
    }

    fn add(&mut self, seq: u64, hash: Digest, node: Node) {
        if let Some(actor) = node.actor {
            let last = self.last.entry(actor).or_insert((0, Digest::ZERO));
            if seq > last.0 {
                *last = (seq, hash);
            }
        }
        self.nodes.insert(hash, node);
    }

    pub(super) fn insert(&mut self, change: &InspectedChange) {
        let node = Node {
            dependencies: change.dependencies.clone(),
            max_op: change.max_op(),
            actor: Some(change.actor),
        };
        self.add(change.seq, change.hash, node);
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn contains(&self, hash: &Digest) -> bool {
        self.nodes.contains_key(hash)
    }

    /// The last change of an actor: its number and hash.
    pub(super) fn last_of(&self, actor: &ActorId) -> Option<(u64, Digest)> {
        self.last.get(actor).copied()
    }

    pub(super) fn actors(&self) -> impl Iterator<Item = &ActorId> {
        self.last.keys()
    }

    /// The greatest operation counter among these changes.
    pub(super) fn max_op(&self, hashes: &[Digest]) -> u64 {
        hashes
            .iter()
            .filter_map(|hash| self.nodes.get(hash))
            .map(|node| node.max_op)
            .max()
            .unwrap_or(0)
    }

    /// Whether `ancestor` is one of these changes or one that they build on.
    pub(super) fn reaches(&self, from: &[Digest], ancestor: &Digest) -> bool {
        let mut seen: BTreeSet<Digest> = BTreeSet::new();
        let mut open: Vec<Digest> = from.to_vec();
        while let Some(hash) = open.pop() {
            if hash == *ancestor {
                return true;
            }
            if seen.insert(hash)
                && let Some(node) = self.nodes.get(&hash)
            {
                open.extend_from_slice(&node.dependencies);
            }
        }
        false
    }

    /// The change in which an actor made the operation with this counter.
    pub(super) fn change_with(&self, actor: &ActorId, counter: u64) -> Option<Digest> {
        let own = self.nodes.iter().filter(|(_, node)| {
            // The counters of an actor rise from change to change.
            node.actor.as_ref() == Some(actor) && node.max_op >= counter
        });
        own.min_by_key(|(_, node)| node.max_op)
            .map(|(hash, _)| *hash)
    }

    /// Who made the change that the document began with, if there is just one such change.
    pub(super) fn first_actor(&self) -> Option<ActorId> {
        let mut roots = self
            .nodes
            .values()
            .filter(|node| node.dependencies.is_empty());
        match (roots.next(), roots.next()) {
            (Some(root), None) => root.actor,
            _ => None,
        }
    }
}
