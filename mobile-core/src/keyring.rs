//! The keys of an installation, wrapped by the platform's key store, in a small file of their
//! own: it survives the loss of the database, so that a phone need not be enrolled again.

mod card;
mod file;

use std::path::PathBuf;

pub(crate) use card::IdentityCard;
use serde::{Deserialize, Serialize};
use wangge_domain::Digest;
use wangge_protocol::{Hasher, decode, encode};

use crate::error::CoreError;
use crate::random::{RandomSource, random_bytes};
use crate::store::{DatabaseKey, SALT_BYTES};
use crate::vault::{KeyVault, VaultError};

const DATABASE: &str = "database";
const BLOBS: &str = "blobs";
const IDENTITY: &str = "identity";

/// What stands in the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Wrapped {
    version: u8,
    #[serde(with = "serde_bytes")]
    database: Vec<u8>,
    #[serde(with = "serde_bytes")]
    blobs: Vec<u8>,
    /// A hash of the database key: tells a wrong key from a damaged database.
    check: Digest,
    /// A hash of the installation's nonce: differs on a cloned or restored phone.
    instance: Digest,
    /// The database was made once: a missing file is a loss, not a first start.
    made: bool,
    /// How often a database was lost. Provisional numbers leave a gap for each.
    losses: u32,
    #[serde(default)]
    identity: Option<serde_bytes::ByteBuf>,
    /// The salt at the head of the database file: a copy, should that page be damaged.
    #[serde(default)]
    salt: Option<serde_bytes::ByteBuf>,
}

/// The opened keyring（钥匙串）.
pub(crate) struct Keyring {
    path: PathBuf,
    wrapped: Wrapped,
    /// Key of the database.
    pub(crate) database: DatabaseKey,
    /// Key under which the keys of blobs are wrapped.
    pub(crate) blobs: [u8; 32],
    /// Who this device is, once enrolled.
    pub(crate) card: Option<IdentityCard>,
    /// The data came from another phone or a backup.
    pub(crate) cloned: bool,
}

impl Keyring {
    /// Opens the keyring of a folder, making fresh keys on a first start.
    ///
    /// # Errors
    /// [`CoreError::WrongKey`] if the key store gives other keys than those the data were made
    /// with: nothing is touched. [`CoreError::VaultLocked`].
    pub(crate) fn open(
        path: PathBuf,
        has_database: bool,
        vault: &dyn KeyVault,
        random: &dyn RandomSource,
    ) -> Result<Self, CoreError> {
        let nonce = vault.instance_nonce().map_err(vault_error)?;
        let instance = Hasher::new("wangge/instance/1").part(&nonce).finish();
        let wrapped = match file::read(&path)? {
            Some(bytes) => decode::<Wrapped>(&bytes).map_err(|_| CoreError::WrongKey)?,
            // Data without a keyring cannot be opened by fresh keys.
            None if has_database => return Err(CoreError::WrongKey),
            None => make(vault, random, instance)?,
        };
        let key = |purpose: &str, bytes: &[u8]| -> Result<[u8; 32], CoreError> {
            let key = vault.unwrap(purpose, bytes).map_err(vault_error)?;
            key.try_into().map_err(|_| CoreError::WrongKey)
        };
        let database = DatabaseKey(key(DATABASE, &wrapped.database)?);
        if check_of(&database) != wrapped.check {
            return Err(CoreError::WrongKey);
        }
        let blobs = key(BLOBS, &wrapped.blobs)?;
        let card = match &wrapped.identity {
            None => None,
            Some(bytes) => {
                let card = vault.unwrap(IDENTITY, bytes).map_err(vault_error)?;
                Some(decode(&card).map_err(|_| CoreError::WrongKey)?)
            }
        };
        let cloned = wrapped.instance != instance;
        let keyring = Self {
            path,
            wrapped,
            database,
            blobs,
            card,
            cloned,
        };
        if !keyring.path.exists() {
            keyring.save()?;
        }
        Ok(keyring)
    }

    /// True if the database was made before.
    pub(crate) fn was_made(&self) -> bool {
        self.wrapped.made
    }

    /// How often a database was lost.
    pub(crate) fn losses(&self) -> u32 {
        self.wrapped.losses
    }

    /// Notes that the database exists.
    pub(crate) fn note_made(&mut self) -> Result<(), CoreError> {
        if self.wrapped.made {
            return Ok(());
        }
        self.wrapped.made = true;
        self.save()
    }

    /// The salt of the database as it was when it last opened.
    pub(crate) fn salt(&self) -> Option<[u8; SALT_BYTES]> {
        let salt = self.wrapped.salt.as_ref()?;
        salt.as_slice().try_into().ok()
    }

    /// Keeps the salt of a database that opened.
    pub(crate) fn note_salt(&mut self, salt: [u8; SALT_BYTES]) -> Result<(), CoreError> {
        if self.salt() == Some(salt) {
            return Ok(());
        }
        self.wrapped.salt = Some(serde_bytes::ByteBuf::from(salt));
        self.save()
    }

    /// Notes that a database was lost: its actors and counters must not be used again.
    pub(crate) fn note_loss(&mut self) -> Result<(), CoreError> {
        self.wrapped.losses += 1;
        self.save()
    }

    /// Keeps who this device is. A cloned installation becomes one of its own by it.
    pub(crate) fn set_card(
        &mut self,
        card: IdentityCard,
        vault: &dyn KeyVault,
    ) -> Result<(), CoreError> {
        let wrapped = vault.wrap(IDENTITY, &encode(&card)).map_err(vault_error)?;
        let nonce = vault.instance_nonce().map_err(vault_error)?;
        self.wrapped.instance = Hasher::new("wangge/instance/1").part(&nonce).finish();
        self.wrapped.identity = Some(serde_bytes::ByteBuf::from(wrapped));
        self.save()?;
        self.card = Some(card);
        self.cloned = false;
        Ok(())
    }

    /// Destroys the keys: what they opened is lost for good, here and on every copy of the disk.
    pub(crate) fn destroy(&mut self, vault: &dyn KeyVault) -> Result<(), CoreError> {
        // The file first: without it the wrapped keys are gone, whatever the key store does.
        file::remove(&self.path)?;
        for purpose in [IDENTITY, DATABASE, BLOBS] {
            vault.destroy(purpose).map_err(vault_error)?;
        }
        self.card = None;
        Ok(())
    }

    fn save(&self) -> Result<(), CoreError> {
        file::write(&self.path, &encode(&self.wrapped))
    }
}

fn make(
    vault: &dyn KeyVault,
    random: &dyn RandomSource,
    instance: Digest,
) -> Result<Wrapped, CoreError> {
    let database = DatabaseKey(random_bytes(random));
    let blobs: [u8; 32] = random_bytes(random);
    Ok(Wrapped {
        version: 1,
        database: vault.wrap(DATABASE, &database.0).map_err(vault_error)?,
        blobs: vault.wrap(BLOBS, &blobs).map_err(vault_error)?,
        check: check_of(&database),
        instance,
        made: false,
        losses: 0,
        identity: None,
        salt: None,
    })
}

fn check_of(key: &DatabaseKey) -> Digest {
    Hasher::new("wangge/database-key-check/1")
        .part(&key.0)
        .finish()
}

fn vault_error(error: VaultError) -> CoreError {
    match error {
        VaultError::Locked => CoreError::VaultLocked,
        VaultError::Unknown => CoreError::WrongKey,
        VaultError::Failed(why) => CoreError::of_key_store(why),
    }
}
