use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wangge_domain::people::Credential;
use wangge_domain::record::{holds_repainting_letters, is_blank};
use wangge_domain::register::opens_word;

/// A power that was delegated（委托执法）or conferred（赋权）, with its dates (S0-03).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Number of the written delegation.
    pub number: String,
    /// Who delegated.
    pub delegator: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day, inclusive.
    pub valid_until: NaiveDate,
    /// The words of compulsion that it names: 责令 alone if none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl Delegation {
    /// Whether it is written, in force on a day, and opens a word.
    fn opens(&self, word: &str, date: NaiveDate) -> bool {
        let written = !is_blank(&self.number) && !holds_repainting_letters(&self.number);
        let in_force = self.valid_from <= date && date <= self.valid_until;
        written && in_force && opens_word(&self.words, word)
    }
}

/// What lets a signer use words of compulsion（执法依据）: delegations and an enforcement certificate,
/// both in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The delegations of the signer's body.
    pub delegations: Vec<Delegation>,
    /// The signer's certificate.
    pub certificate: Credential,
}

impl Authority {
    /// Whether the certificate holds on the day of the paper, with a delegation that opens the word.
    #[must_use]
    pub fn opens(&self, word: &str, date: NaiveDate) -> bool {
        let certified =
            self.certificate.kind == Credential::ENFORCEMENT && self.certificate.valid_on(date);
        let mut delegations = self.delegations.iter();
        certified && delegations.any(|one| one.opens(word, date))
    }
}
