use chrono::NaiveDate;

use super::stray_key::stray_key;
use super::{
    AdmissionEntry, AgencyFrequency, Campaign, ContactOfficer, ContactVisit, ControlMeasure,
    DecidedObjection, DelegatedPower, DepartmentPlan, DispatchedJob, DutyNote, DutyShift,
    DynamicRule, EnforcementCase, EnforcementQuota, Lesson, PostingEntry, PublicityEvent,
    RegisterEntry, RegisterError, RegisterRow, ResponseLevel, RewardDecision, RoleSlot,
    StationProfile, SupervisingBody, TrainingRecord, VillageTeam, VisitRule,
};
use crate::GridId;
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::public_report::PublicReportRules;

/// A register that this build knows（登记册）.
#[derive(Clone, Copy, Debug)]
pub struct RegisterKind {
    /// Name on the wire.
    pub name: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// Mechanism id.
    pub rule: &'static str,
    /// The operation of the permission table that lets a person set it.
    pub operation: &'static str,
    fold: fn(&RegisterRow, &ControlState) -> Result<(), RegisterError>,
    write: fn(&RegisterRow, &ControlState, &PolicyPack) -> Result<Option<GridId>, RegisterError>,
    beside: fn(&RegisterRow, &ControlState) -> Result<(), RegisterError>,
    day: fn(&RegisterRow, NaiveDate) -> Result<(), RegisterError>,
}

impl RegisterKind {
    const fn of<E: RegisterEntry>() -> Self {
        Self {
            name: E::REGISTER,
            zh: E::ZH,
            rule: E::RULE,
            operation: E::OPERATION,
            fold: fold::<E>,
            write: write::<E>,
            beside: beside::<E>,
            day: day::<E>,
        }
    }

    /// Asked before a row is written: no key that the type does not know, and fit for the policy
    /// pack. Gives the grid that the entry is about, if it is about one.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub fn check_write(
        &self,
        row: &RegisterRow,
        control: &ControlState,
        policy: &PolicyPack,
    ) -> Result<Option<GridId>, RegisterError> {
        (self.write)(row, control, policy)
    }

    /// Asked last, where nobody else writes: whether the row may stand beside those that stand.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub fn check_beside(
        &self,
        row: &RegisterRow,
        control: &ControlState,
    ) -> Result<(), RegisterError> {
        (self.beside)(row, control)
    }

    /// Asked besides, before a row is written: what has happened has not happened on a day to come.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub fn check_day(&self, row: &RegisterRow, today: NaiveDate) -> Result<(), RegisterError> {
        (self.day)(row, today)
    }
}

const KNOWN: &[RegisterKind] = &[
    RegisterKind::of::<AdmissionEntry>(),
    RegisterKind::of::<AgencyFrequency>(),
    RegisterKind::of::<Campaign>(),
    RegisterKind::of::<ContactOfficer>(),
    RegisterKind::of::<ContactVisit>(),
    RegisterKind::of::<ControlMeasure>(),
    RegisterKind::of::<DelegatedPower>(),
    RegisterKind::of::<DepartmentPlan>(),
    RegisterKind::of::<DispatchedJob>(),
    RegisterKind::of::<DutyNote>(),
    RegisterKind::of::<DutyShift>(),
    RegisterKind::of::<DynamicRule>(),
    RegisterKind::of::<EnforcementCase>(),
    RegisterKind::of::<EnforcementQuota>(),
    RegisterKind::of::<Lesson>(),
    RegisterKind::of::<DecidedObjection>(),
    RegisterKind::of::<PostingEntry>(),
    RegisterKind::of::<PublicReportRules>(),
    RegisterKind::of::<PublicityEvent>(),
    RegisterKind::of::<ResponseLevel>(),
    RegisterKind::of::<RewardDecision>(),
    RegisterKind::of::<RoleSlot>(),
    RegisterKind::of::<StationProfile>(),
    RegisterKind::of::<SupervisingBody>(),
    RegisterKind::of::<TrainingRecord>(),
    RegisterKind::of::<VillageTeam>(),
    RegisterKind::of::<VisitRule>(),
];

/// The registers that this build knows（登记册目录）, by name.
#[must_use]
pub fn known_registers() -> &'static [RegisterKind] {
    KNOWN
}

/// The register of this name, if this build knows it.
#[must_use]
pub fn register_kind(name: &str) -> Option<&'static RegisterKind> {
    KNOWN.iter().find(|kind| kind.name == name)
}

/// Whether a row changes anything（条目校验）: asked by every replica of every row. Rows of registers
/// that this build does not know pass: they are kept for later versions.
///
/// # Errors
/// [`RegisterError`].
pub fn check_row(row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
    if row.register.trim().is_empty() || row.key.trim().is_empty() {
        return Err(RegisterError::EmptyKey);
    }
    if row.until.is_some_and(|until| until < row.from) {
        return Err(RegisterError::EmptyPeriod);
    }
    if row.entry.len() > RegisterRow::MAX_ENTRY_BYTES {
        return Err(RegisterError::TooLarge {
            bytes: row.entry.len(),
            most: RegisterRow::MAX_ENTRY_BYTES,
        });
    }
    register_kind(&row.register).map_or(Ok(()), |kind| (kind.fold)(row, control))
}

fn fold<E: RegisterEntry>(row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
    row.read::<E>()?.check(row, control)
}

fn beside<E: RegisterEntry>(
    row: &RegisterRow,
    control: &ControlState,
) -> Result<(), RegisterError> {
    row.read::<E>()?.check_beside(row, control)
}

fn day<E: RegisterEntry>(row: &RegisterRow, today: NaiveDate) -> Result<(), RegisterError> {
    row.read::<E>()?.check_day(row, today)
}

fn write<E: RegisterEntry>(
    row: &RegisterRow,
    control: &ControlState,
    policy: &PolicyPack,
) -> Result<Option<GridId>, RegisterError> {
    let entry: E = row.read()?;
    let unreadable = |place: String, message: String| RegisterError::Unreadable {
        register: row.register.clone(),
        place,
        message,
    };
    let misread = |error: serde_json::Error| unreadable(String::new(), error.to_string());
    let given: serde_json::Value = serde_json::from_str(&row.entry).map_err(misread)?;
    let read = serde_json::to_value(&entry).map_err(misread)?;
    if let Some(path) = stray_key(&given, &read) {
        let message = format!("there is no `{path}`");
        return Err(unreadable(path, message));
    }
    entry.check_policy(policy)?;
    entry.check_rules(row, control, policy)?;
    Ok(entry.area())
}
