use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wangge_domain::people::{Role, Scope};
use wangge_domain::record::Scalar;
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::store::{ClientStore, MemoryClientStore};
use wangge_sync_engine::testing::{Phone, World};

/// A phone of the fleet and what the model knows of it.
pub(crate) struct Member {
    pub(crate) phone: Phone,
    pub(crate) store: Arc<MemoryClientStore>,
    /// The grids it writes in.
    pub(crate) grids: Vec<usize>,
    /// Signs nothing any more: cloned and found out, or revoked.
    pub(crate) is_silent: bool,
    /// At the bottom of a river.
    pub(crate) is_lost: bool,
    /// Without signal until this day.
    pub(crate) offline_until: u64,
    /// Shares its key with another.
    pub(crate) is_clone: bool,
}

/// What a person was told is saved: by whom, where, which keys.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    pub(crate) by: usize,
    pub(crate) stream: StreamId,
    pub(crate) record: RecordId,
    pub(crate) edits: BTreeMap<String, Scalar>,
}

/// The fleet, and the naive model beside it.
#[derive(Default)]
pub(crate) struct Fleet {
    pub(crate) members: Vec<Member>,
    /// Every envelope whose sealing was acknowledged.
    pub(crate) acknowledged: BTreeMap<EnvelopeId, Acknowledged>,
    /// Records by grid, as the model knows them.
    pub(crate) records: BTreeMap<usize, Vec<RecordId>>,
    /// Hazards that wait for nothing but work on them.
    pub(crate) hazards: BTreeSet<RecordId>,
    next_record: u64,
}

impl Fleet {
    /// A record id nobody has.
    pub(crate) fn fresh_record(&mut self) -> RecordId {
        self.next_record += 1;
        let mut bytes = [0x7a; 16];
        bytes[8..].copy_from_slice(&self.next_record.to_be_bytes());
        RecordId::from_bytes(bytes)
    }

    /// Somebody new joins with a phone of the own.
    pub(crate) fn join(&mut self, world: &World, officer: bool, grid: usize) -> usize {
        let (role, scope, grids) = if officer {
            let scope = Scope::Subtree(world.town);
            (Role::StationOfficer, scope, vec![0, 1])
        } else {
            let scope = Scope::Subtree(world.grids[grid]);
            (Role::GridWorker, scope, vec![grid])
        };
        let mut kept = None;
        let phone = world.enroll(role, scope, |identity| {
            let store = Arc::new(MemoryClientStore::new(identity));
            kept = Some(Arc::clone(&store));
            store as Arc<dyn ClientStore>
        });
        let store = kept.expect("the store was just made");
        self.members.push(Member {
            phone,
            store,
            grids,
            is_silent: false,
            is_lost: false,
            offline_until: 0,
            is_clone: false,
        });
        self.members.len() - 1
    }

    /// A copy of a phone, as a restored backup of it is.
    pub(crate) fn clone_of(&mut self, index: usize) -> usize {
        let original = &mut self.members[index];
        original.is_clone = true;
        let store = Arc::new(original.store.image());
        let phone = Phone {
            device: original.phone.device,
            user: original.phone.user,
            key: original.phone.key.clone(),
            store: Arc::clone(&store) as Arc<dyn ClientStore>,
            policy: Arc::clone(&original.phone.policy),
            control: original.phone.control.clone(),
            now: original.phone.now,
            config: original.phone.config.clone(),
        };
        let grids = original.grids.clone();
        self.members.push(Member {
            phone,
            store,
            grids,
            is_silent: false,
            is_lost: false,
            offline_until: 0,
            is_clone: true,
        });
        self.members.len() - 1
    }

    /// Phones that still take part.
    pub(crate) fn alive(&self) -> Vec<usize> {
        (0..self.members.len())
            .filter(|index| !self.members[*index].is_lost)
            .collect()
    }
}
