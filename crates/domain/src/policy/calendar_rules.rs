use serde::{Deserialize, Serialize};

use super::TeamSigning;
use crate::calendar::DeadlineSpec;

/// The rhythm of the month（检查日与复查期）of S4-05, S4-07 and S4-09.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarRules {
    /// 每月上旬检查日: which working day of days 1-10.
    pub check_day: CheckDayRule,
    /// First day of the recheck window（下旬）of the month, 21.
    pub recheck_from_day: u32,
    /// True if every village is to be walked once in each week from Monday to Sunday.
    pub village_weekly: bool,
    /// Who of a village's team signs which visits; none: it is asked of no visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team_signs: Vec<TeamSigning>,
    /// A complaint（举报投诉）is to be looked into within this time, whatever the plan says.
    pub complaint_within: DeadlineSpec,
}

/// How the monthly check day（检查日）is chosen: the first working day from `preferred_from_day`
/// on, else the first of the month's first ten days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckDayRule {
    /// Day of the month, 1-10.
    pub preferred_from_day: u32,
    /// Last day of the month on which it may be, 10.
    pub last_day: u32,
}
