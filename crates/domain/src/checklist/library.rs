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

    /// Whether what somebody typed is a clause that may stand on a paper as law（可引条款）: by its
    /// reference, or in the words in which it is printed.
    #[must_use]
    pub fn names_clause(&self, text: &str, regions: &[String]) -> bool {
        let text = text.trim();
        let (referred, referred_clause) = split_reference(text);
        let clause_of = |document: &BasisDocument| {
            let plain = text.trim_start_matches('《');
            let rest = plain.strip_prefix(document.name.as_str())?;
            let rest = rest.trim_start_matches('》').strip_prefix('第')?;
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let is_article = rest.strip_prefix(digits.as_str())?.starts_with('条');
            is_article.then_some(digits)
        };
        self.basis.iter().any(|(key, document)| {
            let printed = clause_of(document);
            let clause = match &printed {
                Some(clause) => Some(clause.as_str()),
                None => referred_clause.filter(|_| referred == key),
            };
            clause.is_some() && document.cite(key, clause, regions).printable
        })
    }
}
