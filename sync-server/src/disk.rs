//! What a full disk stops, and in which order（磁盘余量）.

use std::path::PathBuf;
use std::sync::Arc;

use wangge_sync_engine::store::StoreError;

/// Free space below which something stops, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskLimits {
    /// Photos.
    pub photos: u64,
    /// Records too.
    pub pushes: u64,
}

impl Default for DiskLimits {
    fn default() -> Self {
        Self {
            photos: 1 << 30,
            pushes: 256 << 20,
        }
    }
}

/// Tells how much space is left.
pub trait DiskProbe: std::fmt::Debug + Send + Sync {
    /// Bytes; `None` if it cannot be told.
    fn free(&self) -> Option<u64>;
}

/// The disk on which a folder lies.
#[derive(Debug)]
pub(crate) struct FolderDisk(pub(crate) PathBuf);

impl DiskProbe for FolderDisk {
    fn free(&self) -> Option<u64> {
        fs4::available_space(&self.0).ok()
    }
}

/// Looked at before anything large is written. Nothing is remembered: as soon as there is space
/// again, everything goes on.
#[derive(Clone)]
pub(crate) struct DiskWatch {
    probe: Arc<dyn DiskProbe>,
    limits: DiskLimits,
}

impl DiskWatch {
    pub(crate) fn new(probe: Arc<dyn DiskProbe>, limits: DiskLimits) -> Self {
        Self { probe, limits }
    }

    /// Whether a photo may be written.
    pub(crate) fn takes_photos(&self) -> Result<(), StoreError> {
        self.leaves(self.limits.photos)
    }

    /// Whether records may be written.
    pub(crate) fn takes_pushes(&self) -> Result<(), StoreError> {
        self.leaves(self.limits.pushes)
    }

    fn leaves(&self, least: u64) -> Result<(), StoreError> {
        match self.probe.free() {
            Some(free) if free < least => Err(StoreError::DiskFull),
            // What cannot be told stops nothing: the disk itself says so when it is full.
            _ => Ok(()),
        }
    }
}
