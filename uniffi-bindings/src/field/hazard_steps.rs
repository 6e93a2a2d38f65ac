use std::collections::HashMap;

use super::Field;
use crate::boundary::short;
use crate::error::FieldError;
use crate::records::Responsible;
use crate::values::{FieldValue, read, scalars};

#[uniffi::export]
impl Field {
    /// Changes fields of a hazard（修改隐患）; what a notice quotes is refused once it is issued.
    pub fn edit_hazard(
        &self,
        hazard: String,
        fields: HashMap<String, FieldValue>,
    ) -> Result<(), FieldError> {
        short(|| {
            let hazard = read("hazard", &hazard)?;
            Ok::<_, FieldError>(self.core.edit_hazard(hazard, &scalars(fields))?)
        })
    }

    /// A hazard was put right before the inspectors left（当场整改）, with photos before and after.
    /// Somebody else verifies it.
    pub fn fix_on_spot(
        &self,
        hazard: String,
        before: String,
        after: String,
    ) -> Result<(), FieldError> {
        short(|| {
            let hazard = read("hazard", &hazard)?;
            let (before, after) = (read("before", &before)?, read("after", &after)?);
            self.core.fix_on_spot(hazard, before, after)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Sets who is answerable for a hazard（责任落实）: unit, leader, person.
    pub fn set_responsible(
        &self,
        hazard: String,
        responsible: Responsible,
    ) -> Result<(), FieldError> {
        short(|| {
            let hazard = read("hazard", &hazard)?;
            self.core.set_responsible(hazard, responsible.into())?;
            Ok::<_, FieldError>(())
        })
    }

    /// Presses an owner who is overdue, with a short new time limit（催办）.
    pub fn urge(&self, hazard: String, days: u32) -> Result<(), FieldError> {
        short(|| {
            self.core.urge(read("hazard", &hazard)?, days)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Hands a case on to the police station or a department（上报、移交）: a code of the policy pack.
    pub fn escalate(&self, hazard: String, to: String, reason: String) -> Result<(), FieldError> {
        short(|| {
            let hazard = read("hazard", &hazard)?;
            self.core.escalate(hazard, &to, &reason)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Whether nobody works at a department, as far as this phone knows（无人接收）: the relay refuses to
    /// hand a case on to it.
    pub fn is_unstaffed(&self, hazard: String, to: String) -> Result<bool, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.is_unstaffed(read("hazard", &hazard)?, &to)?))
    }

    /// Voids a hazard that was none（作废、误报）.
    pub fn void_hazard(&self, hazard: String, reason: String) -> Result<(), FieldError> {
        short(|| {
            self.core.void(read("hazard", &hazard)?, &reason)?;
            Ok::<_, FieldError>(())
        })
    }

    /// The one-time code by which the owner reports on a hazard（一次性反馈码）, as its notice prints
    /// it; `None` before a notice was issued, or where the policy offers no page.
    pub fn owner_code(&self, hazard: String) -> Result<Option<String>, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.owner_code(read("hazard", &hazard)?)?))
    }
}
