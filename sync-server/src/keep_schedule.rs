use std::collections::BTreeSet;

use chrono::Datelike as _;
use wangge_domain::Timestamp;

const DAY_MS: i64 = 86_400_000;

/// How long which backups are kept（备份保存计划）. Days are counted back from the newest whole link, not
/// from the clock, and of days and months those that have one: a relay that stood still for a year
/// loses nothing by that, and one whose clock jumped ahead loses steps, not its older days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepSchedule {
    /// Every link of so many days before the newest whole one.
    pub all_days: u32,
    /// Then the last whole link of each of the newest so many days that have one.
    pub daily: u32,
    /// And of each of the newest so many months that have one.
    pub monthly: u32,
}

impl Default for KeepSchedule {
    fn default() -> Self {
        Self {
            all_days: 7,
            daily: 30,
            monthly: 12,
        }
    }
}

/// What becomes of a whole link and of the steps after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Both stay.
    WithSteps,
    /// The whole link stays, its steps go.
    Alone,
    /// Both go.
    Nothing,
}

impl KeepSchedule {
    /// What becomes of whole links that show these moments, told in the order of their numbers.
    /// The newest stays with its steps, whatever the schedule says.
    pub(crate) fn judge(&self, wholes: &[Timestamp]) -> Vec<Keep> {
        let Some(newest) = wholes.last() else {
            return Vec::new();
        };
        let since = newest.0 - i64::from(self.all_days) * DAY_MS;
        let (mut days, mut months) = (BTreeSet::new(), BTreeSet::new());
        let mut next: Option<Timestamp> = None;
        let mut verdicts = Vec::new();
        for whole in wholes.iter().rev() {
            let date = whole.china_date();
            let of_day = is_last_of(&mut days, date, self.daily);
            let of_month = is_last_of(&mut months, (date.year(), date.month()), self.monthly);
            // Its steps reach up to the next whole link.
            verdicts.push(if next.is_none_or(|next| next.0 > since) {
                Keep::WithSteps
            } else if of_day || of_month {
                Keep::Alone
            } else {
                Keep::Nothing
            });
            next = Some(*whole);
        }
        verdicts.reverse();
        verdicts
    }
}

/// Whether this is the first that is met of its period, newest first, and the period one of the
/// newest `most`.
fn is_last_of<P: Ord>(met: &mut BTreeSet<P>, period: P, most: u32) -> bool {
    met.len() < most as usize && met.insert(period)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-09-01 00:00 in China.
    const START: i64 = 1_788_192_000_000;
    const HOUR_MS: i64 = 3_600_000;

    fn at(days: i64, hours: i64) -> Timestamp {
        Timestamp(START + days * DAY_MS + hours * HOUR_MS)
    }

    fn judged(all_days: u32, daily: u32, monthly: u32, wholes: &[Timestamp]) -> String {
        let schedule = KeepSchedule {
            all_days,
            daily,
            monthly,
        };
        let verdicts = schedule.judge(wholes).into_iter();
        let words = verdicts.map(|keep| match keep {
            Keep::WithSteps => 's',
            Keep::Alone => 'a',
            Keep::Nothing => '-',
        });
        words.collect()
    }

    #[test]
    fn the_newest_stays_whatever_the_schedule_says() {
        assert_eq!(judged(0, 0, 0, &[]), "");
        assert_eq!(judged(0, 0, 0, &[at(0, 8)]), "s");
        assert_eq!(judged(0, 0, 0, &[at(0, 8), at(0, 9), at(400, 8)]), "--s");
        assert_eq!(judged(0, 2, 0, &[at(0, 8), at(400, 8)]), "as");
    }

    #[test]
    fn every_step_of_the_last_days_stays() {
        let wholes = [at(0, 8), at(1, 8), at(2, 8), at(3, 8), at(4, 8)];
        // The steps of the third day reach into the two days before the last link.
        assert_eq!(judged(2, 0, 0, &wholes), "--sss");
        assert_eq!(judged(1, 0, 0, &wholes), "---ss");
        assert_eq!(judged(9, 0, 0, &wholes), "sssss");
    }

    #[test]
    fn of_each_day_that_has_one_the_last_whole_link_stays() {
        let wholes = [at(0, 8), at(0, 20), at(1, 8), at(5, 8), at(5, 20), at(6, 8)];
        assert_eq!(judged(0, 1, 0, &wholes), "-----s");
        assert_eq!(judged(0, 2, 0, &wholes), "----as");
        assert_eq!(judged(0, 4, 0, &wholes), "-aa-as");
        // Midnight is that of China.
        assert_eq!(judged(0, 2, 0, &[at(0, 23), at(1, 1), at(1, 2)]), "a-s");
    }

    #[test]
    fn of_each_month_that_has_one_the_last_whole_link_stays() {
        let wholes = [at(0, 8), at(29, 8), at(30, 8), at(61, 8), at(365, 8)];
        assert_eq!(judged(0, 0, 2, &wholes), "---as");
        assert_eq!(judged(0, 0, 4, &wholes), "-aaas");
        assert_eq!(judged(0, 0, 12, &[at(0, 8), at(365, 8)]), "as");
    }
}
