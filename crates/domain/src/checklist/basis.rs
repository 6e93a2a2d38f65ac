use serde::{Deserialize, Serialize};

use crate::policy::Certainty;

/// A law, standard or rule that items rest on（依据文件）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasisDocument {
    /// Name with edition.
    pub name: String,
    /// `in_force`, `in_force_local`, `local`, `policy` or `verify`.
    pub status: String,
    /// How sure its existence and edition are.
    pub certainty: Certainty,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Region it applies in, if not the whole country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Articles whose text was read; any other clause of it stays off papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verified_articles: Vec<u32>,
}

/// An item's reference to such a document（条款引用）, with what may be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasisCitation {
    /// Key of the document, `XFF`.
    pub key: String,
    /// Clause in the shape `60.1(3)`; `None` for the document as a whole.
    pub clause: Option<String>,
    /// Name of the document.
    pub name: String,
    /// How sure.
    pub certainty: Certainty,
    /// True only if it may stand on a paper as law: in force, valid in the region, its text read,
    /// and the clause among the verified articles.
    pub printable: bool,
}

impl BasisDocument {
    /// The citation of a clause of this document for a county in `regions`.
    #[must_use]
    pub fn cite(&self, key: &str, clause: Option<&str>, regions: &[String]) -> BasisCitation {
        let sure = matches!(self.certainty, Certainty::Found | Certainty::Source);
        let in_region = self
            .region
            .as_ref()
            .is_none_or(|region| regions.contains(region));
        // A document without a clause cannot be looked up: it is no basis on a paper.
        let verified = clause.is_some_and(|clause| {
            article_of(clause).is_some_and(|article| self.verified_articles.contains(&article))
        });
        let in_force = matches!(self.status.as_str(), "in_force" | "in_force_local");
        BasisCitation {
            key: key.to_owned(),
            clause: clause.map(str::to_owned),
            name: self.name.clone(),
            certainty: self.certainty,
            printable: sure && in_force && in_region && verified,
        }
    }
}

impl BasisCitation {
    /// The words for a paper, e.g. `中华人民共和国消防法(2021修正)第60条第1款第(3)项`, or `None` if
    /// it must not be printed.
    #[must_use]
    pub fn printed(&self) -> Option<String> {
        if !self.printable {
            return None;
        }
        let mut text = self.name.clone();
        let Some(clause) = &self.clause else {
            return Some(text);
        };
        let (numbers, point) = match clause.split_once('(') {
            Some((numbers, point)) => (numbers, Some(point.trim_end_matches(')'))),
            None => (clause.as_str(), None),
        };
        for (number, unit) in numbers.split('.').zip(["条", "款"]) {
            text.push_str(&format!("第{number}{unit}"));
        }
        if let Some(point) = point {
            text.push_str(&format!("第({point})项"));
        }
        Some(text)
    }
}

/// Splits `XFF:60.1(3)` into key and clause.
pub(crate) fn split_reference(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once(':') {
        Some((key, clause)) => (key, Some(clause)),
        None => (reference, None),
    }
}

/// The article number a clause begins with.
fn article_of(clause: &str) -> Option<u32> {
    let digits: String = clause.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
