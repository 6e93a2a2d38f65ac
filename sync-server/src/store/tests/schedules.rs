//! Dense sequences whatever the order in which two processes load, commit, fail and read.
//!
//! The schedules are generated; their seed is printed. `WANGGE_SCHEDULE_SEED` gives one again, and
//! `WANGGE_SCHEDULES` the number of schedules.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tempfile::TempDir;
use wangge_domain::{StreamId, TenantId};
use wangge_protocol::Row;
use wangge_sync_engine::store::{RelayCommit, RelayStore, StoreError, StreamHead};
use wangge_tests::postgres_cluster::PostgresCluster;

use super::commit_order::rows;
use super::{NOW, add};
use crate::store::{PostgresDatabase, RelayDatabase, SqliteDatabase};

/// Turns that may be open at the same time, in turn of the one process and of the other.
const ACTORS: usize = 4;
const STREAMS: usize = 2;
/// Steps of a schedule at most.
const STEPS: usize = 50;
/// Schedules without a number.
const SCHEDULES: u32 = 24;

#[derive(Clone, Debug)]
enum Action {
    /// Begins a turn.
    Load,
    /// Commits so many rows on what the turn saw; or, after these, one that does not follow.
    Commit { rows: u64, fails: bool },
    /// Reads in the turn what it saw, and in another process what there is.
    Read,
}

#[derive(Clone, Debug)]
struct Step {
    actor: usize,
    stream: usize,
    action: Action,
}

/// A turn with what was there when it began.
struct Loaded {
    turn: Box<dyn RelayStore + Send>,
    heads: [Option<StreamHead>; STREAMS],
}

/// A tenant in a store that two processes have open, and what its logs must hold.
struct World<'a> {
    processes: &'a [Box<dyn RelayDatabase>; 2],
    tenant: TenantId,
    logs: [Vec<Row>; STREAMS],
    actors: [Option<Loaded>; ACTORS],
    envelopes: u64,
}

fn stream(number: usize) -> StreamId {
    StreamId::from_bytes([0x50 + u8::try_from(number).unwrap(); 16])
}

fn schedule() -> impl Strategy<Value = Vec<Step>> {
    let commit = (1_u64..4, any::<bool>()).prop_map(|(rows, fails)| Action::Commit { rows, fails });
    let action = prop_oneof![Just(Action::Load), commit, Just(Action::Read)];
    let step = (0..ACTORS, 0..STREAMS, action);
    let step = step.prop_map(|(actor, stream, action)| Step {
        actor,
        stream,
        action,
    });
    vec(step, 1..STEPS)
}

impl World<'_> {
    fn process(&self, actor: usize) -> &dyn RelayDatabase {
        self.processes[actor % 2].as_ref()
    }

    fn load(&self, actor: usize) -> Loaded {
        let turn = self.process(actor).turn(self.tenant).unwrap();
        let heads = [0, 1].map(|number| turn.head(stream(number)).unwrap());
        for (head, log) in heads.iter().zip(&self.logs) {
            let seq = head.map_or(0, |head| head.seq);
            assert_eq!(seq, log.len() as u64, "a turn begins at what was committed");
        }
        Loaded { turn, heads }
    }

    fn take(&mut self, step: &Step) {
        let loaded = match (self.actors[step.actor].take(), &step.action) {
            (Some(loaded), Action::Commit { .. } | Action::Read) => loaded,
            _ => self.load(step.actor),
        };
        match step.action {
            Action::Load => self.actors[step.actor] = Some(loaded),
            Action::Commit { rows, fails } => self.commit(&loaded, step.stream, rows, fails),
            Action::Read => {
                self.read(&loaded, step);
                self.actors[step.actor] = Some(loaded);
            }
        }
    }

    fn commit(&mut self, loaded: &Loaded, number: usize, count: u64, fails: bool) {
        let (stream, head) = (stream(number), loaded.heads[number]);
        self.envelopes += 1;
        let good = rows(stream, head, count, self.envelopes);
        let mut commit = RelayCommit {
            expected: vec![(stream, head)],
            rows: good.clone(),
            ..RelayCommit::default()
        };
        if fails {
            let astray = rows(stream, None, 1, self.envelopes + (1 << 60)).remove(0);
            commit.rows.push(astray);
        }
        let stands = head.map_or(0, |head| head.seq) == self.logs[number].len() as u64;
        match loaded.turn.commit(commit) {
            Ok(()) => {
                assert!(stands && !fails, "a row was written that does not follow");
                self.logs[number].extend(good.into_iter().map(|row| row.row));
            }
            Err(StoreError::HeadMoved) => assert!(!stands || fails, "what follows was refused"),
            Err(error) => panic!("{error}"),
        }
    }

    fn read(&self, loaded: &Loaded, step: &Step) {
        let log = &self.logs[step.stream];
        let seen = loaded.heads[step.stream].map_or(0, |head| head.seq);
        let seen = usize::try_from(seen).unwrap();
        let read = loaded
            .turn
            .rows_after(stream(step.stream), 0, usize::MAX)
            .unwrap();
        assert_eq!(read, log[..seen], "a turn sees one moment");
        let other = self.process(step.actor + 1).turn(self.tenant).unwrap();
        let all = other
            .rows_after(stream(step.stream), 0, usize::MAX)
            .unwrap();
        assert_eq!(&all, log, "and the other process all");
    }

    /// At the end both processes hold every row, dense and chained.
    fn judge(&self) {
        for (number, log) in self.logs.iter().enumerate() {
            for actor in 0..2 {
                let turn = self.process(actor).turn(self.tenant).unwrap();
                let held = turn.rows_after(stream(number), 0, usize::MAX).unwrap();
                assert_eq!(&held, log);
            }
            let places: Vec<u64> = log.iter().map(|row| row.seq).collect();
            let dense: Vec<u64> = (1..=log.len() as u64).collect();
            assert_eq!(places, dense);
        }
    }
}

fn seed() -> u64 {
    let asked = std::env::var("WANGGE_SCHEDULE_SEED").ok();
    asked.map_or_else(rand::random, |text| text.parse().expect("a whole number"))
}

/// Plays schedules, each for a tenant of its own.
fn play(name: &str, processes: &[Box<dyn RelayDatabase>; 2]) {
    let (seed, asked) = (seed(), std::env::var("WANGGE_SCHEDULES").ok());
    eprintln!("{name}: WANGGE_SCHEDULE_SEED={seed}");
    let config = Config {
        cases: asked.map_or(SCHEDULES, |text| text.parse().expect("a whole number")),
        failure_persistence: None,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let played = Cell::new(0_u128);
    let result = TestRunner::new_with_rng(config, rng).run(&schedule(), |steps| {
        played.set(played.get() + 1);
        let mut world = World {
            processes,
            tenant: TenantId::from_bytes(played.get().to_be_bytes()),
            logs: [Vec::new(), Vec::new()],
            actors: [None, None, None, None],
            envelopes: 0,
        };
        add(processes[0].as_ref(), world.tenant);
        for step in &steps {
            world.take(step);
        }
        world.judge();
        Ok(())
    });
    if let Err(error) = result {
        panic!("{name}, seed {seed}: {error}");
    }
}

#[test]
fn two_processes_on_one_file_keep_sequences_dense_in_any_order() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("relay.sqlite");
    let open = || -> Box<dyn RelayDatabase> { Box::new(SqliteDatabase::open(&path, NOW).unwrap()) };
    play("SQLite", &[open(), open()]);
}

#[test]
fn two_processes_on_one_server_keep_sequences_dense_in_any_order() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    let open =
        || -> Box<dyn RelayDatabase> { Box::new(PostgresDatabase::open(&url, NOW).unwrap()) };
    play("PostgreSQL", &[open(), open()]);
}
