/// How a sync is to run（同步选项）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOptions {
    /// What the phone is connected by: originals of photos may wait for Wi-Fi.
    pub network: NetworkKind,
    /// Send photos too.
    pub photos: bool,
    /// Blobs on their way at once.
    pub parallel_uploads: usize,
    /// The battery is low（省电）: records and thumbnails only, one at a time.
    pub frugal: bool,
    /// Settings of the exchange.
    pub exchange: wangge_sync_engine::client::SyncConfig,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            network: NetworkKind::Metered,
            photos: true,
            parallel_uploads: 3,
            frugal: false,
            exchange: wangge_sync_engine::client::SyncConfig::default(),
        }
    }
}

impl SyncOptions {
    /// What a phone with a low battery does（省电同步）: records and thumbnails, one at a time. The
    /// other copies of photos follow once there is power.
    #[must_use]
    pub fn frugal() -> Self {
        Self {
            parallel_uploads: 1,
            frugal: true,
            ..Self::default()
        }
    }
}

/// What the phone is connected by（网络类型）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkKind {
    /// Wi-Fi or a cable: nobody pays by the byte.
    Wifi,
    /// A mobile network, or one of unknown kind.
    Metered,
}

/// How far a sync has come（同步进度）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncProgress {
    /// Records.
    Records {
        /// Sealed envelopes that still wait for their verdict.
        waiting: u64,
        /// Rows received since the start.
        received: u64,
    },
    /// It waits before it tries again.
    Waiting {
        /// Milliseconds.
        ms: u64,
    },
    /// Photos.
    Photos {
        /// Blobs the relay has got since the start.
        sent: u64,
        /// Blobs that still wait.
        left: u64,
    },
}

/// Who is told how a sync goes（同步观察者）. Called from worker threads; must not block.
pub trait SyncObserver: Send + Sync {
    /// Something moved.
    fn on_progress(&self, progress: SyncProgress);
}

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoObserver;

impl SyncObserver for NoObserver {
    fn on_progress(&self, _progress: SyncProgress) {}
}
