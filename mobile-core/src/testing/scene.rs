use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering};
use std::time::Instant;

use tempfile::TempDir;
use wangge_domain::RecordId;
use wangge_domain::people::{Role, Scope};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_sync_engine::testing::World;

use super::TestRelay;
use crate::{
    CancellationToken, Clock, Core, CoreConfig, CoreError, FileKeyVault, NetworkKind, NoObserver,
    PhotoInput, RandomSource, SyncEnd, SyncOptions, SyncReport,
};

/// A clock that stands still until it is moved; only its monotonic hand goes on by itself, so
/// that a wait comes to its end.
#[derive(Debug)]
pub(crate) struct ManualClock {
    ms: AtomicI64,
    /// By so much the wall clock is set wrong.
    wrong_ms: AtomicI64,
    started: Instant,
    stands_still: AtomicBool,
}

impl ManualClock {
    pub(crate) fn pass(&self, ms: i64) {
        self.ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Sets the wall clock wrong: no time passes by it.
    pub(crate) fn set_wrong(&self, ms: i64) {
        self.wrong_ms.store(ms, Ordering::SeqCst);
    }

    /// From now on not even real time moves it.
    pub(crate) fn stand_still(&self) {
        self.stands_still.store(true, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn wall_ms(&self) -> i64 {
        self.ms.load(Ordering::SeqCst) + self.wrong_ms.load(Ordering::SeqCst)
    }

    fn boot_id(&self) -> u64 {
        7
    }

    fn monotonic_ms(&self) -> u64 {
        let moved = (self.ms.load(Ordering::SeqCst) - World::START_MS).cast_unsigned();
        if self.stands_still.load(Ordering::SeqCst) {
            return moved + 1_000_000;
        }
        moved + 1_000_000 + u64::try_from(self.started.elapsed().as_millis()).unwrap()
    }
}

/// Bytes that differ from call to call and from phone to phone, the same in every run.
struct CountedRandom {
    seed: u8,
    calls: AtomicI64,
}

impl RandomSource for CountedRandom {
    fn fill(&self, buffer: &mut [u8]) {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        for (place, chunk) in buffer.chunks_mut(32).enumerate() {
            let input = [&call.to_be_bytes()[..], &place.to_be_bytes(), &[self.seed]].concat();
            let digest = wangge_protocol::sha256(&input);
            chunk.copy_from_slice(&digest.0[..chunk.len()]);
        }
    }
}

/// A relay, a clock, and phones.
pub(crate) struct Scene {
    pub(crate) relay: TestRelay,
    pub(crate) clock: Arc<ManualClock>,
    phones: AtomicU8,
}

/// One phone with its folder and key store.
pub(crate) struct TestPhone {
    pub(crate) core: Core,
    pub(crate) folder: Arc<TempDir>,
    clock: Arc<ManualClock>,
    seed: u8,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self {
            relay: TestRelay::start().await,
            clock: Arc::new(ManualClock {
                ms: AtomicI64::new(World::START_MS),
                wrong_ms: AtomicI64::new(0),
                started: Instant::now(),
                stands_still: AtomicBool::new(false),
            }),
            phones: AtomicU8::new(1),
        }
    }

    /// Lets time pass for everybody.
    pub(crate) fn pass(&self, ms: i64) {
        self.clock.pass(ms);
        self.relay.with(move |world| world.pass(ms));
    }

    /// A phone that is not enrolled.
    pub(crate) fn phone(&self) -> TestPhone {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let seed = self.phones.fetch_add(1, Ordering::SeqCst);
        let core = open(&folder, seed, &self.clock).unwrap();
        TestPhone {
            core,
            folder,
            clock: Arc::clone(&self.clock),
            seed,
        }
    }

    /// A grid worker with a certificate, enrolled and synced once.
    pub(crate) async fn worker(&self, grid: usize) -> TestPhone {
        self.person(Role::GridWorker, self.relay.grid(grid), true)
            .await
    }

    /// An officer of the township station, enrolled and synced once.
    pub(crate) async fn officer(&self) -> TestPhone {
        self.person(Role::StationOfficer, self.relay.town(), true)
            .await
    }

    /// Somebody, enrolled and synced once.
    pub(crate) async fn person(&self, role: Role, scope: Scope, certified: bool) -> TestPhone {
        let (_, link) = self.relay.invite(role, scope, certified);
        let phone = self.phone();
        phone
            .core
            .enroll(&link, &CancellationToken::new())
            .await
            .unwrap();
        phone.sync().await;
        phone
    }
}

pub(crate) fn open(
    folder: &TempDir,
    seed: u8,
    clock: &Arc<ManualClock>,
) -> Result<Core, CoreError> {
    let random = || CountedRandom {
        seed,
        calls: AtomicI64::new(clock.wall_ms() % 1_000_000_007),
    };
    let vault = FileKeyVault::open(&folder.path().join("vault"), Box::new(random())).unwrap();
    let config = CoreConfig::new(folder.path().join("data"));
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    Core::open(config, Arc::new(vault), clock, Arc::new(random()))
}

impl TestPhone {
    /// Opens the same folder again, as after a restart of the app.
    pub(crate) fn reopen(self) -> Self {
        let Self {
            core,
            folder,
            clock,
            seed,
        } = self;
        core.close().unwrap();
        drop(core);
        // Two starts do not draw the same bytes.
        clock.pass(1);
        let core = open(&folder, seed, &clock).unwrap();
        Self {
            core,
            folder,
            clock,
            seed,
        }
    }

    /// Syncs everything; it must go through.
    pub(crate) async fn sync(&self) -> SyncReport {
        let options = SyncOptions {
            network: NetworkKind::Wifi,
            ..SyncOptions::default()
        };
        let report = self.try_sync(&options).await.unwrap();
        assert_eq!(report.end, SyncEnd::Complete, "{report:?}");
        report
    }

    pub(crate) async fn try_sync(&self, options: &SyncOptions) -> Result<SyncReport, CoreError> {
        let cancel = CancellationToken::new();
        self.core.sync(options, Arc::new(NoObserver), &cancel).await
    }

    /// Puts a complete premises on file in this person's first grid.
    pub(crate) fn premises(&self, name: &str) -> RecordId {
        let grid = self.core.my_grids().unwrap()[0].grid;
        self.core
            .create_premises(grid, &premises_fields(name))
            .unwrap()
    }

    pub(crate) fn photo_of(&self, target: RecordId, item: &str, number: u8) -> RecordId {
        let input = PhotoInput {
            original: photo(number),
            item: item.to_owned(),
            ..PhotoInput::default()
        };
        self.core.attach_photo(target, &input).unwrap().photo
    }
}

/// Fields of a rental house that is complete enough to be accepted.
pub(crate) fn premises_fields(name: &str) -> BTreeMap<String, Scalar> {
    let mut fields: BTreeMap<String, Scalar> = [
        (keys::NAME, name),
        (keys::CATEGORY, "rental_housing"),
        (keys::VILLAGE, "凌阁堂村"),
        (keys::ADDRESS, "三组12号"),
        (keys::OPERATOR_NAME, "王秀英"),
        (keys::OPERATOR_PHONE, "13900005678"),
        (keys::TERRITORY_NAME, "李站长"),
        (keys::DEPARTMENT_NAME, "赵科长"),
        (keys::UNIT_NAME, "王秀英"),
        (keys::ON_SITE_NAME, "王秀英"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.into()))
    .collect();
    fields.insert(keys::FLOORS.to_owned(), 3.into());
    fields.insert(keys::BEDS.to_owned(), 6.into());
    fields
}

/// A photo that no other call gives: a picture with a number behind its end.
pub(crate) fn photo(number: u8) -> Vec<u8> {
    let mut bytes = include_bytes!("../../../fixtures/photos/summer-palace-640.jpg").to_vec();
    bytes.extend_from_slice(&[0xff, number]);
    bytes
}
