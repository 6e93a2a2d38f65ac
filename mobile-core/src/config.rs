use std::path::PathBuf;

/// Where a core keeps its data, and how（配置）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreConfig {
    /// Folder of this installation; created if it is not there.
    pub folder: PathBuf,
    /// Name of the phone as the worker knows it.
    pub label: String,
    /// Bytes the database may grow to; `None`: the disk decides.
    pub database_limit_bytes: Option<u64>,
    /// Connections that read at once.
    pub readers: usize,
}

impl CoreConfig {
    /// The usual settings for a folder.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            label: "手机".to_owned(),
            database_limit_bytes: None,
            readers: 3,
        }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("wangge.db")
    }

    /// The database that takes the place of a damaged one, while it is being made.
    pub(crate) fn building(&self) -> PathBuf {
        self.folder.join("wangge.building")
    }

    /// The same once everything that was salvaged is in it.
    pub(crate) fn rebuilt(&self) -> PathBuf {
        self.folder.join("wangge.rebuilt")
    }

    pub(crate) fn keyring(&self) -> PathBuf {
        self.folder.join("keyring")
    }

    pub(crate) fn blobs(&self) -> PathBuf {
        self.folder.join("blobs")
    }

    /// Plain bodies on their way through the operating system's uploader.
    pub(crate) fn outgoing(&self) -> PathBuf {
        self.folder.join("outgoing")
    }

    pub(crate) fn set_aside(&self) -> PathBuf {
        self.folder.join("set-aside")
    }

    /// Present while a damage was met at run time: the next start checks every page.
    pub(crate) fn damage_mark(&self) -> PathBuf {
        self.folder.join(crate::store::DAMAGE_MARK)
    }
}
