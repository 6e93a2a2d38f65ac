use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::sealing::hash;

/// Version of the manifests.
pub(super) const FORMAT: u32 = 3;
/// Folder of the manifests.
pub(super) const LINKS: &str = "chain";

/// One stored object, sealed（部件）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(super) name: String,
    /// Over the sealed bytes, as they lie in the store.
    pub(super) sha256: String,
    pub(super) length: u64,
}

/// The end of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CoveredHead {
    pub(super) epoch: u32,
    pub(super) seq: u64,
    pub(super) chain: String,
}

/// The manifest of one link（备份链的一环）. It holds no name of a person and no key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) format: u32,
    pub(super) number: u64,
    /// Hash of the manifest before; absent in the first.
    pub(super) previous: Option<String>,
    pub(super) tenant: String,
    pub(super) name: String,
    /// When the moment was that it shows, milliseconds since 1970.
    pub(super) begun: i64,
    /// Whole: it needs none before it. Otherwise it holds what changed.
    pub(super) whole: bool,
    /// Public halves of the keys that open its parts.
    pub(super) recipients: Vec<String>,
    pub(super) covered_heads: BTreeMap<String, CoveredHead>,
    pub(super) page_size: u32,
    pub(super) pages: u64,
    /// Hash of the database file that results.
    pub(super) image_sha256: String,
    /// Pages of the database, changed ones or all.
    pub(super) parts: Vec<Part>,
    /// Keys and settings.
    pub(super) files: Part,
    /// Of a whole link: every photo shipped before, as sealed JSON.
    pub(super) index: Option<Part>,
    /// Photos that came with this link, by the hash of the picture.
    pub(super) blobs: BTreeMap<String, Part>,
    /// Photos that the relay should hold and does not.
    pub(super) lacking: Vec<String>,
}

impl Link {
    /// The name of its manifest.
    pub(super) fn object(&self) -> String {
        let kind = if self.whole { "whole" } else { "step" };
        format!("{LINKS}/{:010}-{kind}.json", self.number)
    }

    /// Its manifest as it is stored: JSON, and in a line of its own the hash of it, so that the
    /// newest one, which none follows, names a changed bit as well.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        let own = hash(&bytes);
        bytes.extend_from_slice(format!("\n{own}\n").as_bytes());
        Ok(bytes)
    }

    /// The same, read and held against its hash.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let text = bytes.strip_suffix(b"\n").ok_or("its end is missing")?;
        let at = text.iter().rposition(|byte| *byte == b'\n');
        let (json, own) = at
            .and_then(|at| text.split_at_checked(at))
            .ok_or("its hash is missing")?;
        if own.strip_prefix(b"\n") != Some(hash(json).as_bytes()) {
            return Err("it does not have its hash".to_owned());
        }
        serde_json::from_slice(json).map_err(|error| error.to_string())
    }

    /// Rows that it covers.
    pub(super) fn rows(&self) -> u64 {
        self.covered_heads.values().map(|head| head.seq).sum()
    }
}

/// Number and kind of a manifest, from its name.
pub(super) fn number_of(object: &str) -> Option<(u64, bool)> {
    let name = object.strip_prefix(LINKS)?.strip_prefix('/')?;
    let (number, kind) = name.strip_suffix(".json")?.split_once('-')?;
    let whole = match kind {
        "whole" => true,
        "step" => false,
        _ => return None,
    };
    Some((number.parse().ok()?, whole))
}

/// Number of the link with which a part came, from its name.
pub(super) fn part_number(object: &str) -> Option<u64> {
    let name = object.strip_prefix("parts/")?;
    name.split('-').next()?.parse().ok()
}

/// Whether a folder holds a backup in links, rather than a plain copy. A file is a configuration
/// that says where one lies.
pub(crate) fn holds_links(named: &Path) -> bool {
    named.is_file() || named.join(LINKS).is_dir()
}
