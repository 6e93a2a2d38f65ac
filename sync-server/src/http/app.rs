use std::sync::Arc;

use axum::http::StatusCode;
use tokio::sync::{Semaphore, watch};
use wangge_domain::Digest;
use wangge_sync_engine::RelayError;

use super::{ApiError, BodyRoom, Quotas, Rates, Seats, Throttle, Tokens};
use crate::audit::AuditLog;
use crate::basemap::BaseMap;
use crate::blob::Blobs;
use crate::data_folder::DataFolder;
use crate::disk::DiskWatch;
use crate::metrics::Metrics;
use crate::public_reports::PublicReports;
use crate::read_only::ShowsOnly;
use crate::retention::RetentionRule;
use crate::sign_on::SignOn;
use crate::tenant::Tenant;

/// What every route works with.
pub(crate) struct App {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) blobs: Arc<Blobs>,
    /// Whether it shows what is left of a damaged database, and changes nothing.
    pub(crate) shows_only: ShowsOnly,
    /// How long what is kept.
    pub(crate) retention: Vec<RetentionRule>,
    /// How full the disk is.
    pub(crate) disk: DiskWatch,
    pub(crate) reports: Arc<PublicReports>,
    pub(crate) tokens: Tokens,
    pub(crate) throttle: Throttle,
    pub(crate) basemap: BaseMap,
    /// Pin of the certificate, for codes of enrollment.
    pub(crate) pin: Digest,
    /// Bodies that wait in memory before they are decided.
    pub(crate) body_room: BodyRoom,
    /// Syncs that are unpacked and decided at the same time: bounds memory and threads.
    pub(crate) sync_permits: Arc<Semaphore>,
    /// Password checks at the same time: each takes 19 MiB on purpose.
    pub(crate) login_permits: Arc<Semaphore>,
    /// The provider of sign-on, if one is configured.
    pub(crate) sign_on: Option<SignOn>,
    /// Photos of owners that are decoded at the same time: bounds memory.
    pub(crate) photo_permits: Arc<Semaphore>,
    /// How often callers may ask.
    pub(crate) rates: Rates,
    /// How often devices may have their records compared.
    pub(crate) comparisons: Rates,
    /// How many bytes devices may send in a day.
    pub(crate) quotas: Quotas,
    /// Wake streams of one device.
    pub(crate) device_wakes: Arc<Seats>,
    /// Wake streams from one address.
    pub(crate) address_wakes: Arc<Seats>,
    /// Who looked at what, who changed what.
    pub(crate) audit: Arc<AuditLog>,
    /// What the process counts.
    pub(crate) metrics: Arc<Metrics>,
    /// SHA-256 of the token of whoever reads the figures.
    pub(crate) metrics_token: Digest,
    /// The data folder, for figures of its files.
    pub(crate) folder: DataFolder,
    /// Becomes true when callers are to find another relay, while this one still answers.
    pub(crate) draining: watch::Receiver<bool>,
    /// Becomes true when the relay shuts down: long answers end themselves.
    pub(crate) stopping: watch::Receiver<bool>,
}

/// Syncs at work at the same time: enough for two cores, few enough to bound memory.
pub(crate) const SYNCS: usize = 4;

impl App {
    /// Syncs that are being decided now.
    pub(crate) fn syncs_in_progress(&self) -> usize {
        SYNCS.saturating_sub(self.sync_permits.available_permits())
    }

    /// Runs blocking work on a thread that may block.
    pub(crate) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&app))
            .await
            .unwrap_or_else(|_| {
                tracing::error!("a request failed unexpectedly");
                Err(ApiError::internal())
            })
    }
}

impl From<RelayError> for ApiError {
    fn from(error: RelayError) -> Self {
        match error {
            RelayError::Store(error) => error.into(),
            RelayError::UnknownRecord(_) => Self::not_found(),
            RelayError::UnknownDevice => Self::unauthorized(),
            RelayError::Malformed(text) => Self::bad_request(&text),
            RelayError::Healing => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "healing",
                "中继刚从备份恢复，正在等待各手机补回数据，暂不能编号",
                "the relay was restored and waits for phones to bring back what it lost",
            )
            .retry_after(600_000),
            RelayError::Control(error) => Self::bad_request(&error.to_string()),
            other => {
                tracing::error!(error = %other, "the engine could not decide");
                Self::internal()
            }
        }
    }
}
