use std::collections::HashMap;

use wangge_domain::record::RecordKind;

use super::Field;
use crate::boundary::short;
use crate::error::FieldError;
use crate::records::{CaseCard, CasePage, CaseRegister, CaseRow, CaseStep, CaseSubject};
use crate::values::{FieldValue, read, scalars};

#[uniffi::export]
impl Field {
    /// The registers of cases（登记册一览）, with what this person may begin in each, and where.
    pub fn case_registers(&self) -> Result<Vec<CaseRegister>, FieldError> {
        short(|| {
            let registers = self.core.case_registers()?;
            Ok::<_, FieldError>(registers.into_iter().map(Into::into).collect())
        })
    }

    /// A page of cases of one register or of all（案件列表）.
    pub fn list_cases(&self, page: CasePage) -> Result<Vec<CaseRow>, FieldError> {
        short(|| {
            let rows = self.core.page_cases(&page.input()?)?;
            Ok::<_, FieldError>(rows.into_iter().map(Into::into).collect())
        })
    }

    /// A case with what its screen shows（案件详情）: what was said, and the steps that may be taken now
    /// with what each asks for.
    pub fn get_case(&self, record: String) -> Result<CaseCard, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.get_case(read("record", &record)?)?.into()))
    }

    /// Begins a case as a draft and gives its id（登记案件）: photos and signatures are put to it, then
    /// its first step is taken.
    pub fn open_case(
        &self,
        kind: String,
        about: CaseSubject,
        fields: HashMap<String, FieldValue>,
    ) -> Result<String, FieldError> {
        short(|| {
            let (kind, about) = (RecordKind::from(kind), about.input()?);
            let case = self.core.open_case(&kind, about, &scalars(fields))?;
            Ok::<_, FieldError>(case.to_string())
        })
    }

    /// Changes what is written in a case（修改案件内容）; what was decided stands in its steps.
    pub fn edit_case(
        &self,
        record: String,
        fields: HashMap<String, FieldValue>,
    ) -> Result<(), FieldError> {
        short(|| {
            let record = read("record", &record)?;
            Ok::<_, FieldError>(self.core.edit_case(record, &scalars(fields))?)
        })
    }

    /// Takes a step in a case（办理一步）, judged here as on the relay: a refused one leaves everything as
    /// it was.
    pub fn take_step(&self, record: String, step: CaseStep) -> Result<(), FieldError> {
        short(|| {
            let record = read("record", &record)?;
            let (step, input) = step.input()?;
            self.core.step(record, &step, &input)?;
            Ok::<_, FieldError>(())
        })
    }
}
