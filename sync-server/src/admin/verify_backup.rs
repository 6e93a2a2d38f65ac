use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Serialize;

use super::backup::{FORMAT, Manifest, list_files};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::store::sqlite::{read_heads, verify_file};

/// What a verified backup covers（备份校验）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Name of the tenant.
    pub name: String,
    /// When it was made, milliseconds since 1970.
    pub made_at: i64,
    /// Rows whose chain and seals hold.
    pub rows: u64,
    /// Photos whose bytes are those that their name says.
    pub blobs: usize,
    /// Up to which row each log is covered.
    pub covered_heads: BTreeMap<String, u64>,
}

/// Checks a backup from the first byte to the last（校验备份）: every file against the manifest,
/// every row of every log against its chain and its seal, every photo that the database names.
///
/// # Errors
/// The first thing that does not hold, by its name.
pub fn verify_backup(folder: &Path) -> Result<VerifyReport, RelayStartError> {
    let (report, _) = verified(folder)?;
    Ok(report)
}

/// [`verify_backup`], with the manifest.
pub(super) fn verified(folder: &Path) -> Result<(VerifyReport, Manifest), RelayStartError> {
    let data = DataFolder::new(folder);
    let path = data.manifest();
    let bytes = fs::read(&path).map_err(|error| RelayStartError::file(&path, error.to_string()))?;
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
    if manifest.format != FORMAT {
        return Err(RelayStartError::file(
            &path,
            "清单版本不认识（unknown format of the manifest）",
        ));
    }
    let mut found = BTreeMap::new();
    list_files(folder, folder, &mut found)?;
    for (name, file) in &manifest.files {
        if found.get(name) != Some(file) {
            return Err(RelayStartError::file(
                &folder.join(name),
                "与清单不符（not what the manifest says）",
            ));
        }
    }
    let database = verify_file(&data.database())
        .map_err(|error| RelayStartError::file(&data.database(), error.to_string()))?;
    let heads = read_heads(&data.database())?;
    let covered: BTreeMap<String, u64> = heads
        .iter()
        .map(|(stream, head)| (stream.to_string(), head.seq))
        .collect();
    let promised: BTreeMap<String, u64> = manifest
        .covered_heads
        .iter()
        .map(|(stream, head)| (stream.clone(), head.seq))
        .collect();
    if covered != promised {
        return Err(RelayStartError::file(
            &path,
            "日志末端与清单不符（the heads are not those of the manifest）",
        ));
    }
    let hashes: BTreeMap<&str, u64> = found
        .iter()
        .filter(|(name, _)| name.starts_with("blobs/"))
        .map(|(_, file)| (file.sha256.as_str(), file.length))
        .collect();
    for (digest, length) in &database.blobs {
        if hashes.get(digest.to_string().as_str()) != Some(length) {
            return Err(RelayStartError::file(
                &data.blobs(),
                format!("缺少照片 {digest}（a photo is missing or damaged）"),
            ));
        }
    }
    let report = VerifyReport {
        name: manifest.name.clone(),
        made_at: manifest.made_at,
        rows: database.rows,
        blobs: database.blobs.len(),
        covered_heads: covered,
    };
    Ok((report, manifest))
}
