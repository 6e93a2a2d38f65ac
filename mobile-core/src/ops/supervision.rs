use chrono::NaiveDate;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::Reason;
use wangge_domain::register::{ControlMeasure, RegisterEntry, SupervisingBody};
use wangge_domain::schedule::open_measures;

use crate::error::CoreError;
use crate::facade::Core;

/// Who supervises a premises, and why（监管责任）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupervisionView {
    /// Its risk grade id, lifted by open measures.
    pub grade: String,
    /// The body that answers for this grade, with its measures.
    pub body: SupervisingBody,
    /// Control measures open today, each with the day it was opened.
    pub measures: Vec<(NaiveDate, ControlMeasure)>,
}

impl Core {
    /// Who supervises a premises by its risk grade（分级监管责任）of S1-17, and the control measures that the
    /// dynamic evaluation has opened there (S1-16). Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`] under S1-17: nobody is named for this grade;
    /// [`CoreError::UnknownRecord`].
    pub fn supervision(&self, premises: RecordId) -> Result<SupervisionView, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let planned = self
            .planned(&session, premises, now)?
            .ok_or(CoreError::UnknownRecord)?;
        let book = &session.control.registers;
        let body = book
            .get::<SupervisingBody>(&planned.plan.graded.grade, now.china_date())
            .ok_or_else(|| {
                CoreError::NotAllowed(Reason::new("body_missing", SupervisingBody::RULE))
            })?;
        Ok(SupervisionView {
            measures: open_measures(&session.control, premises, now.china_date()),
            grade: planned.plan.graded.grade,
            body,
        })
    }
}
