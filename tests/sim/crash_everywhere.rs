//! Every kind of transaction of the phone's store, with the power cut at each of its writes,
//! syncs, truncations and removals; and with each of them failing instead.

use wangge_domain::Digest;

use crate::crash_bench::{CrashBench, Kind, open};
use crate::disk::{CrashDisk, Loss, Trouble};
use crate::tally::Tally;

/// Readings of one transaction that are made to fail.
const READINGS: u64 = 24;

/// The state of a database, by everything that stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct States {
    before: Option<Digest>,
    after: Digest,
    operations: u64,
}

/// What came of trying everything.
#[derive(Debug, Default)]
pub(crate) struct Exhaustion {
    pub(crate) tally: Tally,
    /// Transactions with their operations.
    pub(crate) kinds: Vec<(String, u64)>,
    pub(crate) violations: Vec<String>,
}

/// Cuts and fails everything; `subsets`: how many seeded subsets of the unsynced writes survive a
/// cut, besides all and none. `only`: the transactions with this in their name.
pub(crate) fn crash_everywhere(subsets: u64, only: Option<&str>) -> Exhaustion {
    let (mut bench, kinds) = CrashBench::new();
    let mut found = Exhaustion::default();
    for kind in &kinds {
        if only.is_some_and(|only| !kind.name.contains(only)) {
            continue;
        }
        let disk = CrashDisk::new();
        let spare = CrashDisk::new();
        let mut trial = Trial {
            bench: &mut bench,
            kind,
            disk: &disk,
            found: &mut found,
        };
        let states = trial.undisturbed();
        let operations = states.operations;
        crate::say(&format!("  {operations:>5} operations: {}", kind.name));
        trial.found.kinds.push((kind.name.clone(), operations));
        for at in 0..states.operations {
            trial.cut(at, &states, subsets, &spare);
            trial.fail(Trouble::FailAt, "write or sync failed", at, &states);
            trial.fail(Trouble::FullAt, "disk full for a moment", at, &states);
            trial.fail(Trouble::FullFrom, "disk full", at, &states);
        }
        for at in 0..READINGS {
            trial.fail(Trouble::ReadAt, "reading failed", at, &states);
        }
        disk.discard();
        spare.discard();
    }
    found
}

struct Trial<'a> {
    bench: &'a mut CrashBench,
    kind: &'a Kind,
    disk: &'a CrashDisk,
    found: &'a mut Exhaustion,
}

fn everything_in(disk: &CrashDisk) -> Result<Digest, String> {
    let store = open(disk)?;
    let checked = store.check();
    let all = store.all_tables().map_err(|error| error.to_string());
    store.close();
    checked?;
    all
}

impl Trial<'_> {
    fn violation(&mut self, what: &str) {
        let name = &self.kind.name;
        self.found.violations.push(format!("{name}: {what}"));
    }

    fn undisturbed(&mut self) -> States {
        self.disk.put(&self.kind.files);
        let begins_open = CrashBench::begins_open(self.kind);
        let before = begins_open.then(|| everything_in(self.disk).expect("it opens"));
        self.disk.put(&self.kind.files);
        let store = begins_open.then(|| open(self.disk).expect("it opens"));
        let first = self.disk.operations();
        let done = self.bench.carry_out(self.kind, self.disk, store.as_ref());
        let operations = self.disk.operations() - first;
        assert!(done, "{} works undisturbed", self.kind.name);
        if let Some(store) = store {
            store.close();
        }
        let after = everything_in(self.disk).expect("it opens");
        States {
            before,
            after,
            operations,
        }
    }

    /// The power goes at an operation; then the database is opened on what may be left.
    fn cut(&mut self, at: u64, states: &States, subsets: u64, spare: &CrashDisk) {
        self.disk.put(&self.kind.files);
        let begins_open = CrashBench::begins_open(self.kind);
        let store = begins_open.then(|| open(self.disk).expect("it opens"));
        self.disk.plan(Trouble::PowerAt, at);
        let told = self.bench.carry_out(self.kind, self.disk, store.as_ref());
        if let Some(store) = store {
            store.close();
        }
        if self.disk.calm() == 0 {
            self.violation(&format!("operation {at} was not met again"));
        }
        self.found.tally.fault("power cut in a transaction");
        let seeds = (0..subsets).map(|seed| Loss::Some(at * 1_000 + seed));
        for loss in [Loss::Nothing, Loss::Everything].into_iter().chain(seeds) {
            let (left, losses) = self.disk.left_by(loss);
            spare.put(&left);
            for (what, count) in losses {
                self.found.tally.faults(what, count);
            }
            self.found.tally.crash_reopens += 1;
            match everything_in(spare) {
                // The app sets aside what a first start has left half made: nothing was in it.
                Err(_) if states.before.is_none() && !told => {
                    self.found.tally.saw("first opening left half made");
                }
                Err(error) => self.violation(&format!("cut at {at}, {loss:?}: {error}")),
                Ok(state) if state == states.after => {}
                Ok(state) if Some(state) == states.before && !told => {}
                Ok(state) if Some(state) == states.before => {
                    self.violation(&format!("cut at {at}, {loss:?}: acknowledged and lost"));
                }
                Ok(_) => self.violation(&format!("cut at {at}, {loss:?}: half done")),
            }
        }
    }

    /// An operation or reading fails; then everything is as before, and works the next time.
    fn fail(&mut self, make: fn(u64) -> Trouble, name: &str, at: u64, states: &States) {
        self.disk.put(&self.kind.files);
        let begins_open = CrashBench::begins_open(self.kind);
        let store = begins_open.then(|| open(self.disk).expect("it opens"));
        self.disk.plan(make, at);
        let told = self.bench.carry_out(self.kind, self.disk, store.as_ref());
        if self.disk.calm() == 0 {
            if let Some(store) = store {
                store.close();
            }
            return;
        }
        self.found.tally.fault(&format!("{name} in a transaction"));
        if CrashBench::ends_closed(self.kind) {
            // A checkpoint or an opening that failed is made up for by the next opening.
            if let Some(store) = store {
                store.close();
            }
            match everything_in(self.disk) {
                Ok(state) if state == states.after => {}
                other => self.violation(&format!("{name} at {at}: then {other:?}")),
            }
            return;
        }
        let Some(store) = store else { return };
        let state = store.all_tables().ok();
        let expected = if told {
            Some(states.after)
        } else {
            states.before
        };
        if state != expected {
            self.violation(&format!(
                "{name} at {at}: told {told}, and it stands otherwise"
            ));
        }
        if !told && !self.bench.carry_out(self.kind, self.disk, Some(&store)) {
            self.violation(&format!("{name} at {at}: it does not work the next time"));
        }
        store.close();
        match everything_in(self.disk) {
            Ok(state) if state == states.after => {}
            other => self.violation(&format!("{name} at {at}, tried again: {other:?}")),
        }
    }
}
