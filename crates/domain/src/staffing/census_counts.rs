use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::AuxiliaryRules;

/// How many there are of each kind（普查数）, from the live census.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CensusCounts {
    /// Count by kind of [`super::AuxiliaryTerm`]; what is not here is 0.
    pub by_kind: BTreeMap<String, u64>,
    /// Premises whose category counts as no kind, by category: shown, so that nothing is lost.
    pub other: BTreeMap<String, u64>,
}

impl CensusCounts {
    /// Counts premises by their categories; only those that are active are to be given.
    pub fn of<'a>(categories: impl IntoIterator<Item = &'a str>, rules: &AuxiliaryRules) -> Self {
        let kinds: BTreeMap<&str, &str> = rules
            .terms
            .iter()
            .flat_map(|term| {
                term.categories
                    .iter()
                    .map(|it| (it.as_str(), term.kind.as_str()))
            })
            .collect();
        let mut counts = Self::default();
        for category in categories {
            let count = match kinds.get(category) {
                Some(kind) => counts.by_kind.entry((*kind).to_owned()),
                None => counts.other.entry(category.to_owned()),
            };
            *count.or_default() += 1;
        }
        counts
    }

    /// How many there are of a kind.
    #[must_use]
    pub fn get(&self, kind: &str) -> u64 {
        self.by_kind.get(kind).copied().unwrap_or(0)
    }
}
