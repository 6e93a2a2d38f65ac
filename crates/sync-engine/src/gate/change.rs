use wangge_domain::Digest;
use wangge_domain::record::Scalar;

/// The actor of a change（变更主体）: twelve bytes that stand for device and user, four for the
/// incarnation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub [u8; 16]);

impl std::fmt::Debug for ActorId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ActorId(")?;
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        write!(f, ")")
    }
}

/// A change as the gate read it, without the document library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedChange {
    /// Hash of the change.
    pub hash: Digest,
    /// The changes it builds on.
    pub dependencies: Vec<Digest>,
    /// Who made it.
    pub actor: ActorId,
    /// Its number among the actor's changes of the document, from 1.
    pub seq: u64,
    /// Counter of its first operation.
    pub start_op: u64,
    /// Actors whose operations it replaces, in ascending order.
    pub other_actors: Vec<ActorId>,
    /// What it writes.
    pub ops: Vec<FlatOp>,
}

/// One key put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatOp {
    /// The key at the root.
    pub key: String,
    /// The value.
    pub value: Scalar,
    /// The operations it replaces: (actor as an index, counter). Index 0 is the change's own
    /// actor, the others follow.
    pub predecessors: Vec<(u64, u64)>,
}

impl InspectedChange {
    /// Counter of its last operation.
    #[must_use]
    pub fn max_op(&self) -> u64 {
        let ops = u64::try_from(self.ops.len()).unwrap_or(u64::MAX);
        self.start_op.saturating_add(ops).saturating_sub(1)
    }

    /// The actor behind an index of a predecessor.
    #[must_use]
    pub fn actor_at(&self, index: u64) -> Option<ActorId> {
        if index == 0 {
            return Some(self.actor);
        }
        self.other_actors
            .get(usize::try_from(index - 1).ok()?)
            .copied()
    }

    /// True if it begins a document: nothing before it, by a new actor.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.dependencies.is_empty() && self.seq == 1 && self.start_op == 1
    }
}
