use wangge_mobile_core::SubmitInspection;

use super::Field;
use crate::boundary::short;
use crate::error::FieldError;
use crate::records::{
    Answer, Checklist, FieldEdit, Guide, HistoryLine, InspectionRow, InspectionStart, RecordCard,
    Signature, Submitted,
};
use crate::values::{limit, read, read_some};

#[uniffi::export]
impl Field {
    /// The checklist in force for a category of premises（检查表）.
    pub fn checklist(&self, category: String) -> Result<Checklist, FieldError> {
        short(|| {
            let policy = self.core.policy()?;
            let list = policy
                .checklist_for(&category)
                .ok_or_else(|| FieldError::invalid("category"))?;
            Ok::<_, FieldError>(Checklist::from(list))
        })
    }

    /// The picture guide of a check item（图示）.
    pub fn guide(&self, item: String) -> Result<Guide, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.guide(&item)?.into()))
    }

    /// Begins an inspection under the checklist in force and gives its id（开始检查）. Refused without
    /// a valid certificate, also offline.
    pub fn start_inspection(
        &self,
        premises: String,
        start: InspectionStart,
    ) -> Result<String, FieldError> {
        short(|| {
            let input = start.input()?;
            let premises = read("premises", &premises)?;
            Ok::<_, FieldError>(self.core.start_inspection(premises, &input)?.to_string())
        })
    }

    /// Saves an answer（回答检查项）; durable when it returns.
    pub fn answer(&self, inspection: String, answer: Answer) -> Result<(), FieldError> {
        short(|| {
            let inspection = read("inspection", &inspection)?;
            Ok::<_, FieldError>(self.core.answer(inspection, &answer.into())?)
        })
    }

    /// Signs a record on the screen and gives the signature's id（签名）.
    pub fn sign(&self, record: String, signature: Signature) -> Result<String, FieldError> {
        short(|| {
            let input = signature.input()?;
            let signed = self.core.sign(read("record", &record)?, &input)?;
            Ok::<_, FieldError>(signed.to_string())
        })
    }

    /// Takes a signature out of a record（撤下签名）, before it is signed anew.
    pub fn drop_signature(&self, record: String, signature: String) -> Result<(), FieldError> {
        short(|| {
            let record = read("record", &record)?;
            self.core
                .drop_signature(record, read("signature", &signature)?)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Submits an inspection, and raises the hazards of its failed items（提交检查）, unless it is told
    /// not to. With `correction` it answers a return.
    #[uniffi::method(default(raise_hazards = true))]
    pub fn submit_inspection(
        &self,
        inspection: String,
        correction: Option<String>,
        raise_hazards: bool,
    ) -> Result<Submitted, FieldError> {
        short(|| {
            let input = SubmitInspection {
                outcome: None,
                correction,
                raise_hazards,
            };
            let inspection = read("inspection", &inspection)?;
            let done = self.core.submit_inspection(inspection, &input)?;
            Ok::<_, FieldError>(done.into())
        })
    }

    /// Ends a visit at the door: closed, refused, moved away（未能入内）.
    pub fn submit_visit_without_entry(
        &self,
        inspection: String,
        outcome: String,
        note: String,
    ) -> Result<(), FieldError> {
        short(|| {
            let input = SubmitInspection {
                outcome: Some((outcome, note)),
                correction: None,
                raise_hazards: false,
            };
            let inspection = read("inspection", &inspection)?;
            self.core.submit_inspection(inspection, &input)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Inspections of a premises, or all, latest first（检查列表）.
    pub fn list_inspections(
        &self,
        premises: Option<String>,
        most: u32,
    ) -> Result<Vec<InspectionRow>, FieldError> {
        short(|| {
            let premises = read_some("premises", premises.as_deref())?;
            let rows = self.core.list_inspections(premises, limit(most))?;
            Ok::<_, FieldError>(rows.into_iter().map(Into::into).collect())
        })
    }

    /// A record with what its screen shows（查看记录）.
    pub fn get_record(&self, record: String) -> Result<RecordCard, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.get_record(read("record", &record)?)?.into()))
    }

    /// Everything that happened to a record（经过）.
    pub fn history(&self, record: String) -> Result<Vec<HistoryLine>, FieldError> {
        short(|| {
            let lines = self.core.history(read("record", &record)?)?;
            Ok::<_, FieldError>(lines.into_iter().map(Into::into).collect())
        })
    }

    /// The fields of a record that were written anew since it was registered（改动经过）, those not yet
    /// sent last. Photos and signatures are shown with the record.
    pub fn field_edits(&self, record: String) -> Result<Vec<FieldEdit>, FieldError> {
        short(|| {
            let edits = self.core.field_edits(read("record", &record)?)?;
            Ok::<_, FieldError>(edits.into_iter().map(Into::into).collect())
        })
    }
}
