use std::collections::BTreeSet;

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
