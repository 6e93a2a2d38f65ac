use wangge_domain::lifecycle::StepTaken;
use wangge_domain::premises::Premises;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId};

use crate::case_file::RecordFile;
use crate::paper::PaperError;

/// A case of a register with what its paper speaks of（登记案件）, gathered by the caller.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterFile {
    /// The case: a letter, an order.
    pub file: RecordFile,
    /// The grid in whose log it lies.
    pub grid: GridId,
    /// The premises it is about, if it is about one.
    pub premises: Option<RecordFile>,
    /// Hazards that it names, each with its premises.
    pub hazards: Vec<(RecordFile, RecordFile)>,
    /// Major cases that an order names, as they stood when it was issued: each stands for the hazard
    /// that it is about, which is among `hazards`.
    pub majors: Vec<RecordFile>,
}

impl RegisterFile {
    /// The records that an order names（督办的隐患）: hazards, of a yearly order major cases.
    #[must_use]
    pub fn named_hazards(file: &RecordFile) -> Vec<RecordId> {
        wangge_domain::lifecycle::codes(file.state.case.field("items"))
            .filter_map(|id| id.parse().ok())
            .collect()
    }

    /// The hazard that a major case is about（立案隐患）; `None`: it is no major case, or names none.
    #[must_use]
    pub fn hazard_of(major: &RecordFile) -> Option<RecordId> {
        let case = &major.state.case;
        let about: Option<RecordId> = case.field("hazard").parse().ok();
        about.filter(|_| major.state.kind == RecordKind::MajorCase)
    }

    /// The major case by which a hazard was named.
    pub(crate) fn major(&self, hazard: RecordId) -> Option<&RecordFile> {
        let mut majors = self.majors.iter();
        majors.find(|one| Self::hazard_of(one) == Some(hazard))
    }

    /// The newest of these steps that took effect.
    pub(crate) fn step(&self, names: &[&str]) -> Result<&StepTaken, PaperError> {
        let steps = self.file.state.case.steps.iter().rev();
        let found = steps
            .clone()
            .find(|taken| names.contains(&taken.step.as_str()));
        found.ok_or_else(|| PaperError::Missing("尚未办理（签订、签发）".to_owned()))
    }

    /// The premises as the rules read it, in the version that the paper prints.
    pub(crate) fn typed(&self) -> Option<Premises> {
        let file = self.premises.as_ref()?;
        Some(Premises::from_content(file.quoted_or_now()))
    }

    /// Final number, else the provisional one.
    pub(crate) fn number(&self) -> String {
        let state = &self.file.state;
        let number = state.notice_number.clone();
        number
            .or_else(|| state.provisional_number.clone())
            .unwrap_or_default()
    }
}
