//! A phone of a world: the real core with its encrypted database in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use wangge_domain::checklist::{AnswerResult, AnswerType, PhotoRule, applicable_items};
use wangge_domain::inspection::{InspectionMode, PhotoStage};
use wangge_domain::premises::Premises;
use wangge_domain::record::Scalar;
use wangge_domain::{GridId, RecordId, UserId};
use wangge_mobile_core::{
    AnswerInput, CancellationToken, Core, CoreConfig, CoreError, FileKeyVault, NetworkKind,
    NoObserver, PhotoInput, RandomSource, StartInspection, SubmitInspection, SubmittedInspection,
    SyncEnd, SyncOptions, SyncReport,
};
use wangge_tests::photo_generator::small_jpeg;
use wangge_tests::township::ListedPremises;

use super::{World, WorldClock};

/// Reproducible randomness, different on each phone.
pub(crate) struct SeededRandom(Mutex<ChaCha20Rng>);

impl SeededRandom {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl RandomSource for SeededRandom {
    fn fill(&self, buffer: &mut [u8]) {
        self.0
            .lock()
            .expect("no thread panics with it")
            .fill_bytes(buffer);
    }
}

/// A phone with the person who holds it.
pub(crate) struct Phone {
    pub(crate) core: Core,
    pub(crate) user: UserId,
    pub(crate) clock: WorldClock,
    folder: PathBuf,
    seed: u64,
    shots: Mutex<u64>,
}

impl Phone {
    /// Enrolls a fresh phone and syncs it once.
    pub(crate) async fn enroll(world: &World, user: UserId) -> Self {
        let mut name = format!("phone-{user}");
        while world.path(&name).exists() {
            name.push('x');
        }
        let seed = name
            .bytes()
            .fold(7_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
        let clock = world.clock.phone();
        let folder = world.path(&name);
        let core = open(&folder, &clock, seed).expect("a fresh folder opens");
        let phone = Self {
            core,
            user,
            clock,
            folder,
            seed,
            shots: Mutex::new(0),
        };
        let code = world
            .admin()
            .enroll_code(user, 3_600_000)
            .expect("a code can be made");
        phone
            .core
            .enroll(&code.link, &CancellationToken::new())
            .await
            .expect("the code is fresh");
        phone.sync().await;
        phone
    }

    /// Syncs to the end; it must succeed.
    pub(crate) async fn sync(&self) -> SyncReport {
        let report = self.try_sync().await.expect("the sync runs");
        assert_eq!(
            report.end,
            SyncEnd::Complete,
            "the sync succeeds: {report:?}"
        );
        assert!(report.refused.is_empty(), "nothing is refused: {report:?}");
        report
    }

    /// Syncs to the end.
    pub(crate) async fn try_sync(&self) -> Result<SyncReport, CoreError> {
        let options = SyncOptions {
            network: NetworkKind::Wifi,
            ..SyncOptions::default()
        };
        self.core
            .sync(&options, Arc::new(NoObserver), &CancellationToken::new())
            .await
    }

    /// Syncs once without trying again after a failure.
    pub(crate) async fn sync_once(&self) -> Result<SyncReport, CoreError> {
        let mut options = SyncOptions {
            network: NetworkKind::Wifi,
            ..SyncOptions::default()
        };
        options.exchange.max_failures = 1;
        self.core
            .sync(&options, Arc::new(NoObserver), &CancellationToken::new())
            .await
    }

    /// The app was killed and comes back.
    pub(crate) fn restart(&mut self) {
        // The stream of random numbers must not begin anew: files and nonces come from it.
        self.seed += 1;
        // A process that dies lets go of its folder; this one lives on.
        self.core.close().expect("nothing goes on");
        self.core = open(&self.folder, &self.clock, self.seed).expect("it opens again");
    }

    /// Opens what lies in its folder now, beside the core that was closed.
    pub(crate) fn open_again(&self) -> Result<Core, CoreError> {
        let shot = {
            let mut shots = self.shots.lock().expect("no thread panics with it");
            *shots += 1;
            *shots
        };
        open(
            &self.folder,
            &self.clock,
            self.seed.wrapping_add(shot << 32),
        )
    }

    /// The folder with all that is on this phone.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts one of the fixture's premises on file in its grid.
    pub(crate) fn put_on_file(&self, listed: &ListedPremises) -> RecordId {
        let made = self.core.create_premises(listed.grid, &listed.filed());
        made.unwrap_or_else(|error| panic!("{}: {error:?}", listed.name()))
    }

    /// Puts premises with these fields on file.
    pub(crate) fn put(&self, grid: GridId, fields: &[(&str, Scalar)]) -> RecordId {
        let fields: BTreeMap<String, Scalar> = fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        self.core
            .create_premises(grid, &fields)
            .expect("the file is complete")
    }

    /// Takes a picture for a record.
    pub(crate) fn photo(&self, target: RecordId, item: &str, stage: PhotoStage) -> RecordId {
        let shot = {
            let mut shots = self.shots.lock().expect("no thread panics with it");
            *shots += 1;
            *shots
        };
        let original = small_jpeg(self.seed.wrapping_add(shot), 640, 480);
        self.photo_from(target, item, stage, original)
    }

    /// Attaches a file, which may be one that was attached before.
    pub(crate) fn photo_from(
        &self,
        target: RecordId,
        item: &str,
        stage: PhotoStage,
        original: Vec<u8>,
    ) -> RecordId {
        let input = PhotoInput {
            original,
            item: item.to_owned(),
            stage,
            caption: String::new(),
            imported: false,
            position: None,
        };
        self.core
            .attach_photo(target, &input)
            .expect("the picture is good")
            .photo
    }

    /// Starts an inspection.
    pub(crate) fn start(&self, premises: RecordId) -> Result<RecordId, CoreError> {
        let input = StartInspection {
            mode: InspectionMode::Regular,
            checklist: None,
            position: None,
            inspectors: String::new(),
        };
        self.core.start_inspection(premises, &input)
    }

    /// Answers everything that applies: these items fail, all others pass. Takes the photos that
    /// the rules ask for.
    pub(crate) fn answer_all(&self, premises: RecordId, inspection: RecordId, failing: &[&str]) {
        let policy = self.core.policy().expect("the phone is enrolled");
        let file = self
            .core
            .get_premises(premises)
            .expect("the premises is on this phone");
        let record = self
            .core
            .get_record(inspection)
            .expect("the inspection was started");
        let code = record
            .content
            .text("checklist")
            .expect("a checklist is pinned")
            .to_owned();
        let list = policy.checklists.by_code(&code).expect("it is in the pack");
        let typed = Premises::from_content(&file.content);
        let facts = typed.facts(&policy.categories, self.clock.now().china_date());
        for item in applicable_items(list, &facts) {
            let fails = failing.contains(&item.id.as_str());
            let result = if fails {
                AnswerResult::Fail
            } else {
                AnswerResult::Pass
            };
            let value = match item.answer_type {
                AnswerType::PassFailNa => None,
                AnswerType::Number => Some(Scalar::Int(2)),
                AnswerType::Text => Some(Scalar::from("已查看")),
            };
            let input = AnswerInput {
                item: item.id.clone(),
                result: Some(result),
                value,
                note: None,
                part: None,
            };
            self.core
                .answer(inspection, &input)
                .expect("the item is in the list");
            let shown = match item.photo {
                PhotoRule::Always => true,
                PhotoRule::OnFail => fails,
                PhotoRule::Optional => false,
            };
            if shown {
                self.photo(inspection, &item.id, PhotoStage::Found);
            }
        }
    }

    /// A whole visit: start, answer, photos, submit, hazards of the failing items raised.
    pub(crate) fn inspect(
        &self,
        premises: RecordId,
        failing: &[&str],
    ) -> (RecordId, SubmittedInspection) {
        let inspection = self.start(premises).expect("the visit may begin");
        self.answer_all(premises, inspection, failing);
        let input = SubmitInspection {
            raise_hazards: true,
            ..SubmitInspection::default()
        };
        let submitted = self.core.submit_inspection(inspection, &input);
        (
            inspection,
            submitted.unwrap_or_else(|error| panic!("{error:?}")),
        )
    }
}

fn open(folder: &Path, clock: &WorldClock, seed: u64) -> Result<Core, CoreError> {
    let vault = FileKeyVault::open(&folder.join("vault"), Box::new(SeededRandom::new(seed)))
        .expect("a folder for the vault can be made");
    Core::open(
        CoreConfig::new(folder.join("data")),
        Arc::new(vault),
        Arc::new(clock.clone()),
        Arc::new(SeededRandom::new(seed ^ 0x5eed)),
    )
}
