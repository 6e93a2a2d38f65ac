use super::rectification::deadline;
use super::{PolicyError, PolicyPack, demand};

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
    deadline(rules.complaint_within, 60, "calendar.complaint_within")
}
