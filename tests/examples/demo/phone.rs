//! A phone: the real core with an encrypted database of its own, behind a line of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use indicatif::ProgressBar;
use serde_json::json;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Person;
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{
    CancellationToken, Core, CoreConfig, CoreError, FileKeyVault, NetworkKind, NoObserver,
    PhotoInput, SignatureInput, SyncEnd, SyncObserver, SyncOptions, SyncProgress, SystemRandom,
};
use wangge_tests::proxy::{LinkConditions, Proxy};

use super::camera::Camera;
use super::clock::PhoneClock;
use super::stage::Stage;
use super::tally::Tally;

/// Syncs in a row that the line may cut before the demonstration gives up.
const MOST_CUTS: u32 = 200;
/// Photo files on their way at once: enough to fill a line with a long way.
const UPLOADS: usize = 5;
/// A phone waits so long before it tries again.
const BEFORE_AGAIN: Duration = Duration::from_millis(200);

/// A phone with the person who holds it.
#[derive(Debug)]
pub(crate) struct Phone {
    pub(crate) core: Core,
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) clock: Arc<PhoneClock>,
    line: Proxy,
    tally: Arc<Tally>,
}

impl Phone {
    /// Enrolls a fresh phone and brings what its person may see.
    pub(crate) async fn enroll(
        stage: &Stage,
        person: &Person,
        line: LinkConditions,
    ) -> Result<Self> {
        let enrolled = Self::try_enroll(stage, person, line).await;
        enrolled.with_context(|| format!("{} 的手机登记失败", person.name))
    }

    async fn try_enroll(stage: &Stage, person: &Person, line: LinkConditions) -> Result<Self> {
        let folder = stage.settings.path("phones").join(person.user.to_string());
        let seed = person.user.0.as_u64_pair().1;
        let line = Proxy::start(stage.relay.socket, line, seed).await?;
        let link = stage
            .relay
            .enrollment_link(person.user, line.address())
            .await?;
        let clock = Arc::new(PhoneClock::new(&stage.clock));
        let vault = FileKeyVault::open(&folder.join("vault"), Box::new(SystemRandom))?;
        let config = CoreConfig {
            label: format!("{}的手机", person.name),
            ..CoreConfig::new(folder.join("data"))
        };
        let core = Core::open(
            config,
            Arc::new(vault),
            Arc::clone(&clock) as _,
            Arc::new(SystemRandom),
        )?;
        let phone = Self {
            core,
            user: person.user,
            name: person.name.clone(),
            clock,
            line,
            tally: Arc::clone(&stage.tally),
        };
        phone.use_code(&link).await?;
        phone.sync().await?;
        Ok(phone)
    }

    /// The line may cut the enrollment before the code has arrived.
    async fn use_code(&self, link: &str) -> Result<()> {
        for _ in 0..MOST_CUTS {
            match self.core.enroll(link, &CancellationToken::new()).await {
                Ok(()) => return Ok(()),
                Err(error) if is_of_the_line(&error) => tokio::time::sleep(BEFORE_AGAIN).await,
                Err(error) => return Err(error.into()),
            }
        }
        bail!("线路一直中断")
    }

    /// Without any network from now on: no connection lives, none can be made.
    pub(crate) fn go_offline(&self) {
        self.line.set_online(false);
    }

    /// Back where there is a signal.
    pub(crate) fn come_back(&self) {
        self.clock.catch_up();
        self.line.set_online(true);
    }

    /// Syncs records until everything is there and here.
    pub(crate) async fn sync(&self) -> Result<()> {
        let options = SyncOptions {
            photos: false,
            ..SyncOptions::default()
        };
        self.sync_until_done(&options, || Arc::new(NoObserver))
            .await
    }

    /// Syncs records, then thumbnails and view copies; originals wait for Wi-Fi.
    pub(crate) async fn sync_photos(&self, bar: &ProgressBar) -> Result<()> {
        self.sync().await?;
        let options = SyncOptions {
            network: NetworkKind::Metered,
            parallel_uploads: UPLOADS,
            ..SyncOptions::default()
        };
        self.sync_until_done(&options, || Arc::new(Uploads::new(bar)))
            .await?;
        let status = self.core.status()?;
        let missing = status.views.total - status.views.held;
        if missing > 0 {
            bail!("{} 的手机还有 {missing} 张照片没有传完", self.name);
        }
        Ok(())
    }

    async fn sync_until_done(
        &self,
        options: &SyncOptions,
        observer: impl Fn() -> Arc<dyn SyncObserver>,
    ) -> Result<()> {
        for _ in 0..MOST_CUTS {
            let never = CancellationToken::new();
            let report = self.core.sync(options, observer(), &never).await?;
            let failure = match (&report.end, &report.photos.failure) {
                (SyncEnd::Failed(error), _) | (_, Some(error)) => Some(error.clone()),
                _ => None,
            };
            self.tally.take(&report, options.photos, failure.is_some());
            if let Some((_, refusal)) = report.refused.first() {
                bail!("中继拒收了 {} 手机的内容: {refusal:?}", self.name);
            }
            match failure {
                None if report.end == SyncEnd::Complete => return Ok(()),
                None => {}
                Some(error) if is_of_the_line(&error) => {}
                Some(error) => {
                    return Err(anyhow!(error).context(format!("{} 的手机同步失败", self.name)));
                }
            }
            tokio::time::sleep(BEFORE_AGAIN).await;
        }
        bail!("{} 的手机同步一直没有完成", self.name)
    }

    /// On Wi-Fi: sends originals until so many have arrived. Gives how many did.
    pub(crate) async fn send_originals(&self, most: u64) -> Result<u64> {
        self.line.set_conditions(LinkConditions::PERFECT);
        let before = self.core.status()?.originals.held;
        let enough = CancellationToken::new();
        let observer = Arc::new(Enough {
            most,
            enough: enough.clone(),
        });
        let options = SyncOptions {
            network: NetworkKind::Wifi,
            ..SyncOptions::default()
        };
        match self.core.sync(&options, observer, &enough).await {
            Ok(report) => self.tally.take(&report, true, false),
            Err(CoreError::Cancelled) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(self.core.status()?.originals.held - before)
    }

    /// Takes a picture for a record.
    pub(crate) fn photo(
        &self,
        camera: &Camera,
        target: RecordId,
        item: &str,
        stage: PhotoStage,
        place: (i64, i64),
    ) -> Result<RecordId> {
        let input = PhotoInput {
            original: camera.shoot(self.clock.now(), place),
            item: item.to_owned(),
            stage,
            ..PhotoInput::default()
        };
        let photo = self.core.attach_photo(target, &input)?.photo;
        self.wrote(photo)?;
        Ok(photo)
    }

    /// A signature under what stands in a record now.
    pub(crate) fn signature(
        &self,
        record: RecordId,
        signer: &str,
        role: &str,
    ) -> Result<SignatureInput> {
        let statement = self.core.get_record(record)?.statement;
        let (signer, role) = (signer.to_owned(), role.to_owned());
        Ok(SignatureInput {
            strokes: strokes(&signer),
            signer,
            role,
            statement,
        })
    }

    /// Counts the content of a record as JSON, for the comparison of what travels.
    pub(crate) fn wrote(&self, record: RecordId) -> Result<()> {
        let content = self.core.get_record(record)?.content;
        self.tally.wrote(serde_json::to_vec(&content.fields)?.len());
        Ok(())
    }

    /// Photo files of this phone that the relay holds.
    pub(crate) fn held(&self) -> Result<u64> {
        let status = self.core.status()?;
        Ok(status.thumbnails.held + status.views.held + status.originals.held)
    }

    /// Adds what went over the line so far to the tally.
    pub(crate) fn count_line(&self) {
        self.tally.take_line(self.line.counters());
    }
}

/// What a bad line does, and what passes by itself.
fn is_of_the_line(error: &CoreError) -> bool {
    matches!(
        error,
        CoreError::Unreachable | CoreError::BadAnswer | CoreError::Busy { .. }
    )
}

/// Strokes as a finger draws them: a line for each character, made from the name.
fn strokes(name: &str) -> Vec<u8> {
    let mut lines = Vec::new();
    for (place, character) in (0_u32..).zip(name.chars()) {
        let mut state = u32::from(character);
        let line: Vec<[u32; 2]> = (0..24)
            .map(|_| {
                state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                [10 + place * 90 + (state >> 16) % 80, 10 + (state >> 8) % 80]
            })
            .collect();
        lines.push(line);
    }
    let width = 20 + 90 * lines.len();
    let drawn = json!({ "format": 1, "width": width, "height": 100, "strokes": lines });
    drawn.to_string().into_bytes()
}

/// Moves a bar as photo files arrive.
struct Uploads {
    bar: ProgressBar,
    told: AtomicU64,
}

impl Uploads {
    fn new(bar: &ProgressBar) -> Self {
        Self {
            bar: bar.clone(),
            told: AtomicU64::new(0),
        }
    }
}

impl SyncObserver for Uploads {
    fn on_progress(&self, progress: SyncProgress) {
        if let SyncProgress::Photos { sent, .. } = progress {
            let before = self.told.swap(sent, Ordering::Relaxed);
            self.bar.inc(sent.saturating_sub(before));
        }
    }
}

/// Ends a sync when so many files have arrived.
struct Enough {
    most: u64,
    enough: CancellationToken,
}

impl SyncObserver for Enough {
    fn on_progress(&self, progress: SyncProgress) {
        if matches!(progress, SyncProgress::Photos { sent, .. } if sent >= self.most) {
            self.enough.cancel();
        }
    }
}
