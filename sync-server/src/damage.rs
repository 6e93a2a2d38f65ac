//! Looking for damage of the database（数据库损坏）: at the start as far as a second goes, then beside the work.

use std::sync::Arc;

use tokio::sync::watch;
use wangge_sync_engine::store::StoreError;

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::http::App;
use crate::store::sqlite::require_sound;

/// A database up to this size is read through before it is served: about a second.
const READ_THROUGH_BYTES: u64 = 512 << 20;

/// What was found out before anything is served.
pub(crate) enum FirstLook {
    /// It was read through, or lies on a server whose own tools look.
    Sound,
    /// It is too large to be read before the first answer: that is done beside the work.
    TooLarge,
    /// It is damaged: lists would be short, and nobody would know.
    Damaged(RelayStartError),
}

/// Looks at the file of a folder.
///
/// # Errors
/// It cannot be read for another reason than damage.
pub(crate) async fn look_at_start(folder: &DataFolder) -> Result<FirstLook, RelayStartError> {
    let folder = folder.clone();
    tokio::task::spawn_blocking(move || first_look(&folder))
        .await
        .map_err(|error| RelayStartError::invalid(error.to_string()))?
}

fn first_look(folder: &DataFolder) -> Result<FirstLook, RelayStartError> {
    let file = folder.database();
    let Ok(held) = std::fs::metadata(&file) else {
        // It lies in PostgreSQL.
        return Ok(FirstLook::Sound);
    };
    if held.len() > READ_THROUGH_BYTES {
        tracing::info!(
            mib = held.len() >> 20,
            "the database is read through beside the work"
        );
        return Ok(FirstLook::TooLarge);
    }
    match require_sound(&file) {
        Ok(()) => Ok(FirstLook::Sound),
        Err(error @ StoreError::Corrupt(_)) => Ok(FirstLook::Damaged(error.into())),
        Err(error) => Err(error.into()),
    }
}

/// What watches over a database that is served.
pub(crate) struct DamageWatch {
    app: Arc<App>,
    /// Ends jobs, backups and webhooks.
    stop_working: watch::Sender<bool>,
}

impl DamageWatch {
    pub(crate) fn new(app: Arc<App>, stop_working: watch::Sender<bool>) -> Self {
        Self { app, stop_working }
    }

    /// Reads the whole database while it is served. If it is damaged, nothing is written any more and no change
    /// is taken: what is left is shown. True if it is.
    pub(crate) async fn look(&self) -> bool {
        if self.app.folder.on_postgres().exists() || self.app.shows_only.is_on() {
            return false;
        }
        let file = self.app.folder.database();
        let looked = tokio::task::spawn_blocking(move || require_sound(&file)).await;
        let Ok(Err(StoreError::Corrupt(what))) = looked else {
            return false;
        };
        self.app.shows_only.begin_in_place();
        self.app.tenant.database.stop_writing();
        // Those who listen may have ended already.
        let _listening = self.stop_working.send(true);
        let words = RelayStartError::from(StoreError::Corrupt(what)).to_string();
        tracing::error!(
            "{words} 中继已转为只读（the relay takes no change any more and shows what is left）"
        );
        true
    }
}
