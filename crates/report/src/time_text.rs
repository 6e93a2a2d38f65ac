use wangge_domain::Timestamp;

/// `2026-09-05 14:30` in China, empty if there is none.
pub(crate) fn moment(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |it| {
        it.china_datetime().format("%Y-%m-%d %H:%M").to_string()
    })
}

/// A deadline: the day alone if it runs until the end of that day, else with hour and minute.
pub(crate) fn deadline(due: Option<Timestamp>) -> String {
    match due {
        Some(it) if it == Timestamp::end_of_china_day(it.china_date()) => {
            it.china_date().format("%Y-%m-%d").to_string()
        }
        other => moment(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_at_the_end_of_a_day_is_that_day() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 21).unwrap();
        let end = Timestamp::end_of_china_day(day);
        assert_eq!(deadline(Some(end)), "2026-09-21");
        assert_eq!(deadline(Some(end.plus_ms(1))), "2026-09-22 00:00");
        assert_eq!(moment(Some(end)), "2026-09-21 23:59");
        assert_eq!(deadline(None), "");
    }
}
