use chrono::NaiveDate;

use super::NextDue;
use crate::RecordId;
use crate::policy::RiskRules;

/// One line of the due list（待检清单）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueEntry {
    /// Which premises.
    pub premises: RecordId,
    /// Its risk grade id.
    pub grade: String,
    /// When and why.
    pub due: NextDue,
    /// How it stands today.
    pub state: DueState,
}

/// How a due date stands（待检状态）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueState {
    /// 已超期, by so many days.
    Overdue {
        /// Days past the last day in time.
        days: i64,
    },
    /// 今日到期.
    Today,
    /// 未到期.
    Later {
        /// Days left.
        days: i64,
    },
}

/// The due list in the order of work（S0-15）: earliest due first, of one day the higher grade
/// first, then by id, so that every device shows the same list.
#[must_use]
pub fn due_list(
    entries: impl IntoIterator<Item = (RecordId, String, NextDue)>,
    rules: &RiskRules,
    today: NaiveDate,
) -> Vec<DueEntry> {
    let mut list: Vec<DueEntry> = entries
        .into_iter()
        .map(|(premises, grade, due)| {
            let left = due.date.signed_duration_since(today).num_days();
            let state = match left {
                0 => DueState::Today,
                1.. => DueState::Later { days: left },
                _ => DueState::Overdue { days: -left },
            };
            DueEntry {
                premises,
                grade,
                due,
                state,
            }
        })
        .collect();
    list.sort_by(|one, other| {
        let rank = |entry: &DueEntry| rules.rank(&entry.grade);
        one.due
            .date
            .cmp(&other.due.date)
            .then_with(|| rank(other).cmp(&rank(one)))
            .then_with(|| one.premises.cmp(&other.premises))
    });
    list
}
