use super::rectification::deadline;
use super::{PolicyError, PolicyPack, demand};
use crate::inspection::InspectionMode;

/// More of a team sign no visit.
const MOST_SIGNERS: u32 = 10;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let rules = &pack.calendar;
    let day = &rules.check_day;
    let last = (1..=10).contains(&day.last_day);
    demand(
        last,
        "calendar.check_day.last_day",
        "must be one of the first ten days",
    )?;
    let preferred = (1..=day.last_day).contains(&day.preferred_from_day);
    demand(
        preferred,
        "calendar.check_day.preferred_from_day",
        "must be 1 to last_day",
    )?;
    let recheck = (11..=28).contains(&rules.recheck_from_day);
    demand(recheck, "calendar.recheck_from_day", "must be 11-28")?;
    for (index, rule) in rules.team_signs.iter().enumerate() {
        let at = format!("calendar.team_signs[{index}]");
        let known = |mode: &String| InspectionMode::parse(mode).is_some();
        let named = !rule.modes.is_empty() && rule.modes.iter().all(known);
        let modes = format!("{at}.modes");
        demand(named, &modes, "must name modes of visits")?;
        let least = (1..=MOST_SIGNERS).contains(&rule.least);
        demand(least, &format!("{at}.least"), "must be 1-10")?;
    }
    deadline(rules.complaint_within, 60, "calendar.complaint_within")
}
