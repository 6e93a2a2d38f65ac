use chrono::NaiveDate;

use super::may_issue;
use crate::GridId;
use crate::control::ControlState;
use crate::lifecycle::{Event, Guard, LifecycleTables, Reason};
use crate::policy::PolicyPack;
use crate::record::RecordKind;

/// Why the body in whose name an act makes out an enforcement paper may not（无权出具执法文书）of
/// S0-03, `None`: it may, or the act makes out none.
///
/// A decision such as 停用 is compulsion in whatever words it is put, so it is not the words that
/// are asked but the power, which the register names as the type of paper (`stop_use`). Bodies of
/// the township act by delegation; the police, the fire brigade and departments by the law itself.
#[must_use]
pub fn power_not_held(
    control: &ControlState,
    policy: &PolicyPack,
    (kind, event): (&RecordKind, &Event),
    grid: GridId,
    date: NaiveDate,
) -> Option<Reason> {
    let Event::Step(step) = event else {
        return None;
    };
    let table = LifecycleTables::standard().of(kind)?;
    let row = table
        .rows
        .iter()
        .find(|row| row.event == step.name() && row.guards.contains(&Guard::PowerHeld))?;
    let power = row.number.as_deref()?;
    let said = Some(step.field("issuer")).filter(|issuer| !issuer.is_empty());
    let body = said.or(row.issuer.as_deref())?;
    // A body that the pack does not know is refused as such.
    let issuer = policy.numbering.issuers.get(body)?;
    if !issuer.acts_by_delegation() {
        return None;
    }
    let refusal = may_issue(control, power, body, grid, date).err()?;
    Some(refusal.reason())
}
