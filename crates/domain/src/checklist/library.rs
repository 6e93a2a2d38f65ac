use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::basis::split_reference;
use super::{BasisCitation, BasisDocument, Checklist, Item};

/// All checklists of a pack with the documents they rest on（检查表库）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistLibrary {
    /// Version of the shape.
    pub schema_version: String,
    /// Language of the words.
    pub language: String,
    /// How to read the lists, for people.
    pub rules: BTreeMap<String, String>,
    /// Documents by key.
    pub basis: BTreeMap<String, BasisDocument>,
    /// The lists.
    pub checklists: Vec<Checklist>,
}

impl ChecklistLibrary {
    /// The list of this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Checklist> {
        self.checklists.iter().find(|list| list.code == code)
    }

    /// The list of this code and version, as pinned in an inspection.
    #[must_use]
    pub fn pinned(&self, code: &str, version: &str) -> Option<&Checklist> {
        self.by_code(code).filter(|list| list.version == version)
    }

    /// The item of this id in any list.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.checklists.iter().find_map(|list| list.item(id))
    }

    /// What an item rests on, each with its certainty and whether a paper may cite it for a
    /// county in `regions`.
    #[must_use]
    pub fn citations(&self, item: &Item, regions: &[String]) -> Vec<BasisCitation> {
        item.basis
            .iter()
            .filter_map(|reference| {
                let (key, clause) = split_reference(reference);
                Some(self.basis.get(key)?.cite(key, clause, regions))
            })
            .collect()
    }
}
