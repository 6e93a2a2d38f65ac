use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use age::x25519::{Identity, Recipient};

use super::key::{check_recipient, trial_identity};
use super::link::Part;
use super::place::PartPlace;
use super::state::Workshop;
use crate::blob::Blobs;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;

/// Ships what came since the last link to a place outside（备份发送）.
pub(crate) struct Shipper {
    pub(super) folder: DataFolder,
    pub(super) place: PartPlace,
    pub(super) workshop: Workshop,
    /// To whom parts are encrypted: the offline key first, then the relay's own for trials.
    pub(super) recipients: Vec<Recipient>,
    pub(super) trial_key: Identity,
    pub(super) blobs: Arc<Blobs>,
    /// Photos that are shipped, once the chain was read.
    pub(super) shipped: Mutex<Option<BTreeMap<String, Part>>>,
}

impl Shipper {
    /// Prepares to ship a folder's data to a place, encrypted to a backup key.
    pub(crate) fn new(
        folder: &DataFolder,
        place: PartPlace,
        recipient: &str,
        blobs: Arc<Blobs>,
    ) -> Result<Self, RelayStartError> {
        let trial_key = trial_identity(folder)?;
        Ok(Self {
            recipients: vec![check_recipient(recipient)?, trial_key.to_public()],
            folder: folder.clone(),
            place,
            workshop: Workshop::open(folder)?,
            trial_key,
            blobs,
            shipped: Mutex::default(),
        })
    }

    /// Whether other relays may serve the same data: then one of them ships for all.
    pub(super) fn is_shared(&self) -> bool {
        self.folder.on_postgres().exists()
    }

    pub(super) fn shipped(&self) -> std::sync::MutexGuard<'_, Option<BTreeMap<String, Part>>> {
        self.shipped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
