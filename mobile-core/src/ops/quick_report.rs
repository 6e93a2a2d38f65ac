use wangge_domain::hazard::keys;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::{Finding, RecordId};

use super::{HazardInput, PhotoInput};
use crate::error::CoreError;
use crate::facade::Core;

/// A hazard reported in under a minute, photo first（随手报）of S2-10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickReport {
    /// Where.
    pub premises: RecordId,
    /// The photo as the camera wrote it.
    pub photo: Vec<u8>,
    /// What is wrong, in a few words.
    pub description: String,
    /// Life is threatened.
    pub life_threat: bool,
}

impl Core {
    /// Reports a hazard with one photo and a few words; all else is filled in by the pack.
    ///
    /// # Errors
    /// As [`Core::attach_photo`] and [`Core::raise_hazard`]. Nothing is begun with a photo that is
    /// refused or without words.
    pub fn quick_report(&self, report: &QuickReport) -> Result<RecordId, CoreError> {
        if report.description.trim().is_empty() {
            let missing = Finding::blocking("value_missing", keys::DESCRIPTION);
            return Err(CoreError::Incomplete(vec![missing]));
        }
        self.check_photo(&report.photo)?;
        let input = HazardInput {
            life_threat: Some(report.life_threat),
            ..HazardInput::new(report.premises, &report.description)
        };
        let hazard = self.draft_hazard(&input)?;
        let photo = PhotoInput {
            original: report.photo.clone(),
            stage: PhotoStage::Found,
            ..PhotoInput::default()
        };
        self.attach_photo(hazard, &photo)?;
        self.raise_hazard(hazard)?;
        Ok(hazard)
    }
}
