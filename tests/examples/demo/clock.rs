//! Demonstration time: it runs as real time does, and leaps when the story leaps.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use wangge_domain::Timestamp;
use wangge_mobile_core::Clock;

/// How often the relay's clock file is written.
const EVERY: Duration = Duration::from_millis(200);

/// An hour of a day of September 2026 in China.
pub(crate) fn september(day: u32, hour: u32, minute: u32) -> Timestamp {
    let date = NaiveDate::from_ymd_opt(2026, 9, day).expect("September has thirty days");
    let minutes = i64::from(hour * 60 + minute);
    Timestamp::start_of_china_day(date).plus_ms(minutes * 60_000)
}

/// The time of the story（演示时间）. The relay reads it from a file, the phones from here.
#[derive(Debug)]
pub(crate) struct DemoClock {
    file: PathBuf,
    set: Mutex<(Timestamp, Instant)>,
}

impl DemoClock {
    /// Starts at a time; the file follows until the clock is dropped.
    pub(crate) fn start(at: Timestamp, file: &Path) -> Result<Arc<Self>> {
        let set = Mutex::new((at, Instant::now()));
        let clock = Arc::new(Self {
            file: file.to_owned(),
            set,
        });
        clock.write()?;
        let weak = Arc::downgrade(&clock);
        std::thread::Builder::new()
            .name("demo-clock".to_owned())
            .spawn(move || keep_writing(&weak))
            .context("演示时钟无法启动")?;
        Ok(clock)
    }

    /// What time it is in the story.
    pub(crate) fn now(&self) -> Timestamp {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let since = i64::try_from(set.1.elapsed().as_millis()).unwrap_or(i64::MAX);
        set.0.plus_ms(since)
    }

    /// Leaps forward, never back; the relay sees it from its next look at the file on.
    pub(crate) fn leap_to(&self, at: Timestamp) -> Result<()> {
        let now = self.now();
        *self.set.lock().unwrap_or_else(PoisonError::into_inner) = (now.max(at), Instant::now());
        self.write()
    }

    /// Replaces the file whole, so that nobody reads half a number.
    fn write(&self) -> Result<()> {
        // Under the lock: an older time must not overtake a newer one.
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let since = i64::try_from(set.1.elapsed().as_millis()).unwrap_or(i64::MAX);
        let new = self.file.with_extension("new");
        let written = std::fs::write(&new, set.0.plus_ms(since).0.to_string())
            .and_then(|()| std::fs::rename(&new, &self.file));
        written.with_context(|| format!("演示时钟文件 {} 写入失败", self.file.display()))
    }
}

fn keep_writing(clock: &Weak<DemoClock>) {
    while let Some(clock) = clock.upgrade() {
        // A write that fails leaves the relay at the time before; the next leap reports it.
        let _written = clock.write();
        drop(clock);
        std::thread::sleep(EVERY);
    }
}

/// A phone's clock: that of the story, behind it while the phone's day in the field is played.
#[derive(Debug)]
pub(crate) struct PhoneClock {
    story: Arc<DemoClock>,
    started: Timestamp,
    behind_ms: AtomicI64,
}

impl PhoneClock {
    pub(crate) fn new(story: &Arc<DemoClock>) -> Self {
        Self {
            story: Arc::clone(story),
            started: story.now(),
            behind_ms: AtomicI64::new(0),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.story
            .now()
            .plus_ms(-self.behind_ms.load(Ordering::SeqCst))
    }

    /// The field day begins: the phone stands at this time while the story is hours ahead.
    pub(crate) fn stay_behind_at(&self, at: Timestamp) {
        self.behind_ms
            .store((self.story.now().0 - at.0).max(0), Ordering::SeqCst);
    }

    /// Time goes by on this phone, up to that of the story.
    pub(crate) fn pass_minutes(&self, minutes: i64) {
        let behind = self.behind_ms.load(Ordering::SeqCst);
        self.behind_ms
            .store((behind - minutes * 60_000).max(0), Ordering::SeqCst);
    }

    /// The field day is over.
    pub(crate) fn catch_up(&self) {
        self.behind_ms.store(0, Ordering::SeqCst);
    }
}

impl Clock for PhoneClock {
    fn wall_ms(&self) -> i64 {
        self.now().0
    }

    fn boot_id(&self) -> u64 {
        1
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.now().0 - self.started.0)
            .unwrap_or(0)
            .saturating_add(60_000)
    }
}
