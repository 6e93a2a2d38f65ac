use serde::{Deserialize, Serialize};

use crate::accounting::{Unique, demand};
use crate::people::Role;
use crate::policy::PolicyError;

/// The catalogue of admissible jobs（网格准入事项清单）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdmissionRules {
    /// Roles that get only what stands in the catalogue.
    pub bound_roles: Vec<Role>,
    /// The jobs.
    pub items: Vec<AdmissionItem>,
    /// Words of jobs that they never get, under whatever code（禁派用语）.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<String>,
}

/// A job that may be given（准入事项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdmissionItem {
    /// `inspection`.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// The bound roles it may be given to.
    pub roles: Vec<Role>,
    /// Mechanism id or document that admits it.
    pub basis: String,
    /// 操作流程: the steps, in Chinese words.
    pub steps: Vec<String>,
}

impl AdmissionRules {
    /// The job of this code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&AdmissionItem> {
        self.items.iter().find(|item| item.code == code)
    }

    /// What may be given to a role（本岗位事项）; for a role that is not bound, the whole catalogue.
    pub fn items_of(&self, role: Role) -> impl Iterator<Item = &AdmissionItem> {
        let bound = self.bound_roles.contains(&role);
        self.items
            .iter()
            .filter(move |item| !bound || item.roles.contains(&role))
    }

    /// The first of the words that a bound role never gets a job for, in a text, if the role is bound.
    /// Blanks and marks between the letters of a word hide none, nor do traditional characters.
    #[must_use]
    pub fn word_not_admitted(&self, text: &str, role: Role) -> Option<&str> {
        if !self.bound_roles.contains(&role) {
            return None;
        }
        let text = letters(text);
        let mut words = self.never.iter();
        words
            .find(|word| text.contains(&letters(word)))
            .map(String::as_str)
    }

    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        let said = self.never.iter().all(|word| !letters(word).is_empty());
        demand(said, "admission.never", "a word says nothing")?;
        let path = "admission.items";
        let mut codes = Unique::at(path);
        for item in &self.items {
            codes.add(&item.code)?;
            demand(!item.roles.is_empty(), path, "a job is for nobody")?;
            demand(!item.basis.is_empty(), path, "a job has no basis")?;
            demand(!item.steps.is_empty(), path, "a job has no steps")?;
            let bound = item
                .roles
                .iter()
                .all(|role| self.bound_roles.contains(role));
            demand(
                bound,
                path,
                "a job names a role that is not bound to the catalogue",
            )?;
        }
        Ok(())
    }
}

/// Other forms of the characters that occur in the words that ship, with their simplified form
/// （繁体、异体字）: made by hand for these words, and no table of the script. A county that adds words with
/// other characters enters them in both forms.
const SIMPLIFIED: [(char, char); 8] = [
    ('罰', '罚'),
    ('罸', '罚'),
    ('欵', '款'),
    ('處', '处'),
    ('費', '费'),
    ('繳', '缴'),
    ('徵', '征'),
    ('遷', '迁'),
];

/// A text by its letters and digits alone, the characters of the list in their simplified form.
fn letters(text: &str) -> String {
    let simplified = |letter: char| {
        let found = SIMPLIFIED.iter().find(|(other, _)| *other == letter);
        found.map_or(letter, |(_, simple)| *simple)
    };
    let letters = text.chars().filter(|it| it.is_alphanumeric());
    letters.map(simplified).collect()
}
