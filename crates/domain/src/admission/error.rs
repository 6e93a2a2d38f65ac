use crate::people::Role;

/// Why a job cannot be sent（不予准入）.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdmissionError {
    /// The job is not in the catalogue.
    #[error("`{job}` is not in the catalogue, so a {role} does not get it")]
    NotInCatalogue {
        /// The job.
        job: String,
        /// Who was to get it.
        role: Role,
    },
    /// The words of the job are of one that the role never gets, whatever its code.
    #[error("`{word}` is no job of a {role}, under whatever code")]
    WordsNotAdmitted {
        /// The word that tells.
        word: String,
        /// Who was to get it.
        role: Role,
    },
    /// The job is in the catalogue, but not for this role.
    #[error("`{job}` is not a job of a {role}")]
    NotForRole {
        /// The job.
        job: String,
        /// Who was to get it.
        role: Role,
    },
}

impl AdmissionError {
    /// The mechanism whose rule is broken.
    pub const RULE: &'static str = "S0-39";

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotInCatalogue { .. } => "job_not_in_catalogue",
            Self::NotForRole { .. } => "job_not_for_role",
            Self::WordsNotAdmitted { .. } => "job_words_not_admitted",
        }
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(&self) -> &'static str {
        match self {
            Self::NotInCatalogue { .. } => "不在网格准入事项清单内，不得派给网格员",
            Self::NotForRole { .. } => "不属于该类网格员的事项",
            Self::WordsNotAdmitted { .. } => "事项内容属于不得派给网格员的工作",
        }
    }
}
