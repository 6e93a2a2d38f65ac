use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{AgencyFrequency, DepartmentPlan, RegisterBook, SupervisingBody};
use crate::control::ControlState;
use crate::people::Role;
use crate::{Timestamp, UserId};

/// The agency of grids and villages.
pub const GRID_AGENCY: &str = "GRID";
/// The agency of the township station.
pub const TOWNSHIP_AGENCY: &str = "TOWNSHIP";
/// The agency of the police station.
pub const POLICE_AGENCY: &str = "PSB";

/// The agencies for which a person makes visits（所属检查单位）, by the grants held at this instant:
/// `GRID`, or department codes of the policy pack.
#[must_use]
pub fn agencies_of(control: &ControlState, user: UserId, at: Timestamp) -> BTreeSet<String> {
    control
        .grants_of(user, at)
        .filter_map(|grant| match grant.role {
            Role::GridWorker | Role::VillageAdmin => Some(GRID_AGENCY.to_owned()),
            Role::StationOfficer => Some(TOWNSHIP_AGENCY.to_owned()),
            Role::Police => Some(POLICE_AGENCY.to_owned()),
            Role::FireOfficer => Some("FIRE".to_owned()),
            Role::DeptOfficer => grant.department.clone(),
            _ => None,
        })
        .collect()
}

/// The agencies that may owe visits of their own on a day（应检单位）of S2-26: station, police, and every
/// department that something was set for. Grids are none of them.
#[must_use]
pub fn planning_agencies(book: &RegisterBook, date: NaiveDate) -> BTreeSet<String> {
    let mut agencies = BTreeSet::from([TOWNSHIP_AGENCY.to_owned(), POLICE_AGENCY.to_owned()]);
    let frequencies = book.all::<AgencyFrequency>(date).into_iter();
    agencies.extend(frequencies.map(|it| it.1.agency));
    let plans = book.all::<DepartmentPlan>(date).into_iter();
    agencies.extend(plans.map(|it| it.1.department));
    let bodies = book.all::<SupervisingBody>(date).into_iter();
    agencies.extend(bodies.map(|it| it.1.body));
    agencies.remove(GRID_AGENCY);
    agencies
}
