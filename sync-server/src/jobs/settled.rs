use std::collections::HashMap;

use chrono::NaiveDate;
use wangge_domain::RecordId;

use crate::store::DueRecord;

/// What is closed and was looked at（已核对）: nothing more comes due of it unless a row touches it. It lies in
/// this process alone; whoever begins anew looks at everything once.
#[derive(Default)]
pub(crate) struct Settled {
    /// The policy pack and the day that it was looked at under.
    under: Option<(u32, NaiveDate)>,
    /// The last row that had touched it.
    looked_at: HashMap<RecordId, u64>,
}

impl Settled {
    /// Forgets what was looked at by other rules, or on another day.
    pub(crate) fn begin(&mut self, revision: u32, day: NaiveDate) {
        if self.under != Some((revision, day)) {
            self.under = Some((revision, day));
            self.looked_at.clear();
        }
    }

    /// Whether nothing can come of a record.
    pub(crate) fn knows(&self, due: &DueRecord) -> bool {
        due.is_closed && self.looked_at.get(&due.record) == Some(&due.last_seq)
    }

    /// It was looked at as it stands.
    pub(crate) fn note(&mut self, due: &DueRecord) {
        if due.is_closed {
            self.looked_at.insert(due.record, due.last_seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_closed_is_looked_at_again_only_when_a_row_touches_it() {
        let due = |is_closed, last_seq| DueRecord {
            due_key: 1,
            record: RecordId::from_bytes([1; 16]),
            is_closed,
            last_seq,
        };
        let day = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        let mut settled = Settled::default();
        settled.begin(1, day);
        assert!(!settled.knows(&due(true, 5)));
        settled.note(&due(true, 5));
        settled.begin(1, day);
        assert!(settled.knows(&due(true, 5)));
        assert!(!settled.knows(&due(true, 6)), "something arrived late");
        settled.note(&due(false, 5));
        assert!(!settled.knows(&due(false, 5)), "time alone moves it on");
        for (revision, day) in [(2, day), (2, day.succ_opt().unwrap())] {
            settled.note(&due(true, 5));
            settled.begin(revision, day);
            assert!(!settled.knows(&due(true, 5)), "other rules, another day");
        }
    }
}
