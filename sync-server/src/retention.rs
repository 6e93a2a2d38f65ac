//! How long what is kept（保存期限）: a schedule that the configuration holds, and what would be due by it.
//! Nothing is deleted by it.

use wangge_domain::Timestamp;
use wangge_domain::lifecycle::LifecycleTables;
use wangge_domain::record::RecordKind;

/// How long records of a kind are kept（保存期限）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// Which.
    pub kind: RecordKind,
    /// For so many months after the relay first received one.
    pub months: u32,
    /// What a person is to do about it then.
    pub then: RetentionDeed,
}

/// What is to be done with a record whose time is over（到期处理）: by a person, never by the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetentionDeed {
    /// Somebody looks whether it is still needed.
    #[default]
    Review,
    /// Names and telephone numbers in it are to be blanked.
    Anonymise,
}

impl RetentionDeed {
    /// All of them, by the words of the configuration.
    pub(crate) const WORDS: &[&str] = &["review", "anonymise"];

    /// By its word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        match word {
            "review" => Some(Self::Review),
            "anonymise" => Some(Self::Anonymise),
            _ => None,
        }
    }

    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Anonymise => "anonymise",
        }
    }
}

/// The kinds that a rule may be about. What premises are, who people are and what was drawn stays as
/// long as the relay does.
pub(crate) const RETENTION_KINDS: &[&str] = &[
    "inspection",
    "rectification",
    "major_case",
    "measure",
    "stop_use",
    "leniency",
    "letter",
    "call",
    "report",
    "meeting",
    "sample",
    "order",
    "household",
    "asset",
    "patrol",
    "disaster",
    "receipt",
    "rollup",
];

impl RetentionRule {
    /// What was first received at this time or before is due.
    pub(crate) fn until(&self, now: Timestamp) -> Timestamp {
        let months = chrono::Months::new(self.months);
        let day = now.china_date().checked_sub_months(months);
        day.map_or(Timestamp(i64::MIN), Timestamp::end_of_china_day)
    }

    /// At which statuses a record may be due at all; `None`: at any. A hazard or a case that can go on
    /// is not due, a visit is over when it was made.
    pub(crate) fn over_at(&self) -> Vec<Option<String>> {
        if self.kind == RecordKind::Inspection {
            return vec![None];
        }
        let table = LifecycleTables::standard().of(&self.kind);
        table
            .into_iter()
            .flat_map(|table| table.states.iter().map(move |state| (table, &state.id)))
            .filter(|(table, status)| table.is_end(status))
            .map(|(_, status)| Some(status.as_str().to_owned()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_calendar_and_what_is_open_stays() {
        let rule = |kind: RecordKind| RetentionRule {
            kind,
            months: 6,
            then: RetentionDeed::Review,
        };
        // 2026-08-31 12:00 in China: six months before is the last of February.
        let now = Timestamp(1_788_148_800_000);
        let until = rule(RecordKind::Inspection).until(now);
        assert_eq!(until.china_date().to_string(), "2026-02-28");
        assert_eq!(until.plus_ms(1).china_date().to_string(), "2026-03-01");
        assert_eq!(rule(RecordKind::Inspection).over_at(), [None]);
        let is_over = |kind: &str, status: &str| {
            let over = rule(RecordKind::from(kind.to_owned())).over_at();
            over.contains(&Some(status.to_owned()))
        };
        assert!(is_over("rectification", "closed") && !is_over("rectification", "served"));
        assert!(!is_over("rectification", "of_tomorrow"));
        // Every kind has an end of its own.
        for (kind, over, open) in [
            ("letter", "ended", "signed"),
            ("leniency", "decided", "proposed"),
            ("stop_use", "lifted", "posted"),
            ("household", "ended", "active"),
            ("rollup", "received", "reported"),
        ] {
            assert!(is_over(kind, over) && !is_over(kind, open), "{kind}");
            assert!(is_over(kind, "withdrawn"), "{kind}");
        }
    }

    #[test]
    fn every_kind_of_the_schedule_is_one() {
        for kind in RETENTION_KINDS {
            let known = RecordKind::from((*kind).to_owned());
            assert!(
                known.is_case() || ["inspection", "rectification"].contains(kind),
                "{kind}"
            );
        }
        assert_eq!(RETENTION_KINDS.len(), RecordKind::CASES.len() + 2);
    }
}
