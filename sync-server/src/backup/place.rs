use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt as _};

use super::link::Part;
use super::sealing::hash;
use crate::backup_place::BackupPlace;
use crate::blob::{S3Use, open_s3};
use crate::error::RelayStartError;
use crate::own_runtime::wait_for;

/// Where parts of backups lie（备份位置）: a folder, or any other store of objects. Calls block.
#[derive(Clone)]
pub(crate) struct PartPlace {
    objects: Arc<dyn ObjectStore>,
    name: String,
}

impl PartPlace {
    /// The place that a configuration names. Nothing is sent yet.
    pub(crate) fn open(place: &BackupPlace) -> Result<Self, RelayStartError> {
        match place {
            BackupPlace::Folder(path) => Self::folder(path),
            BackupPlace::S3(choice) => {
                let name = format!("s3://{}/{}", choice.bucket, choice.prefix);
                let objects = open_s3(choice, S3Use::BACKUPS)?;
                Ok(Self::new(objects, name.trim_end_matches('/').to_owned()))
            }
        }
    }

    /// A folder, on another disk or a share of another machine.
    pub(crate) fn folder(path: &Path) -> Result<Self, RelayStartError> {
        let failed = |error: String| RelayStartError::file(path, error);
        std::fs::create_dir_all(path).map_err(|error| failed(error.to_string()))?;
        let objects = LocalFileSystem::new_with_prefix(path)
            .map_err(|error| failed(error.to_string()))?
            .with_fsync(true);
        Ok(Self::new(Arc::new(objects), path.display().to_string()))
    }

    /// Any store of objects; `name` is how messages call it.
    fn new(objects: Arc<dyn ObjectStore>, name: String) -> Self {
        Self { objects, name }
    }

    /// What does not hold, by the name of the part.
    pub(super) fn problem(&self, part: &str, message: impl Into<String>) -> RelayStartError {
        RelayStartError::File {
            path: format!("{}/{part}", self.name),
            message: message.into(),
        }
    }

    /// Stores bytes under a name and reads them back: what this returns for is there.
    pub(super) fn put(&self, name: &str, bytes: Vec<u8>) -> Result<Part, RelayStartError> {
        let part = Part {
            name: name.to_owned(),
            sha256: hash(&bytes),
            length: bytes.len() as u64,
        };
        let at = ObjectPath::from(name);
        let put = async { self.objects.put(&at, bytes.into()).await.map(drop) };
        wait_for(put).map_err(|error| self.problem(name, error))?;
        self.get(&part)?;
        Ok(part)
    }

    /// The bytes of a part, if they are those that its manifest names.
    pub(super) fn get(&self, part: &Part) -> Result<Vec<u8>, RelayStartError> {
        let bytes = self.read(&part.name)?;
        if bytes.len() as u64 != part.length || hash(&bytes) != part.sha256 {
            return Err(self.problem(
                &part.name,
                "与清单不符：已损坏，或不属于此备份（damaged, or part of another backup）",
            ));
        }
        Ok(bytes)
    }

    /// The bytes under a name, whatever they are.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, RelayStartError> {
        let at = ObjectPath::from(name);
        let read = async { self.objects.get(&at).await?.bytes().await };
        let bytes = wait_for(read).map_err(|error| self.problem(name, error))?;
        Ok(bytes.into())
    }

    /// Removes what lies under these names, if it is there.
    pub(super) fn remove(&self, names: &[String]) -> Result<(), RelayStartError> {
        let paths: Vec<object_store::Result<ObjectPath>> = names
            .iter()
            .map(|name| Ok(ObjectPath::from(name.as_str())))
            .collect();
        let remove = async {
            let paths = futures_util::stream::iter(paths).boxed();
            let mut removed = self.objects.delete_stream(paths);
            while let Some(one) = removed.next().await {
                match one {
                    Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => {
                        return Err(error);
                    }
                    _ => {}
                }
            }
            Ok(())
        };
        wait_for(remove).map_err(|error| {
            let first = names.first().map_or("", String::as_str);
            self.problem(first, error)
        })
    }

    /// Every name below a folder, with the length of what lies there.
    pub(super) fn list(&self, below: &str) -> Result<BTreeMap<String, u64>, RelayStartError> {
        let prefix = ObjectPath::from(below);
        let list = async {
            let mut found = BTreeMap::new();
            let mut listed = self.objects.list(Some(&prefix));
            while let Some(one) = listed.next().await {
                let one = one?;
                found.insert(one.location.to_string(), one.size);
            }
            Ok::<_, object_store::Error>(found)
        };
        wait_for(list).map_err(|error| self.problem(below, error))
    }
}
