use crate::error::CoreError;
use crate::facade::Core;
use crate::random::random_bytes;
use crate::vault::VaultError;

/// Purpose under which the platform keeps the secret that a finger or a face gives back.
const UNLOCK: &str = "unlock";

/// How the app is locked（应用锁状态）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PinState {
    /// A PIN is set.
    pub set: bool,
    /// Nothing is shown until it is unlocked.
    pub locked: bool,
    /// Milliseconds for which no PIN is taken, after too many wrong ones.
    pub wait_ms: u64,
    /// The platform's look at a finger or a face unlocks too.
    pub platform: bool,
}

impl Core {
    /// Whether a PIN is set and the app locked.
    ///
    /// # Errors
    /// The store failed, or [`CoreError::Paused`].
    pub fn pin_state(&self) -> Result<PinState, CoreError> {
        self.not_closed()?;
        let (set, locked, wait_ms, platform) =
            (self.inner.app_lock).state(&self.inner.store, self.clock())?;
        Ok(PinState {
            set,
            locked,
            wait_ms,
            platform,
        })
    }

    /// Sets the PIN（设置应用锁）, of 4 to 32 characters, or changes it with the old one. Works
    /// offline; takes about 50 ms on purpose.
    ///
    /// # Errors
    /// [`CoreError::WrongPin`], [`CoreError::InvalidInput`].
    pub fn set_pin(&self, old: Option<&str>, new: &str) -> Result<(), CoreError> {
        self.not_closed()?;
        let sources = (self.clock(), self.inner.random.as_ref());
        self.inner
            .app_lock
            .change(&self.inner.store, sources, (old, Some(new)))
    }

    /// Removes the PIN（取消应用锁）.
    ///
    /// # Errors
    /// [`CoreError::WrongPin`].
    pub fn remove_pin(&self, pin: &str) -> Result<(), CoreError> {
        self.not_closed()?;
        let sources = (self.clock(), self.inner.random.as_ref());
        self.inner
            .app_lock
            .change(&self.inner.store, sources, (Some(pin), None))
    }

    /// Locks the app（锁定）if a PIN is set: what shows data fails with [`CoreError::AppLocked`];
    /// syncing goes on.
    ///
    /// # Errors
    /// The store failed, or [`CoreError::Paused`].
    pub fn lock(&self) -> Result<(), CoreError> {
        self.not_closed()?;
        self.inner.app_lock.lock(&self.inner.store)
    }

    /// Unlocks with the PIN（解锁）. After five wrong ones each further one costs a wait that doubles
    /// from 30 seconds to an hour, counted durably.
    ///
    /// # Errors
    /// [`CoreError::WrongPin`].
    pub fn unlock(&self, pin: &str) -> Result<(), CoreError> {
        self.not_closed()?;
        self.inner
            .app_lock
            .try_pin(&self.inner.store, self.clock(), pin)
    }

    /// Lets the platform's look at a finger or a face unlock too（生物识别解锁）, or no longer: its
    /// key store must guard the purpose `unlock` by it. A PIN must be set.
    ///
    /// # Errors
    /// [`CoreError::AppLocked`], [`CoreError::VaultLocked`], [`CoreError::InvalidInput`].
    pub fn set_platform_unlock(&self, on: bool) -> Result<(), CoreError> {
        self.inner.app_lock.check()?;
        let wrapped = if on {
            let secret: [u8; 32] = random_bytes(self.inner.random.as_ref());
            let wrapped = self.inner.vault.wrap(UNLOCK, &secret).map_err(failed)?;
            Some((wrapped, secret))
        } else {
            None
        };
        self.inner.app_lock.set_platform(&self.inner.store, wrapped)
    }

    /// Unlocks by the platform（生物识别解锁）: its key store asks for a finger or a face before it
    /// gives the secret back.
    ///
    /// # Errors
    /// [`CoreError::AppLocked`]: it is not set up, or the platform has refused.
    pub fn unlock_by_platform(&self) -> Result<(), CoreError> {
        self.not_closed()?;
        let lock = &self.inner.app_lock;
        let wrapped = lock.platform_secret(&self.inner.store)?;
        let wrapped = wrapped.ok_or(CoreError::AppLocked)?;
        let secret = self.inner.vault.unwrap(UNLOCK, &wrapped).map_err(failed)?;
        lock.try_platform(&self.inner.store, &secret)
    }
}

fn failed(error: VaultError) -> CoreError {
    match error {
        VaultError::Locked => CoreError::VaultLocked,
        VaultError::Unknown => CoreError::AppLocked,
        VaultError::Failed(why) => CoreError::of_key_store(why),
    }
}
