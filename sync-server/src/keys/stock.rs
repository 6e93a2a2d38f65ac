use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wangge_protocol::{PublicKey, SecretKey, Signature};

use super::certify;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

/// Service keys that the root key has certified in advance: it is offline when the relay starts,
/// and every start takes a fresh key.
pub(crate) struct ServiceStock {
    keys: Vec<StockedKey>,
}

/// A certified service key.
#[derive(Clone)]
pub(crate) struct StockedKey {
    pub(crate) key: SecretKey,
    pub(crate) certificate: Signature,
}

#[derive(Serialize, Deserialize)]
struct Line {
    seed: String,
    certificate: String,
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
                return Ok(Self { keys: Vec::new() });
            }
            Err(error) => return Err(RelayStartError::file(&path, error.to_string())),
        };
        let lines: Vec<Line> = serde_json::from_slice(&bytes)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
        let keys = lines.iter().filter_map(open).collect::<Vec<_>>();
        if keys.len() == lines.len() {
            Ok(Self { keys })
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
            let certificate = certify(root, &key.public());
            self.keys.push(StockedKey { key, certificate });
        }
        let lines: Vec<Line> = self
            .keys
            .iter()
            .map(|stocked| Line {
                seed: hex::encode(stocked.key.seed()),
                certificate: hex::encode(stocked.certificate.0),
            })
            .collect();
        let path = Self::path(folder);
        let bytes = serde_json::to_vec(&lines)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
        write_durably(&path, &bytes, true)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))
    }

    /// The public halves of all of them, used or not.
    pub(crate) fn public_keys(&self) -> BTreeSet<PublicKey> {
        let keys = self.keys.iter();
        keys.map(|stocked| stocked.key.public()).collect()
    }

    /// The oldest key, used or not: every copy of the stock has it, since it only grows.
    pub(crate) fn oldest(&self) -> Option<&StockedKey> {
        self.keys.first()
    }

    /// The first key that was not used yet.
    pub(crate) fn fresh(&self, is_used: impl Fn(&PublicKey) -> bool) -> Option<StockedKey> {
        self.keys
            .iter()
            .find(|stocked| !is_used(&stocked.key.public()))
            .cloned()
    }

    /// How many keys were not used yet.
    pub(crate) fn left(&self, is_used: impl Fn(&PublicKey) -> bool) -> usize {
        self.keys
            .iter()
            .filter(|stocked| !is_used(&stocked.key.public()))
            .count()
    }

    /// The secret half of a key in use.
    pub(crate) fn secret_of(&self, key: &PublicKey) -> Option<StockedKey> {
        self.keys
            .iter()
            .find(|stocked| stocked.key.public() == *key)
            .cloned()
    }
}

fn open(line: &Line) -> Option<StockedKey> {
    let (mut seed, mut certificate) = ([0; 32], [0; 64]);
    hex::decode_to_slice(&line.seed, &mut seed).ok()?;
    hex::decode_to_slice(&line.certificate, &mut certificate).ok()?;
    Some(StockedKey {
        key: SecretKey::from_seed(seed),
        certificate: Signature(certificate),
    })
}
