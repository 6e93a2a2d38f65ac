use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, RwLock};

use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::client::{ClientContext, EngineError, estimated_now};
use wangge_sync_engine::store::ClientStore as _;

use crate::app_lock::AppLock;
use crate::clock::{Clock, moment, wall};
use crate::config::CoreConfig;
use crate::error::CoreError;
use crate::folder_lock::FolderLock;
use crate::keyring::Keyring;
use crate::life::Life;
use crate::media::{BlobFolder, BlobVault};
use crate::opening::{self, OpenReport};
use crate::photo_files;
use crate::policies;
use crate::random::{RandomSource, random_bytes};
use crate::session::Session;
use crate::store::Database;
use crate::sync::SyncTurn;
use crate::vault::KeyVault;

/// Up to when a verified backup of the relay covers what it held, as it said last.
pub(crate) const BACKED_UP: &str = "backed_up";

/// Setting that stands while the key must not be used.
pub(crate) const MUST_ENROLL: &str = "must_enroll";
/// Setting that stands until a sync after a loss was complete.
pub(crate) const RECOVERING: &str = "recovering";

/// The phone's core（手机核心）: every operation of an app is a method here, each in a file of its own.
///
/// Calls are blocking and short, but for `enroll`, `sync`, `listen` and `fetch_photo`, which talk
/// to the relay. What a call has saved is durable when it returns, and waits for no network.
/// Clones share everything.
#[derive(Clone)]
pub struct Core {
    pub(crate) inner: Arc<Inner>,
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core")
            .field("folder", &self.inner.config.folder)
            .finish_non_exhaustive()
    }
}

pub(crate) struct Inner {
    pub(crate) config: CoreConfig,
    pub(crate) vault: Arc<dyn KeyVault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn RandomSource>,
    pub(crate) keyring: Mutex<Keyring>,
    pub(crate) store: Database,
    pub(crate) folder: BlobFolder,
    pub(crate) blob_vault: BlobVault,
    pub(crate) session: RwLock<Option<Arc<Session>>>,
    /// The key must not be used: another phone uses it too.
    pub(crate) cloned: AtomicBool,
    /// The ends of the own chains are not known for certain until a sync was complete.
    pub(crate) recovering: AtomicBool,
    pub(crate) syncing: SyncTurn,
    pub(crate) opened: OpenReport,
    pub(crate) life: Life,
    pub(crate) app_lock: AppLock,
    /// Packs of earlier revisions, as records ask for them.
    pub(crate) packs: Mutex<BTreeMap<u32, Arc<PolicyPack>>>,
    /// Held while uploads for the operating system are made ready.
    pub(crate) preparing: tokio::sync::Mutex<()>,
    /// Held from reading what a change rests on until it is committed.
    turn: Mutex<()>,
}

impl Core {
    /// Opens the data of a folder; a first start makes it.
    ///
    /// # Errors
    /// [`CoreError::WrongKey`], [`CoreError::VaultLocked`], [`CoreError::NewerDatabase`],
    /// [`CoreError::FolderInUse`], [`CoreError::DiskFull`]: nothing was touched. A damaged database is no error: see
    /// [`Core::open_report`].
    pub fn open(
        config: CoreConfig,
        vault: Arc<dyn KeyVault>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn RandomSource>,
    ) -> Result<Self, CoreError> {
        let attempt = |distrusted| {
            Self::attempt(
                config.clone(),
                Arc::clone(&vault),
                Arc::clone(&clock),
                Arc::clone(&random),
                distrusted,
            )
        };
        match attempt(false) {
            // It opened, and what the start reads of it is damaged.
            Err(CoreError::Damaged) => attempt(true),
            other => other,
        }
    }

    fn attempt(
        config: CoreConfig,
        vault: Arc<dyn KeyVault>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn RandomSource>,
        distrusted: bool,
    ) -> Result<Self, CoreError> {
        std::fs::create_dir_all(&config.folder).map_err(opening::io_error)?;
        let lock = FolderLock::take(&config.folder)?;
        let mut keyring = Keyring::open(
            config.keyring(),
            config.database().exists(),
            vault.as_ref(),
            random.as_ref(),
        )?;
        let (store, mut opened) =
            opening::open_database(&config, &mut keyring, clock.as_ref(), distrusted)?;
        let folder = BlobFolder::open(config.blobs()).map_err(opening::io_error)?;
        let blob_vault = BlobVault::new(keyring.blobs);
        let recovering = store.setting(RECOVERING)?.is_some();
        let tenant = keyring.card.as_ref().map(|card| card.tenant);
        let settled = photo_files::settle(
            &folder,
            &blob_vault,
            &store,
            tenant.filter(|_| recovering),
            random.as_ref(),
        )?;
        opened.found_photos = settled.found;
        opened.files_to_trash = settled.to_trash;
        opened.files_without_key = settled.without_key;
        opened.files_missing = settled.missing;
        opened.trash_folder = folder.trash_folder().to_owned();
        if let (None, Some(card)) = (store.identity()?, &keyring.card) {
            // The phone died between the enrollment and its first commit.
            store.enroll(opening::identity_of(card), Vec::new())?;
        }
        let cloned = keyring.cloned || store.setting(MUST_ENROLL)?.is_some();
        let app_lock = AppLock::of(&store)?;
        let core = Self {
            inner: Arc::new(Inner {
                blob_vault,
                cloned: AtomicBool::new(cloned && keyring.card.is_some()),
                recovering: AtomicBool::new(recovering),
                config,
                vault,
                clock,
                random,
                keyring: Mutex::new(keyring),
                store,
                folder,
                session: RwLock::new(None),
                syncing: SyncTurn::default(),
                opened,
                life: Life::begin(lock),
                app_lock,
                packs: Mutex::new(BTreeMap::new()),
                preparing: tokio::sync::Mutex::new(()),
                turn: Mutex::new(()),
            }),
        };
        core.reload_session()?;
        core.sweep_unfinished();
        core.sweep_bodies()?;
        if let Err(error) = core.clear_trash() {
            // Room that is not won is no reason not to work.
            tracing::warn!(code = error.code(), "the trash was not cleared");
        }
        Ok(core)
    }

    /// What happened when it was opened.
    #[must_use]
    pub fn open_report(&self) -> &OpenReport {
        &self.inner.opened
    }

    /// Reads identity, control stream and policy anew: after an enrollment and after a sync that
    /// brought rows of the control stream.
    pub(crate) fn reload_session(&self) -> Result<(), CoreError> {
        let store = &self.inner.store;
        let Some(identity) = store.identity()? else {
            return Ok(());
        };
        let key = {
            let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
            let Some(card) = &keyring.card else {
                return Ok(());
            };
            card.key()
        };
        let control = Arc::new(ControlState::fold(&store.control_rows()?));
        // Before there is a session, the phone's clock is all there is to choose a pack by.
        let now = match self.session_even_locked() {
            Ok(session) => self.now(&session),
            Err(_) => store
                .synced_at()?
                .unwrap_or_else(|| wall(self.inner.clock.as_ref())),
        };
        let policy = policies::in_force(store, &identity, &control, now)?;
        let extended = store.extension_of(&identity.lease)?;
        let extended_until = extended.map(|(_, until)| until);
        let session = Session::new(&identity, key, policy, control, extended_until)
            .ok_or_else(|| CoreError::Internal("the lease cannot be read".to_owned()))?;
        store.know_homes(session.homes.clone());
        *self.inner.session.write().map_err(|_| poisoned())? = Some(Arc::new(session));
        Ok(())
    }

    /// Fails if it was closed for good.
    pub(crate) fn not_closed(&self) -> Result<(), CoreError> {
        if self.inner.life.is_closed() {
            return Err(CoreError::Closed);
        }
        Ok(())
    }

    /// Who acts, by which rules.
    pub(crate) fn session(&self) -> Result<Arc<Session>, CoreError> {
        self.inner.app_lock.check()?;
        let session = self.session_even_locked()?;
        if session.order.is_some() {
            return Err(CoreError::RemoteLocked);
        }
        Ok(session)
    }

    /// Bars what shows data on a phone that the relay or its user has locked.
    pub(crate) fn not_locked(&self) -> Result<(), CoreError> {
        match self.session() {
            Err(error @ (CoreError::RemoteLocked | CoreError::AppLocked)) => Err(error),
            _ => Ok(()),
        }
    }

    /// The same for what goes on when this phone is locked: syncing, and saying so.
    pub(crate) fn session_even_locked(&self) -> Result<Arc<Session>, CoreError> {
        self.not_closed()?;
        let session = self.inner.session.read().map_err(|_| poisoned())?;
        session.clone().ok_or(CoreError::NotEnrolled)
    }

    /// The policy pack in force.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn policy(&self) -> Result<Arc<PolicyPack>, CoreError> {
        Ok(Arc::clone(&self.session()?.policy))
    }

    /// The folded control stream: people, grids, grants.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn control(&self) -> Result<Arc<ControlState>, CoreError> {
        Ok(Arc::clone(&self.session()?.control))
    }

    /// Reads through the engine.
    pub(crate) fn read<T>(
        &self,
        session: &Session,
        reading: impl FnOnce(&ClientContext<'_>) -> Result<T, EngineError>,
    ) -> Result<T, CoreError> {
        let context = self.context(session);
        reading(&context).map_err(Into::into)
    }

    /// Changes through the engine: nobody else decides on what this one has read.
    pub(crate) fn change<T>(
        &self,
        session: &Session,
        change: impl FnOnce(&ClientContext<'_>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let _turn = self.inner.turn.lock().map_err(|_| poisoned())?;
        let context = self.context(session);
        change(&context).map_err(|error| self.clock_first(session, error))
    }

    fn context<'a>(&'a self, session: &'a Session) -> ClientContext<'a> {
        ClientContext {
            store: &self.inner.store,
            key: &session.key,
            policy: &session.policy,
            control: &session.control,
            now: moment(self.inner.clock.as_ref()),
        }
    }

    /// The relay's time as far as this phone can say.
    pub(crate) fn now(&self, session: &Session) -> Timestamp {
        estimated_now(&self.context(session))
    }

    /// A fresh record id, in the order of time.
    pub(crate) fn mint_record(&self) -> RecordId {
        RecordId::mint(
            self.inner.clock.wall_ms(),
            random_bytes(self.inner.random.as_ref()),
        )
    }
}

pub(crate) fn poisoned() -> CoreError {
    CoreError::Internal("a thread panicked".to_owned())
}
