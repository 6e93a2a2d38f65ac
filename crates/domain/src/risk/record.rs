use chrono::{Days, Months, NaiveDate};

use super::{GradeOverride, RecordCounts};

/// Months that a repeat looks back, as the fact `repeat_hazard_12m` is named.
const REPEAT_MONTHS: u32 = 12;
/// Months that a verified report counts, as the fact `verified_report_6m` is named.
const REPORT_MONTHS: u32 = 6;
/// Months that a fire counts, as the fact `fire_in_24m` is named.
const FIRE_MONTHS: u32 = 24;

/// A hazard as the grade counts it（定级所计隐患）: what is known of it today, over the days it was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HazardSpan {
    /// The day it was found.
    pub found_on: NaiveDate,
    /// The day it was closed, if it was.
    pub ended_on: Option<NaiveDate>,
    /// The first day it was overdue, if it ever was.
    pub overdue_since: Option<NaiveDate>,
    /// 危及生命.
    pub life_threat: bool,
    /// 疑似重大.
    pub suspected_major: bool,
    /// 查实重大.
    pub major_confirmed: bool,
    /// What makes it a repeat; empty if unknown.
    pub common_key: String,
}

impl HazardSpan {
    /// Whether it is open when the day ends.
    fn is_open(&self, day: NaiveDate) -> bool {
        self.found_on <= day && self.ended_on.is_none_or(|ended| ended > day)
    }

    /// Whether it was found and ended on this very day.
    fn passed_in(&self, day: NaiveDate) -> bool {
        self.found_on == day && self.ended_on == Some(day)
    }
}

/// What the records of a premises say, by days（定级记录）: enough to count any day again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskRecord {
    /// On file since.
    pub since: NaiveDate,
    /// Its hazards, those that were none left out.
    pub hazards: Vec<HazardSpan>,
    /// The days of its visits, oldest first.
    pub visits: Vec<NaiveDate>,
    /// The days of accepted visits that found nothing, oldest first.
    pub passed: Vec<NaiveDate>,
    /// The days on which reports were found true.
    pub verified_reports: Vec<NaiveDate>,
    /// The days of its fires.
    pub fires: Vec<NaiveDate>,
    /// The grades set by hand, oldest first.
    pub by_hand: Vec<GradeOverride>,
}

impl RiskRecord {
    /// What is counted when a day ends, apart from what depends on how often a visit is due.
    pub(super) fn counts_on(&self, day: NaiveDate) -> RecordCounts {
        self.counts(day, |hazard| hazard.is_open(day))
    }

    /// The same with the hazards that were found and ended on this very day; `None`: there are none.
    pub(super) fn counts_within(&self, day: NaiveDate) -> Option<RecordCounts> {
        let any = self.hazards.iter().any(|hazard| hazard.passed_in(day));
        any.then(|| self.counts(day, |hazard| hazard.is_open(day) || hazard.passed_in(day)))
    }

    fn counts(&self, day: NaiveDate, is_open: impl Fn(&HazardSpan) -> bool) -> RecordCounts {
        let mut counts = RecordCounts::default();
        for hazard in self.hazards.iter().filter(|it| is_open(it)) {
            match hazard.life_threat {
                true => counts.open_life_threat += 1,
                false if !hazard.suspected_major => counts.open_general += 1,
                false => {}
            }
            let overdue = hazard.overdue_since.is_some_and(|since| since <= day);
            counts.overdue += u32::from(overdue);
            counts.suspected_major |= hazard.suspected_major;
            counts.major_confirmed |= hazard.major_confirmed;
        }
        let since = months_before(day, REPEAT_MONTHS);
        let mut keys: Vec<&str> = self
            .hazards
            .iter()
            .filter(|it| it.found_on >= since && it.found_on <= day)
            .map(|it| it.common_key.as_str())
            .filter(|key| !key.is_empty())
            .collect();
        keys.sort_unstable();
        let repeats = keys.windows(2).filter(|pair| pair[0] == pair[1]).count();
        counts.repeat_hazard_12m = u32::try_from(repeats).unwrap_or(u32::MAX);
        let since = months_before(day, REPORT_MONTHS);
        counts.verified_report_6m = within(&self.verified_reports, since, day);
        counts
    }

    /// Adds what depends on how often a visit is due: every so many days.
    pub(super) fn count_cycles(&self, counts: &mut RecordCounts, day: NaiveDate, cycle_days: u64) {
        let both = cycle_days.saturating_mul(2);
        let Some(start) = day.checked_sub_days(Days::new(both)) else {
            return;
        };
        let last = self.last_visit(day).unwrap_or(self.since);
        counts.no_check_over_2_cycles = last < start;
        let quiet =
            |it: &HazardSpan| it.found_on > day || it.ended_on.is_some_and(|ended| ended <= start);
        counts.no_hazard_2_cycles = self.since <= start
            && self.last_visit(day).is_some_and(|last| last >= start)
            && self.hazards.iter().all(quiet);
    }

    /// Whether a fire of the last two years is known on a day.
    pub(super) fn burned(&self, day: NaiveDate) -> bool {
        within(&self.fires, months_before(day, FIRE_MONTHS), day)
    }

    /// The last visit up to a day.
    pub(super) fn last_visit(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.visits.iter().filter(|on| **on <= day).max().copied()
    }

    /// The last accepted visit up to a day that found nothing.
    pub(super) fn last_passed(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.passed.iter().filter(|on| **on <= day).max().copied()
    }

    /// The days on which what is counted can change, those of visits among them.
    pub(super) fn turning_days(&self) -> Vec<NaiveDate> {
        let mut days = vec![self.since];
        for hazard in &self.hazards {
            days.push(hazard.found_on);
            days.extend(hazard.ended_on);
            days.extend(hazard.overdue_since);
            days.extend(months_after(hazard.found_on, REPEAT_MONTHS));
        }
        for report in &self.verified_reports {
            days.push(*report);
            days.extend(months_after(*report, REPORT_MONTHS));
        }
        for fire in &self.fires {
            days.push(*fire);
            days.extend(months_after(*fire, FIRE_MONTHS));
        }
        days.extend(&self.visits);
        days.extend(&self.passed);
        days.extend(self.by_hand.iter().map(|it| it.on));
        days
    }

    /// The days after a day on which what depends on the cycle turns, if nothing else happens.
    pub(super) fn cycle_days_after(&self, day: NaiveDate, cycle_days: u64) -> Vec<NaiveDate> {
        let both = cycle_days.saturating_mul(2);
        let later = |from: NaiveDate, more: u64| {
            from.checked_add_days(Days::new(both.saturating_add(more)))
                .filter(|later| *later > day)
        };
        let ended = self.hazards.iter().filter_map(|it| it.ended_on);
        let quiet = ended.filter(|ended| *ended <= day).max();
        let last = self.last_visit(day).unwrap_or(self.since);
        [
            later(last, 1),
            later(self.since, 0),
            quiet.and_then(|it| later(it, 0)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn within(days: &[NaiveDate], since: NaiveDate, day: NaiveDate) -> bool {
    days.iter().any(|on| *on >= since && *on <= day)
}

fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

/// The first day on which what happened so many months before does not count any more. Months differ
/// in length, so it may be some days early: then the day is counted again and says the same.
fn months_after(day: NaiveDate, months: u32) -> Vec<NaiveDate> {
    let first = day.checked_add_months(Months::new(months));
    let days = (1..=4).map(Days::new);
    days.filter_map(|more| first?.checked_add_days(more))
        .collect()
}
