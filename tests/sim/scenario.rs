use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wangge_domain::{DeviceId, Digest, StreamId, Timestamp};
use wangge_protocol::{EnvelopeId, Hasher, SyncRequest};
use wangge_sync_engine::client::SyncSummary;
use wangge_sync_engine::store::MemoryRelayStore;
use wangge_sync_engine::testing::World;

use crate::chance::Chance;
use crate::fleet::Fleet;
use crate::tally::Tally;

const DAY_MS: u32 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;
/// Rounds of undisturbed syncs after which everything must be where it belongs.
const SETTLING: u32 = 6;
/// Rounds after these while rows still come: who gave back what a relay had lost is heard to stand level
/// one sync later, and only then are its numbers given.
const LATER: u32 = 3;
/// Seeds from here on are for long runs: worlds of bad disks.
const ROUGH: u64 = 100_000;
/// More of them would only say the same.
const MOST_VIOLATIONS: usize = 20;

/// What kind of world it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    /// Days from its founding to the judgement.
    pub(crate) days: u64,
    /// The phones keep their data in real databases on disks that lose power.
    pub(crate) is_real: bool,
    /// How often in a thousand days the relay loses its disk.
    pub(crate) restores: usize,
    /// How often in a thousand something goes wrong with a phone's disk.
    pub(crate) troubles: usize,
}

impl Plan {
    /// The world of a seed: every other one on real databases, every third without a restore; from
    /// `ROUGH` on with disks that fail five times as often.
    pub(crate) fn of(seed: u64) -> Self {
        Self {
            seed,
            days: 40,
            is_real: seed.is_multiple_of(2),
            restores: if seed.is_multiple_of(3) { 0 } else { 60 },
            troubles: if seed < ROUGH { 40 } else { 200 },
        }
    }
}

/// One world from its founding to the judgement.
pub(crate) struct Scenario {
    pub(crate) plan: Plan,
    pub(crate) world: World,
    pub(crate) relay: Arc<MemoryRelayStore>,
    pub(crate) chance: Chance,
    pub(crate) fleet: Fleet,
    pub(crate) tally: Tally,
    pub(crate) day: u64,
    pub(crate) backups: Vec<MemoryRelayStore>,
    pub(crate) healing_since: Option<u64>,
    /// The relay was restored at least once.
    pub(crate) was_restored: bool,
    /// Phones that have not been heard from since the restore.
    pub(crate) waiting: BTreeSet<usize>,
    /// Those among them that the relay saw to hold rows it does not know.
    pub(crate) owing: BTreeSet<usize>,
    /// Rows that phones held when the relay lost them, with the numbers they bore.
    pub(crate) promised: BTreeMap<EnvelopeId, Option<String>>,
    /// Healing was ended before everybody was heard: numbers may have been given again.
    pub(crate) ended_early: bool,
    /// Phones whose holders will learn that they are revoked.
    pub(crate) silent_from: BTreeMap<usize, u64>,
    /// How far revoked devices may have written.
    pub(crate) frontiers: BTreeMap<DeviceId, BTreeMap<StreamId, u64>>,
    /// The request at hand asks for rows.
    pub(crate) pulled: bool,
    /// How far the relay's clock is behind for the rest of this day.
    relay_back_ms: i64,
    /// Requests that the relay has answered.
    pub(crate) exchanges: u64,
    /// A disk's trouble that is planned, and during what.
    pub(crate) tempted: Option<(&'static str, &'static str)>,
    /// A request that somebody will send again one day.
    pub(crate) recorded: Option<(usize, SyncRequest)>,
    violations: Vec<String>,
    trace: Digest,
}

impl Scenario {
    pub(crate) fn new(plan: Plan) -> Self {
        let mut made = None;
        let world = World::new(|tenant| {
            let store = Arc::new(MemoryRelayStore::new(tenant));
            made = Some(Arc::clone(&store));
            store as _
        });
        let mut fleet = Fleet::new(plan.is_real);
        fleet.join(&world, true, 0);
        for grid in [0, 0, 0, 1, 1] {
            fleet.join(&world, false, grid);
        }
        Self {
            plan,
            world,
            relay: made.expect("the store was just made"),
            chance: Chance::new(plan.seed),
            fleet,
            tally: Tally::default(),
            day: 0,
            backups: Vec::new(),
            healing_since: None,
            was_restored: false,
            waiting: BTreeSet::new(),
            owing: BTreeSet::new(),
            promised: BTreeMap::new(),
            ended_early: false,
            silent_from: BTreeMap::new(),
            frontiers: BTreeMap::new(),
            pulled: false,
            relay_back_ms: 0,
            exchanges: 0,
            tempted: None,
            recorded: None,
            violations: Vec::new(),
            trace: Digest::ZERO,
        }
    }

    /// Lives through all days, lets things settle, and judges.
    pub(crate) fn run(plan: Plan) -> Self {
        let mut scenario = Self::new(plan);
        scenario.tally.worlds = 1;
        while scenario.day < plan.days && scenario.violations.is_empty() {
            scenario.live_a_day();
        }
        if scenario.violations.is_empty() {
            scenario.settle();
            scenario.judge();
        }
        scenario
    }

    fn live_a_day(&mut self) {
        self.day += 1;
        self.world.pass(i64::from(DAY_MS));
        for member in &mut self.fleet.members {
            member.next_day(DAY_MS);
        }
        self.befall();
        self.keep();
        for index in 0..self.fleet.members.len() {
            self.live(index);
            if self.chance.per_mille(8) {
                // Somebody mends the relay's clock, and mends it again next day.
                self.tally
                    .fault("relay clock set back in the middle of a day");
                self.world.pass(-2 * HOUR_MS);
                self.relay_back_ms += 2 * HOUR_MS;
            }
        }
        self.world.pass(std::mem::take(&mut self.relay_back_ms));
    }

    /// The true time, whatever any clock says.
    pub(crate) fn true_time(&self) -> Timestamp {
        let days = i64::try_from(self.day).unwrap_or(0);
        Timestamp(World::START_MS).plus_ms(days * i64::from(DAY_MS))
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
        let mut sealed = 0;
        if !member.is_silent {
            sealed = self.work(index);
        }
        if self.chance.per_mille(60) {
            self.suspend(index);
        }
        if self.chance.per_mille(100) {
            self.everything_can_be_read(index);
        }
        if self.chance.per_mille(20) {
            self.pull_battery(index);
        }
        if online {
            let summary = self.sync(index, true);
            self.note_summary(index, summary.as_ref());
            self.tally.device_days += u64::from(sealed >= 5 && summary.is_some());
            self.tables_follow_the_work(index);
        }
    }

    /// The faults are over; everybody syncs until nothing is left to do.
    fn settle(&mut self) {
        for index in 0..self.fleet.members.len() {
            self.everything_can_be_read(index);
        }
        for member in &mut self.fleet.members {
            member.offline_until = 0;
            member.disk.calm();
        }
        let mut goes_on = true;
        for round in 0..SETTLING + LATER {
            if round >= SETTLING && !goes_on {
                break;
            }
            goes_on = false;
            if round == 2 && self.healing_since.is_some() {
                self.ended_early = true;
                self.end_healing();
            }
            if round == 3 {
                self.revoke_lost_phones();
                self.upgrade_held_back();
            }
            for index in self.fleet.alive() {
                let summary = self.sync(index, false);
                goes_on |= summary
                    .as_ref()
                    .is_none_or(|told| told.accepted > 0 || told.received > 0);
                self.note_summary(index, summary.as_ref());
            }
        }
    }

    fn note_summary(&mut self, index: usize, summary: Option<&SyncSummary>) {
        let said = format!("{} {index} {summary:?}", self.day);
        if crate::figure("WANGGE_SIM_WATCH") == u64::try_from(index).ok() {
            crate::say(&format!(
                "{said} revoked {:?}",
                self.silent_from.get(&index)
            ));
        }
        self.note(said.as_bytes());
    }

    /// Adds to the trace by which two runs are compared.
    pub(crate) fn note(&mut self, bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.trace = Hasher::new("wangge/sim-trace/1")
            .part(&self.trace.0)
            .part(&length.to_be_bytes())
            .part(bytes)
            .finish();
    }

    pub(crate) fn violation(&mut self, what: String) {
        if self.violations.len() < MOST_VIOLATIONS {
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
