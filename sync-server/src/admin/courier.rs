use std::path::{Path, PathBuf};

use super::Admin;
use crate::courier::{CourierAnswerReport, CourierImport};
use crate::error::RelayStartError;

impl Admin {
    /// Takes a courier file（信使文件）in: a letter of one of our devices is decided as if it had come
    /// by network; what is for another relay is kept, stamped, to be carried on. Again and again is
    /// the same as once.
    ///
    /// # Errors
    /// The file is damaged, not signed by a device of ours, or for a phone: nothing was changed.
    pub fn import_courier(&self, file: &Path) -> Result<CourierImport, RelayStartError> {
        self.tenant.import_courier(&self.folder, file)
    }

    /// Writes the answer（信使回信）to a letter that was imported, by its hash or the newest one of a
    /// device: verdicts, new rows, a renewed lease, policy packs.
    ///
    /// # Errors
    /// There is no such letter, or the file cannot be written.
    pub fn answer_courier(
        &self,
        letter: Option<&str>,
        device: Option<&str>,
        to: &Path,
    ) -> Result<CourierAnswerReport, RelayStartError> {
        let device = device.map(|device| self.find_device(device)).transpose()?;
        self.tenant.answer_courier(letter, device, to)
    }

    /// Copies what is kept for other relays to a folder, from where it is carried on.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn forward_courier(&self, to: &Path) -> Result<Vec<PathBuf>, RelayStartError> {
        self.tenant.forward_courier(&self.folder, to)
    }
}
