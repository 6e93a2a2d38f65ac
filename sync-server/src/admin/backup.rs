use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Admin, verify_backup};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::metrics::LAST_BACKUP_KEY;
use crate::platform::{sync_folder, write_durably};
use crate::store::sqlite::{copy_database, read_heads};

/// Version of the manifest.
pub(super) const FORMAT: u32 = 1;

/// What a backup says of itself（备份清单）; without it a folder is no backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    pub(super) tenant: String,
    pub(super) name: String,
    pub(super) made_at: i64,
    /// Up to which row each log is covered.
    pub(super) covered_heads: BTreeMap<String, ManifestHead>,
    /// Every file with its hash and length, by its path within the folder.
    pub(super) files: BTreeMap<String, ManifestFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestHead {
    pub(super) epoch: u32,
    pub(super) seq: u64,
    pub(super) chain: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ManifestFile {
    pub(crate) sha256: String,
    pub(super) length: u64,
}

/// What was backed up（备份结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupReport {
    /// The folder.
    pub folder: PathBuf,
    /// When it was made, milliseconds since 1970.
    pub made_at: i64,
    /// Logs covered.
    pub streams: usize,
    /// Rows covered.
    pub rows: u64,
    /// Files.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

impl Admin {
    /// Copies everything a relay is made of into a new folder, while it goes on serving（在线备份）:
    /// database, blobs, keys, settings. The root key stays where it is. Photos that come while the
    /// copy is made may be in it or not; every one that the copied database names is. The copy is
    /// read back and verified before phones are told that it covers what they have sent.
    pub fn backup(&self, to: &Path) -> Result<BackupReport, RelayStartError> {
        if self.folder.on_postgres().exists() {
            return Err(RelayStartError::invalid(
                "数据在 PostgreSQL 中，只有加密备份：请加 --recipient <备份公钥>（the data lie in \
                 PostgreSQL: the plain form is of a file alone; name a --recipient）",
            ));
        }
        let target = DataFolder::new(to);
        require_empty(to)?;
        let problem =
            |path: &Path, error: std::io::Error| RelayStartError::file(path, error.to_string());
        let begun = self.tenant.now();
        target.create().map_err(|error| problem(to, error))?;
        // Photos that two people blanked are on disk until the next sweep, and go nowhere. They are asked
        // for before the copy: it names none of them.
        let blanked = self.tenant.database.blanked_blobs(self.tenant.id())?;
        let blanked: BTreeSet<String> = blanked.iter().map(ToString::to_string).collect();
        copy_database(&self.folder.database(), &target.database())?;
        // The database first: whatever it names was on disk before.
        for (from, into) in [
            (self.folder.blobs(), target.blobs()),
            (self.folder.keys(), target.keys()),
            (self.folder.tls(), target.tls()),
        ] {
            copy_tree(&from, &into, &blanked)?;
        }
        copy_file(&self.folder.settings(), &target.settings())?;
        let heads = read_heads(&target.database())?;
        let mut files = BTreeMap::new();
        list_files(to, to, &mut files)?;
        let now = self.tenant.now();
        let report = BackupReport {
            folder: to.to_owned(),
            made_at: now.0,
            streams: heads.len(),
            rows: heads.values().map(|head| head.seq).sum(),
            files: files.len(),
            bytes: files.values().map(|file| file.length).sum(),
        };
        let manifest = Manifest {
            format: FORMAT,
            tenant: self.tenant.id().to_string(),
            name: self.tenant.row.name.clone(),
            made_at: now.0,
            covered_heads: heads
                .into_iter()
                .map(|(stream, head)| {
                    let covered = ManifestHead {
                        epoch: head.epoch,
                        seq: head.seq,
                        chain: head.chain.to_string(),
                    };
                    (stream.to_string(), covered)
                })
                .collect(),
            files,
        };
        let bytes = serde_json::to_vec_pretty(&manifest)
            .map_err(|error| RelayStartError::invalid(error.to_string()))?;
        write_durably(&target.manifest(), &bytes, false)
            .map_err(|error| problem(&target.manifest(), error))?;
        verify_backup(to)?;
        self.tenant.note_backed_up(begun)?;
        let (tenant, at) = (self.tenant.id(), now.0.to_string());
        self.tenant
            .database
            .set_setting(tenant, LAST_BACKUP_KEY, &at)?;
        Ok(report)
    }
}

/// A folder that does not exist, or holds nothing.
pub(super) fn require_empty(folder: &Path) -> Result<(), RelayStartError> {
    let holds_something = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something {
        return Err(RelayStartError::invalid(format!(
            "{} 不是空目录，未作改动（the folder is not empty; nothing was changed）",
            folder.display()
        )));
    }
    Ok(())
}

/// Copies a file and waits until it is on disk.
pub(super) fn copy_file(from: &Path, to: &Path) -> Result<(), RelayStartError> {
    let problem = |error: std::io::Error| RelayStartError::file(from, error.to_string());
    fs::copy(from, to).map_err(problem)?;
    fs::File::open(to)
        .and_then(|file| file.sync_all())
        .map_err(problem)
}

/// Copies a folder with all below it; links are not followed, unfinished files are left out, and so are
/// those of these names.
pub(super) fn copy_tree(
    from: &Path,
    to: &Path,
    without: &BTreeSet<String>,
) -> Result<(), RelayStartError> {
    let problem = |error: std::io::Error| RelayStartError::file(from, error.to_string());
    fs::create_dir_all(to).map_err(problem)?;
    for entry in fs::read_dir(from).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        let kind = entry.file_type().map_err(problem)?;
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy_tree(&path, &into, without)?;
        } else if kind.is_file()
            && path.extension().is_none_or(|name| name != "writing")
            && !entry
                .file_name()
                .to_str()
                .is_some_and(|name| without.contains(name))
        {
            match copy_file(&path, &into) {
                // It was renamed or removed since it was listed.
                Err(_) if !path.exists() => {}
                done => done?,
            }
        }
    }
    sync_folder(to).map_err(problem)
}

/// All files below a folder with hash and length, the manifest apart.
pub(super) fn list_files(
    root: &Path,
    folder: &Path,
    files: &mut BTreeMap<String, ManifestFile>,
) -> Result<(), RelayStartError> {
    let problem = |error: std::io::Error| RelayStartError::file(folder, error.to_string());
    for entry in fs::read_dir(folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.is_dir() {
            list_files(root, &path, files)?;
            continue;
        }
        let within = path.strip_prefix(root).unwrap_or(&path);
        let name: Vec<String> = within
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let name = name.join("/");
        if name != "manifest.json" {
            files.insert(name, describe(&path)?);
        }
    }
    Ok(())
}

/// Hash and length of a file.
pub(crate) fn describe(path: &Path) -> Result<ManifestFile, RelayStartError> {
    let problem = |error: std::io::Error| RelayStartError::file(path, error.to_string());
    let mut file = fs::File::open(path).map_err(problem)?;
    let mut hasher = Sha256::new();
    let (mut length, mut block) = (0, vec![0_u8; 1 << 16]);
    loop {
        let read = file.read(&mut block).map_err(problem)?;
        let Some(part) = block.get(..read).filter(|part| !part.is_empty()) else {
            break;
        };
        hasher.update(part);
        length += u64::try_from(read).unwrap_or(0);
    }
    Ok(ManifestFile {
        sha256: hex::encode(hasher.finalize()),
        length,
    })
}
