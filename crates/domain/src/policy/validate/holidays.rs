use chrono::{Datelike, NaiveDate};

use super::{PolicyError, PolicyPack, demand};
use crate::policy::Certainty;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    for (year, table) in &pack.holidays.years {
        let path = format!("holidays.years.{year}");
        if table.certainty == Certainty::Unknown {
            let empty = table.off.is_empty() && table.workdays.is_empty();
            demand(empty, &path, "is marked unknown and yet has days")?;
            continue;
        }
        demand(
            !table.off.is_empty(),
            &format!("{path}.off"),
            "names no rest day",
        )?;
        for (festival, days) in &table.off {
            let path = format!("{path}.off.{festival}");
            for day in days {
                demand(belongs(*day, *year), &path, "a day is not of this year")?;
                let both = table.workdays.contains(day);
                demand(!both, &path, "a day is both rest and make-up")?;
            }
        }
        for day in &table.workdays {
            demand(
                belongs(*day, *year),
                &format!("{path}.workdays"),
                "a day is not of this year",
            )?;
        }
    }
    Ok(())
}

/// A notice may begin in the last days of the year before.
fn belongs(day: NaiveDate, year: i32) -> bool {
    day.year() == year || (day.year() == year - 1 && day.month() == 12)
}
