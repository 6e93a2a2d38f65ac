use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wangge_domain::Digest;
use wangge_protocol::{EnvelopeId, Hasher};
use wangge_sync_engine::client::SyncSummary;
use wangge_sync_engine::store::MemoryRelayStore;
use wangge_sync_engine::testing::World;

use super::fleet::Fleet;
use super::random::Chance;
use super::tally::Tally;

const DAY_MS: u32 = 86_400_000;
/// Days of one world.
const DAYS: u64 = 40;
/// Rounds of undisturbed syncs after which everything must be where it belongs.
const SETTLING: u32 = 6;

/// One world from its founding to the judgement.
pub(crate) struct Scenario {
    pub(crate) world: World,
    pub(crate) relay: Arc<MemoryRelayStore>,
    pub(crate) chance: Chance,
    pub(crate) fleet: Fleet,
    pub(crate) tally: Tally,
    pub(crate) day: u64,
    pub(crate) backups: Vec<MemoryRelayStore>,
    pub(crate) healing_since: Option<u64>,
    /// Phones that have not been heard from since the restore.
    pub(crate) waiting: BTreeSet<usize>,
    /// Rows that phones held when the relay lost them, with the numbers they bore.
    pub(crate) promised: BTreeMap<EnvelopeId, Option<String>>,
    /// Healing was ended before everybody was heard: numbers may have been given again.
    pub(crate) ended_early: bool,
    /// Phones whose holders will learn that they are revoked.
    pub(crate) silent_from: BTreeMap<usize, u64>,
    /// The request at hand asks for rows.
    pub(crate) pulled: bool,
    /// Requests that the relay has answered.
    pub(crate) exchanges: u64,
    /// Tells of every day.
    pub(crate) is_verbose: bool,
    violations: Vec<String>,
    trace: Digest,
}

impl Scenario {
    pub(crate) fn new(seed: u64) -> Self {
        let mut made = None;
        let world = World::new(|tenant| {
            let store = Arc::new(MemoryRelayStore::new(tenant));
            made = Some(Arc::clone(&store));
            store as _
        });
        let mut fleet = Fleet::default();
        fleet.join(&world, true, 0);
        for grid in [0, 0, 0, 1, 1] {
            fleet.join(&world, false, grid);
        }
        Self {
            world,
            relay: made.expect("the store was just made"),
            chance: Chance::new(seed),
            fleet,
            tally: Tally::default(),
            day: 0,
            backups: Vec::new(),
            healing_since: None,
            waiting: BTreeSet::new(),
            promised: BTreeMap::new(),
            ended_early: false,
            silent_from: BTreeMap::new(),
            pulled: false,
            exchanges: 0,
            is_verbose: std::env::args().any(|one| one == "--verbose"),
            violations: Vec::new(),
            trace: Digest::ZERO,
        }
    }

    /// Lives through all days, lets things settle, and judges.
    pub(crate) fn run(&mut self) {
        self.tally.worlds = 1;
        while self.day < DAYS && self.violations.is_empty() {
            self.day += 1;
            self.world.pass(i64::from(DAY_MS));
            for member in &mut self.fleet.members {
                member.phone.pass(DAY_MS);
            }
            self.befall();
            self.keep();
            for index in 0..self.fleet.members.len() {
                self.live(index);
            }
            if self.is_verbose {
                self.tell();
            }
        }
        self.settle();
        self.judge();
    }

    fn tell(&self) {
        super::say(&format!(
            "day {}: {} phones, {} envelopes, {} syncs, {} exchanges, healing {:?}",
            self.day,
            self.fleet.members.len(),
            self.tally.envelopes,
            self.tally.syncs,
            self.exchanges,
            self.healing_since
        ));
    }

    /// One phone, one day.
    fn live(&mut self, index: usize) {
        if self
            .silent_from
            .get(&index)
            .is_some_and(|day| *day <= self.day)
        {
            self.fleet.members[index].is_silent = true;
        }
        let member = &self.fleet.members[index];
        if member.is_lost {
            return;
        }
        let online = self.day >= member.offline_until;
        if !member.is_silent {
            self.work(index);
            self.tally.device_days += u64::from(online);
        }
        if online {
            let summary = self.sync(index, true);
            self.note_summary(index, summary.as_ref());
        }
    }

    /// The faults are over; everybody syncs until nothing is left to do.
    fn settle(&mut self) {
        for member in &mut self.fleet.members {
            member.offline_until = 0;
        }
        for round in 0..SETTLING {
            if round == 2 && self.healing_since.is_some() {
                self.ended_early = true;
                self.end_healing();
            }
            for index in self.fleet.alive() {
                let summary = self.sync(index, false);
                self.note_summary(index, summary.as_ref());
            }
        }
    }

    fn note_summary(&mut self, index: usize, summary: Option<&SyncSummary>) {
        let said = format!("{} {index} {summary:?}", self.day);
        self.note(said.as_bytes());
    }

    /// Adds to the trace by which two runs are compared.
    pub(crate) fn note(&mut self, bytes: &[u8]) {
        self.trace = Hasher::new("wangge/sim-trace/1")
            .part(&self.trace.0)
            .part(bytes)
            .finish();
    }

    pub(crate) fn violation(&mut self, what: String) {
        if self.violations.len() < 20 {
            self.violations.push(format!("day {}: {what}", self.day));
        }
    }

    pub(crate) fn violations(&self) -> &[String] {
        &self.violations
    }

    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    pub(crate) fn trace(&self) -> Digest {
        self.trace
    }
}
