use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{RegisterError, RegisterRow};
use crate::GridId;
use crate::control::ControlState;
use crate::policy::PolicyPack;

/// The type of a register's entries（登记册类型）.
pub trait RegisterEntry: Serialize + DeserializeOwned {
    /// Name of the register on the wire.
    const REGISTER: &'static str;
    /// Chinese name.
    const ZH: &'static str;
    /// Mechanism id.
    const RULE: &'static str;
    /// The operation of the permission table that lets a person set it through the API.
    const OPERATION: &'static str;

    /// Whether the entry makes sense among all that stands in the control stream. Every replica
    /// asks this of every row, so it looks at nothing else.
    ///
    /// # Errors
    /// [`RegisterError::Refused`] with the rule.
    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError>;

    /// Whether the entry fits the policy pack in force; asked before it is written, never by a
    /// fold.
    ///
    /// # Errors
    /// [`RegisterError::Refused`] with the rule.
    fn check_policy(&self, _policy: &PolicyPack) -> Result<(), RegisterError> {
        Ok(())
    }

    /// Whether the entry keeps to rules that ship with the program or its policy pack and may change with
    /// them; asked before it is written, never by a fold: what stands in the log is not judged anew.
    ///
    /// # Errors
    /// [`RegisterError::Refused`] with the rule.
    fn check_rules(
        &self,
        _row: &RegisterRow,
        _control: &ControlState,
        _policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        Ok(())
    }

    /// Whether the entry may stand beside the rows that stand; asked where nobody else writes, before it is
    /// written, never by a fold: what stands in the log is not judged anew.
    ///
    /// # Errors
    /// [`RegisterError::Refused`] with the rule.
    fn check_beside(
        &self,
        _row: &RegisterRow,
        _control: &ControlState,
    ) -> Result<(), RegisterError> {
        Ok(())
    }

    /// Whether the day of the entry may be, as the relay's clock stands; asked before it is written,
    /// never by a fold.
    ///
    /// # Errors
    /// [`RegisterError::Refused`] with the rule.
    fn check_day(&self, _row: &RegisterRow, _today: NaiveDate) -> Result<(), RegisterError> {
        Ok(())
    }

    /// The grid it is about, if it is about one: who sets it must be in charge there.
    fn area(&self) -> Option<GridId> {
        None
    }
}
