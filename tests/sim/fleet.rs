use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::people::{Role, Scope};
use wangge_domain::record::Scalar;
use wangge_domain::{GridId, RecordId, StreamId, Timestamp};
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::testing::{Phone, World};

use crate::phone_disk::PhoneDisk;
use crate::versions::App;

/// A phone of the fleet and what the model knows of it.
pub(crate) struct Member {
    pub(crate) phone: Phone,
    pub(crate) disk: PhoneDisk,
    /// Which app it runs.
    pub(crate) app: App,
    /// The grids it writes in.
    pub(crate) grids: Vec<usize>,
    /// Signs nothing any more: cloned and found out, or revoked.
    pub(crate) is_silent: bool,
    /// Is granted one premises and nothing else.
    pub(crate) is_helper: bool,
    /// At the bottom of a river.
    pub(crate) is_lost: bool,
    /// Without signal until this day.
    pub(crate) offline_until: u64,
    /// Shares its key with another.
    pub(crate) is_clone: bool,
    /// What the phone was told is stored, besides envelopes.
    pub(crate) told: Told,
    /// How far it has come into the day by its own doings.
    pub(crate) into_the_day_ms: u32,
}

impl Member {
    /// Time passes for this phone, within the day.
    pub(crate) fn pass(&mut self, ms: u32) {
        self.phone.pass(ms);
        self.into_the_day_ms = self.into_the_day_ms.saturating_add(ms);
    }

    /// The next day begins.
    pub(crate) fn next_day(&mut self, day_ms: u32) {
        self.phone.pass(day_ms.saturating_sub(self.into_the_day_ms));
        self.into_the_day_ms = self.into_the_day_ms.saturating_sub(day_ms);
    }
}

/// What a phone was told is stored, besides envelopes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// How far it had pulled.
    pub(crate) cursors: BTreeMap<StreamId, (u32, u64)>,
    /// Unsealed edits.
    pub(crate) drafts: BTreeMap<RecordId, BTreeMap<String, Scalar>>,
    /// Own envelopes that went with a stream that is no longer granted, and are not back.
    pub(crate) withdrawn: BTreeSet<EnvelopeId>,
}

/// What a person was told is saved: by whom, where, which keys, and when in truth.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    pub(crate) by: usize,
    pub(crate) stream: StreamId,
    pub(crate) record: RecordId,
    pub(crate) edits: BTreeMap<String, Scalar>,
    pub(crate) at: Timestamp,
    /// Written where its author has no rights, and never had.
    pub(crate) is_trespass: bool,
    /// Written on what has moved out of the author's grids before.
    pub(crate) is_after_move: bool,
    /// Written on what has moved into the author's grids from another's.
    pub(crate) is_in_new_home: bool,
}

/// The fleet, and the naive model beside it.
#[derive(Default)]
pub(crate) struct Fleet {
    pub(crate) members: Vec<Member>,
    /// Every envelope whose sealing was acknowledged.
    pub(crate) acknowledged: BTreeMap<EnvelopeId, Acknowledged>,
    /// Every value that somebody tried to write, whether it was acknowledged or not.
    pub(crate) attempts: BTreeMap<(RecordId, String), Vec<Scalar>>,
    /// Records by grid, as the model knows them.
    pub(crate) records: BTreeMap<usize, Vec<RecordId>>,
    /// Hazards that wait for nothing but work on them.
    pub(crate) hazards: BTreeSet<RecordId>,
    /// Hazards that hang on a premises.
    pub(crate) hangs_on: BTreeMap<RecordId, RecordId>,
    /// Records of a kind that no app of today knows.
    pub(crate) later: BTreeSet<RecordId>,
    /// Premises at which somebody helps who is granted nothing else.
    pub(crate) helped: Vec<RecordId>,
    /// What has moved to another grid, with what hangs on it, and when last.
    pub(crate) moved: BTreeMap<RecordId, Timestamp>,
    /// Where premises that moved live, as it was said last.
    pub(crate) homes: BTreeMap<RecordId, GridId>,
    /// Every move of a premises: when, by the relay's log, and to which grid.
    pub(crate) move_log: BTreeMap<RecordId, Vec<(Timestamp, usize)>>,
    /// Moves so far.
    pub(crate) moves: u64,
    /// The phones keep their data in real databases.
    pub(crate) is_real: bool,
    next_record: u64,
}

impl Fleet {
    /// Nobody yet.
    pub(crate) fn new(is_real: bool) -> Self {
        Self {
            is_real,
            ..Self::default()
        }
    }

    /// Somebody tries to write this: it may stand from now on.
    pub(crate) fn attempts(&mut self, record: RecordId, edits: &BTreeMap<String, Scalar>) {
        for (key, value) in edits {
            let values = self.attempts.entry((record, key.clone())).or_default();
            values.push(value.clone());
        }
    }

    /// A record id nobody has.
    pub(crate) fn fresh_record(&mut self) -> RecordId {
        self.next_record += 1;
        let mut bytes = [0x7a; 16];
        bytes[8..].copy_from_slice(&self.next_record.to_be_bytes());
        RecordId::from_bytes(bytes)
    }

    /// Somebody new joins with a phone of the own.
    pub(crate) fn join(&mut self, world: &World, officer: bool, grid: usize) -> usize {
        if officer {
            let scope = Scope::Subtree(world.town);
            self.enroll(world, Role::StationOfficer, scope, vec![0, 1])
        } else {
            let scope = Scope::Subtree(world.grids[grid]);
            self.enroll(world, Role::GridWorker, scope, vec![grid])
        }
    }

    /// Somebody joins who is granted one premises of a grid and nothing else, and writes nothing.
    pub(crate) fn join_helper(&mut self, world: &World, premises: RecordId, grid: usize) {
        let scope = Scope::Premises(premises);
        let index = self.enroll(world, Role::GridWorker, scope, vec![grid]);
        self.members[index].is_silent = true;
        self.members[index].is_helper = true;
        self.helped.push(premises);
    }

    /// In which grid a premises was registered.
    pub(crate) fn grid_of(&self, premises: RecordId) -> Option<usize> {
        let mut grids = self.records.iter();
        let found = grids.find(|(_, records)| records.contains(&premises));
        found.map(|(grid, _)| *grid)
    }

    /// The premises that a record is or hangs on.
    pub(crate) fn premises_of(&self, record: RecordId) -> RecordId {
        self.hangs_on.get(&record).copied().unwrap_or(record)
    }

    /// Premises that have moved into a grid from another, as it was said last.
    pub(crate) fn moved_into(&self, grid: usize, home: GridId) -> Vec<(RecordId, usize)> {
        let into = self.homes.iter().filter(|(_, lives)| **lives == home);
        into.filter_map(|(premises, _)| Some((*premises, self.grid_of(*premises)?)))
            .filter(|(_, registered)| *registered != grid)
            .collect()
    }

    fn enroll(&mut self, world: &World, role: Role, scope: Scope, grids: Vec<usize>) -> usize {
        let mut kept = None;
        let mut phone = world.enroll(role, scope, |identity| {
            let disk = PhoneDisk::enrolled(identity, self.is_real);
            let client = disk.client();
            kept = Some(disk);
            client
        });
        if self.members.len() % 4 == 1 {
            // A slow line: a day's rows come in several pages, and go in several pushes.
            phone.config.want_bytes = 12 * 1024;
            phone.config.first_batch = 2;
            phone.config.max_batch = 4;
        }
        let is_older = self.members.len() % 3 == 2;
        let app = if is_older { App::Older } else { App::Newer };
        self.members.push(Member {
            phone,
            disk: kept.expect("the disk was just made"),
            app,
            grids,
            is_silent: false,
            is_helper: false,
            is_lost: false,
            offline_until: 0,
            is_clone: false,
            told: Told::default(),
            into_the_day_ms: 0,
        });
        self.members.len() - 1
    }

    /// A copy of a phone, as a restored backup of it is.
    pub(crate) fn clone_of(&mut self, index: usize) -> usize {
        let original = &mut self.members[index];
        original.is_clone = true;
        let disk = original.disk.copy();
        original.phone.store = original.disk.client();
        let phone = Phone {
            device: original.phone.device,
            user: original.phone.user,
            key: original.phone.key.clone(),
            store: disk.client(),
            policy: original.phone.policy.clone(),
            control: original.phone.control.clone(),
            now: original.phone.now,
            config: original.phone.config.clone(),
            says: original.phone.says,
        };
        let grids = original.grids.clone();
        let app = original.app;
        let told = original.told.clone();
        let into_the_day_ms = original.into_the_day_ms;
        let is_helper = original.is_helper;
        self.members.push(Member {
            phone,
            disk,
            app,
            grids,
            is_silent: false,
            is_helper,
            is_lost: false,
            offline_until: 0,
            is_clone: true,
            told,
            into_the_day_ms,
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
