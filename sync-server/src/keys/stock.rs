use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wangge_protocol::{PublicKey, SecretKey, Signature};

use super::certify;
use super::revoked::revoked_keys;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

/// Service keys that the root key has certified in advance: it is offline when the relay starts,
/// and every start takes a fresh key.
pub(crate) struct ServiceStock {
    keys: Vec<Kept>,
    /// Those that the root key has taken its word back for: they stay in the file and sign nothing.
    revoked: BTreeSet<PublicKey>,
}

/// A certified service key.
#[derive(Clone)]
pub(crate) struct StockedKey {
    pub(crate) key: SecretKey,
    pub(crate) certificate: Signature,
}

/// A key of the stock as it is kept: its public half beside it, since deriving those of a whole
/// stock would cost every start and every command more than all the rest.
struct Kept {
    seed: [u8; 32],
    public: PublicKey,
    certificate: Signature,
}

#[derive(Serialize, Deserialize)]
struct Line {
    seed: String,
    certificate: String,
    /// Derived from the seed where a stock of before has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    public: Option<String>,
}

impl ServiceStock {
    fn path(folder: &DataFolder) -> std::path::PathBuf {
        folder.keys().join("service-keys.json")
    }

    /// Reads the stock; empty if there is none.
    pub(crate) fn read(folder: &DataFolder) -> Result<Self, RelayStartError> {
        let path = Self::path(folder);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self {
                    keys: Vec::new(),
                    revoked: revoked_keys(folder)?,
                });
            }
            Err(error) => return Err(RelayStartError::file(&path, error.to_string())),
        };
        let lines: Vec<Line> = serde_json::from_slice(&bytes)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
        let keys = lines.iter().filter_map(Kept::open).collect::<Vec<_>>();
        if keys.len() == lines.len() {
            Ok(Self {
                keys,
                revoked: revoked_keys(folder)?,
            })
        } else {
            Err(RelayStartError::file(
                &path,
                "服务密钥已损坏（damaged service keys）",
            ))
        }
    }

    /// Adds freshly made keys, certified by the root key.
    pub(crate) fn fill(
        &mut self,
        folder: &DataFolder,
        root: &SecretKey,
        count: usize,
    ) -> Result<(), RelayStartError> {
        for _ in 0..count {
            let key = SecretKey::from_seed(rand::random());
            let public = key.public();
            self.keys.push(Kept {
                seed: key.seed(),
                public,
                certificate: certify(root, &public),
            });
        }
        let lines: Vec<Line> = self
            .keys
            .iter()
            .map(|kept| Line {
                seed: hex::encode(kept.seed),
                certificate: hex::encode(kept.certificate.0),
                public: Some(hex::encode(kept.public.0)),
            })
            .collect();
        let path = Self::path(folder);
        let bytes = serde_json::to_vec(&lines)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
        write_durably(&path, &bytes, true)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))
    }

    /// The public halves of all of them that hold, used or not.
    pub(crate) fn public_keys(&self) -> BTreeSet<PublicKey> {
        self.holding().map(|kept| kept.public).collect()
    }

    /// Those that were not revoked.
    fn holding(&self) -> impl Iterator<Item = &Kept> {
        let keys = self.keys.iter();
        keys.filter(|kept| !self.revoked.contains(&kept.public))
    }

    /// Adds to the revoked ones.
    pub(crate) fn revoke(&mut self, keys: &[PublicKey]) {
        self.revoked.extend(keys);
    }

    /// The oldest key, used or not, revoked or not: every copy of the stock has it, since it only grows.
    /// Secrets of draws are sealed by it.
    pub(crate) fn oldest(&self) -> Option<StockedKey> {
        self.keys.first().and_then(Kept::take)
    }

    /// The first key that was not used yet.
    pub(crate) fn fresh(&self, is_used: impl Fn(&PublicKey) -> bool) -> Option<StockedKey> {
        let mut unused = self.holding().filter(|kept| !is_used(&kept.public));
        unused.find_map(Kept::take)
    }

    /// How many keys were not used yet.
    pub(crate) fn left(&self, is_used: impl Fn(&PublicKey) -> bool) -> usize {
        let unused = self.holding().filter(|kept| !is_used(&kept.public));
        unused.count()
    }

    /// The secret half of a key in use.
    pub(crate) fn secret_of(&self, key: &PublicKey) -> Option<StockedKey> {
        let found = self.holding().find(|kept| kept.public == *key);
        found.and_then(Kept::take)
    }
}

impl Kept {
    /// The key to sign with; `None` if the public half beside it is not its own.
    fn take(&self) -> Option<StockedKey> {
        let key = SecretKey::from_seed(self.seed);
        (key.public() == self.public).then_some(StockedKey {
            key,
            certificate: self.certificate,
        })
    }

    fn open(line: &Line) -> Option<Self> {
        let (mut seed, mut certificate) = ([0; 32], [0; 64]);
        hex::decode_to_slice(&line.seed, &mut seed).ok()?;
        hex::decode_to_slice(&line.certificate, &mut certificate).ok()?;
        let public = match &line.public {
            None => SecretKey::from_seed(seed).public(),
            Some(text) => {
                let mut public = [0; 32];
                hex::decode_to_slice(text, &mut public).ok()?;
                PublicKey(public)
            }
        };
        Some(Self {
            seed,
            public,
            certificate: Signature(certificate),
        })
    }
}
