use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use wangge_protocol::{decode, encode};

use crate::clock::Clock;
use crate::error::CoreError;
use crate::random::{RandomSource, random_bytes};
use crate::store::Database;

/// Setting that holds the PIN's check value.
const PIN: &str = "pin";
/// Shortest and longest PIN, in characters.
const PIN_CHARS: std::ops::RangeInclusive<usize> = 4..=32;
/// Wrong tries before waits begin.
const FREE_TRIES: u32 = 5;
/// First wait; each further wrong try doubles it.
const FIRST_WAIT_MS: u64 = 30_000;
/// Longest wait.
const LONGEST_WAIT_MS: u64 = 3_600_000;
/// Memory of one hash: what a cheap phone has to spare.
const MEMORY_KIB: u32 = 19 * 1024;

/// The PIN that this person has set（应用锁）, which works offline.
///
/// It bars the screen, not the disk: the database's key is held by the platform's key store, so
/// that a background sync works while the app is locked. Tries are counted durably; a wait counts
/// time since boot, and a restart of the phone begins it anew: no clock shortens it.
pub(crate) struct AppLock {
    locked: AtomicBool,
    turn: Mutex<()>,
}

/// What stands in the setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Stored {
    salt: [u8; 16],
    hash: [u8; 32],
    wrong: u32,
    /// Boot and its time in ms at which the last wrong try was made.
    last_wrong: (u64, u64),
    /// A secret that the platform gives back after a look at a finger or a face.
    #[serde(default)]
    platform: Option<Platform>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Platform {
    wrapped: Vec<u8>,
    secret_hash: [u8; 32],
}

impl AppLock {
    /// Locked if a PIN is set.
    pub(crate) fn of(store: &Database) -> Result<Self, CoreError> {
        Ok(Self {
            locked: AtomicBool::new(store.setting(PIN)?.is_some()),
            turn: Mutex::new(()),
        })
    }

    /// Bars what shows data while it is locked.
    pub(crate) fn check(&self) -> Result<(), CoreError> {
        if self.locked.load(Ordering::Acquire) {
            Err(CoreError::AppLocked)
        } else {
            Ok(())
        }
    }

    /// Locks, if a PIN is set.
    pub(crate) fn lock(&self, store: &Database) -> Result<(), CoreError> {
        if store.setting(PIN)?.is_some() {
            self.locked.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// Sets, changes (`Some` old PIN) or removes (`None` new PIN) the PIN.
    pub(crate) fn change(
        &self,
        store: &Database,
        (clock, random): (&dyn Clock, &dyn RandomSource),
        (old, new): (Option<&str>, Option<&str>),
    ) -> Result<(), CoreError> {
        if stored(store)?.is_some() {
            self.try_pin(store, clock, old.unwrap_or_default())?;
        }
        let Some(new) = new else {
            self.locked.store(false, Ordering::Release);
            return Ok(store.clear_setting(PIN)?);
        };
        if !PIN_CHARS.contains(&new.chars().count()) {
            return Err(CoreError::InvalidInput(
                "app PIN: 4 to 32 characters".to_owned(),
            ));
        }
        let salt = random_bytes(random);
        let fresh = Stored {
            salt,
            hash: hash(new, &salt)?,
            wrong: 0,
            last_wrong: (0, 0),
            platform: None,
        };
        keep(store, &fresh)
    }

    /// Unlocks with the PIN. A wrong one is counted before it is told.
    pub(crate) fn try_pin(
        &self,
        store: &Database,
        clock: &dyn Clock,
        pin: &str,
    ) -> Result<(), CoreError> {
        let _turn = self.turn.lock().map_err(|_| crate::facade::poisoned())?;
        let Some(mut stored) = stored(store)? else {
            return Ok(());
        };
        let wait_ms = stored.wait_ms(clock);
        if wait_ms > 0 {
            return Err(CoreError::WrongPin {
                tries_left: 0,
                wait_ms,
            });
        }
        // Counted first: ending the app in the middle wins no try.
        stored.wrong = stored.wrong.saturating_add(1);
        stored.last_wrong = (clock.boot_id(), clock.monotonic_ms());
        keep(store, &stored)?;
        if hash(pin, &stored.salt)? != stored.hash {
            return Err(CoreError::WrongPin {
                tries_left: FREE_TRIES.saturating_sub(stored.wrong),
                wait_ms: stored.wait_ms(clock),
            });
        }
        stored.wrong = 0;
        keep(store, &stored)?;
        self.locked.store(false, Ordering::Release);
        Ok(())
    }

    /// Keeps what the platform wrapped; `None` forgets it.
    pub(crate) fn set_platform(
        &self,
        store: &Database,
        wrapped: Option<(Vec<u8>, [u8; 32])>,
    ) -> Result<(), CoreError> {
        let mut stored = stored(store)?
            .ok_or_else(|| CoreError::InvalidInput("app PIN: none is set".to_owned()))?;
        stored.platform = wrapped.map(|(wrapped, secret)| Platform {
            wrapped,
            secret_hash: wangge_protocol::sha256(&secret).0,
        });
        keep(store, &stored)
    }

    /// What the platform is to unwrap.
    pub(crate) fn platform_secret(&self, store: &Database) -> Result<Option<Vec<u8>>, CoreError> {
        Ok(stored(store)?
            .and_then(|it| it.platform)
            .map(|it| it.wrapped))
    }

    /// Unlocks with what the platform gave back.
    pub(crate) fn try_platform(&self, store: &Database, secret: &[u8]) -> Result<(), CoreError> {
        let known = stored(store)?.and_then(|it| it.platform);
        if known.is_some_and(|it| it.secret_hash == wangge_protocol::sha256(secret).0) {
            self.locked.store(false, Ordering::Release);
            Ok(())
        } else {
            Err(CoreError::AppLocked)
        }
    }

    /// Whether it is set, locked, and for how long no PIN is taken.
    pub(crate) fn state(
        &self,
        store: &Database,
        clock: &dyn Clock,
    ) -> Result<(bool, bool, u64, bool), CoreError> {
        let stored = stored(store)?;
        let wait_ms = stored.as_ref().map_or(0, |it| it.wait_ms(clock));
        let platform = stored.as_ref().is_some_and(|it| it.platform.is_some());
        let locked = self.locked.load(Ordering::Acquire);
        Ok((stored.is_some(), locked, wait_ms, platform))
    }
}

impl Stored {
    fn wait_ms(&self, clock: &dyn Clock) -> u64 {
        let Some(beyond) = self.wrong.checked_sub(FREE_TRIES) else {
            return 0;
        };
        let wait = FIRST_WAIT_MS.saturating_mul(1_u64.checked_shl(beyond).unwrap_or(u64::MAX));
        let wait = wait.min(LONGEST_WAIT_MS);
        let (boot, at) = self.last_wrong;
        let passed = if boot == clock.boot_id() {
            clock.monotonic_ms().saturating_sub(at)
        } else {
            clock.monotonic_ms()
        };
        wait.saturating_sub(passed)
    }
}

fn stored(store: &Database) -> Result<Option<Stored>, CoreError> {
    let bytes = store.setting(PIN)?;
    bytes
        .map(|bytes| decode(&bytes).map_err(|error| CoreError::Internal(error.to_string())))
        .transpose()
}

fn keep(store: &Database, stored: &Stored) -> Result<(), CoreError> {
    Ok(store.set_settings(vec![(PIN, encode(stored))])?)
}

fn hash(pin: &str, salt: &[u8; 16]) -> Result<[u8; 32], CoreError> {
    let internal = |error: argon2::Error| CoreError::Internal(error.to_string());
    let params = Params::new(MEMORY_KIB, 2, 1, Some(32)).map_err(internal)?;
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, &mut out)
        .map_err(internal)?;
    Ok(out)
}
