use std::path::{Path, PathBuf};

use serde::Serialize;
use wangge_protocol::courier::{CarriedStamp, Stamp};
use wangge_protocol::limits::MAX_COURIER_STAMPS;

use super::file::{CourierFile, stamp_bytes};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::{rename_durably, write_durably};
use crate::tenant::Tenant;

/// Bytes of files for others that a relay keeps.
const MOST_CARRIED: u64 = 16 * 1024 * 1024 * 1024;
const ENDING: &str = "wgc";

/// A file for another relay（转交文件）, kept until somebody takes it on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarriedFile {
    /// Hash of the file's body.
    pub file: String,
    /// Tenant it is for.
    pub tenant: String,
    /// Bytes.
    pub bytes: u64,
    /// When this relay got it.
    pub received_at: i64,
    /// The receipt: lies beside the file too, for whoever brought it.
    pub receipt: PathBuf,
}

impl Tenant {
    /// Keeps a file that is for another relay, with a stamp of this one behind it. The second time
    /// changes nothing.
    pub(super) fn carry_courier(
        &self,
        folder: &DataFolder,
        path: &Path,
        file: &CourierFile,
    ) -> Result<CarriedFile, RelayStartError> {
        let problem = |error: std::io::Error| RelayStartError::file(path, error.to_string());
        let kept = folder.courier();
        std::fs::create_dir_all(&kept).map_err(problem)?;
        let name = file.cover.digest.to_string();
        let into = kept.join(&name).with_extension(ENDING);
        let receipt = kept.join(&name).with_extension("receipt");
        let bytes = std::fs::metadata(path).map_err(problem)?.len();
        if into.exists() {
            let known = CourierFile::open(&into)?;
            let own = known.stamps.iter().filter_map(|it| it.open().ok());
            let received_at = own
                .filter(|stamp| stamp.carrier == self.id())
                .map(|stamp| stamp.received_at.0)
                .next_back();
            return Ok(CarriedFile {
                file: name,
                tenant: file.cover.tenant.to_string(),
                bytes,
                received_at: received_at.unwrap_or_default(),
                receipt,
            });
        }
        if file.stamps.len() >= MAX_COURIER_STAMPS || held_bytes(&kept)? + bytes > MOST_CARRIED {
            return Err(RelayStartError::file(
                path,
                "转交次数过多，或本中继存放的转交文件已满，未作改动（carried too often, or too much is kept here）",
            ));
        }
        let stamp = self.stamp(file)?;
        let writing = into.with_extension("carrying");
        std::fs::copy(path, &writing).map_err(problem)?;
        {
            use std::io::Write as _;
            let mut out = std::fs::OpenOptions::new()
                .append(true)
                .open(&writing)
                .map_err(problem)?;
            out.write_all(&stamp_bytes(&stamp)).map_err(problem)?;
            out.sync_all().map_err(problem)?;
        }
        // Receipt first: a file that is kept has one.
        write_durably(&receipt, &wangge_protocol::encode(&stamp), false).map_err(problem)?;
        rename_durably(&writing, &into).map_err(problem)?;
        Ok(CarriedFile {
            file: name,
            tenant: file.cover.tenant.to_string(),
            bytes,
            received_at: self.now().0,
            receipt,
        })
    }

    fn stamp(&self, file: &CourierFile) -> Result<CarriedStamp, RelayStartError> {
        let own = self.service_public();
        let keys = self.database.service_keys(self.id())?;
        let certificate = keys
            .iter()
            .find(|key| key.public_key == own)
            .map(|key| key.certificate)
            .ok_or_else(|| RelayStartError::invalid("没有服务密钥（no service key）"))?;
        let seal = self.seal_for_courier(&Stamp {
            file: file.cover.digest,
            received_at: self.now(),
            carrier: self.id(),
            root_key: self.row.root_key,
        });
        Ok(CarriedStamp { seal, certificate })
    }

    /// Copies everything that is kept for others to a folder: a stick that goes on from here.
    pub(crate) fn forward_courier(
        &self,
        folder: &DataFolder,
        to: &Path,
    ) -> Result<Vec<PathBuf>, RelayStartError> {
        let problem = |error: std::io::Error| RelayStartError::file(to, error.to_string());
        std::fs::create_dir_all(to).map_err(problem)?;
        let mut copied = Vec::new();
        for path in files(&folder.courier())? {
            let Some(name) = path.file_name() else {
                continue;
            };
            let writing = to.join(name).with_extension("writing");
            std::fs::copy(&path, &writing).map_err(problem)?;
            let into = to.join(name);
            rename_durably(&writing, &into).map_err(problem)?;
            copied.push(into);
        }
        Ok(copied)
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, RelayStartError> {
    let problem = |error: std::io::Error| RelayStartError::file(folder, error.to_string());
    let mut found = Vec::new();
    match std::fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                let path = entry.map_err(problem)?.path();
                if path.extension().is_some_and(|ending| ending == ENDING) {
                    found.push(path);
                }
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(problem(error)),
    }
    found.sort();
    Ok(found)
}

fn held_bytes(folder: &Path) -> Result<u64, RelayStartError> {
    let sizes = files(folder)?
        .into_iter()
        .map(|path| std::fs::metadata(path).map_or(0, |meta| meta.len()));
    Ok(sizes.sum())
}
