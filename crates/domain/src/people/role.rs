use std::fmt;

use serde::{Deserialize, Serialize};

/// A role（角色）of handbook 1.3. What a role may do is the permission table of the policy pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Grid worker（网格员）.
    GridWorker,
    /// Village manager（村应急消防管理员）.
    VillageAdmin,
    /// Officer of the township station（应急消防管理站人员）.
    StationOfficer,
    /// Fire police officer of the police station（派出所消防民警）.
    Police,
    /// Officer of an industry department（行业主管部门）.
    DeptOfficer,
    /// Officer of the fire and rescue brigade（消防救援大队）.
    FireOfficer,
    /// County administrator（县级管理员）.
    CountyAdmin,
    /// Auditor（审计员）: reads logs, writes nothing.
    Auditor,
    /// County government（县政府）: approves 挂牌督办.
    CountyGovernment,
    /// Enterprise safety officer（企业安全员）, a dedicated grid worker 专属网格员 of one
    /// enterprise only (S0-14).
    EnterpriseSafetyOfficer,
    /// Administrator of the relay（中继管理员）: runs the machine, decides no case.
    RelayAdmin,
    /// The relay's own jobs（系统）: overdue marks, numbers; never a person.
    System,
}

impl Role {
    /// The name used on the wire and in the policy pack.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GridWorker => "grid_worker",
            Self::VillageAdmin => "village_admin",
            Self::StationOfficer => "station_officer",
            Self::Police => "police",
            Self::DeptOfficer => "dept_officer",
            Self::FireOfficer => "fire_officer",
            Self::CountyAdmin => "county_admin",
            Self::Auditor => "auditor",
            Self::CountyGovernment => "county_government",
            Self::EnterpriseSafetyOfficer => "enterprise_safety_officer",
            Self::RelayAdmin => "relay_admin",
            Self::System => "system",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
