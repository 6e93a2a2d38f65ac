use std::io::SeekFrom;
use std::path::Path;

use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};

/// The file in which the parts of an upload are collected. What lies behind the offset that the
/// database knows is of no account: it is overwritten.
pub(super) struct PartFile {
    file: File,
}

impl PartFile {
    pub(super) async fn open(path: &Path, offset: u64) -> std::io::Result<Self> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .await?;
        file.set_len(offset).await?;
        file.seek(SeekFrom::Start(offset)).await?;
        Ok(Self { file })
    }

    pub(super) async fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.write_all(bytes).await
    }

    /// Cuts off what must not count and waits until the rest is on disk.
    pub(super) async fn finish(mut self, length: u64) -> std::io::Result<()> {
        self.file.flush().await?;
        self.file.set_len(length).await?;
        self.file.sync_all().await
    }
}
