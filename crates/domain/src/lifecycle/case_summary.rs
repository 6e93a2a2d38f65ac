use super::RecordState;
use crate::RecordId;
use crate::record::Content;

/// The fields that say in a line what a case is about, the most telling first.
const TELLING: [&str; 12] = [
    "title",
    "matter",
    "text",
    "unit",
    "part",
    "breach",
    "basis",
    "household",
    "quarter",
    "month",
    "year",
    "period",
];

/// The fields that sort the cases of a register.
const SORTING: [&str; 6] = ["type", "severity", "level", "breach", "source", "category"];

/// What lists show of a case（案件摘要）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseSummary {
    /// The premises it hangs on.
    pub premises: Option<RecordId>,
    /// What it is about.
    pub title: String,
    /// Its type, severity or level.
    pub category: String,
}

/// The summary of a case, by what was written and what its steps have set.
#[must_use]
pub fn case_summary(content: &Content, state: &RecordState) -> CaseSummary {
    let first = |names: &[&str]| {
        let written = |name: &&str| match content.text(name) {
            Some(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => Some(state.case.field(name)).filter(|text| !text.is_empty()),
        };
        let found = names.iter().find_map(written);
        found.unwrap_or_default().to_owned()
    };
    CaseSummary {
        premises: content
            .text(crate::inspection::keys::PREMISES)
            .and_then(|id| id.parse().ok()),
        title: first(&TELLING),
        category: first(&SORTING),
    }
}
