use super::{AdmissionError, AdmissionItem, AdmissionRules};
use crate::people::Role;

/// Whether what is to be done, in words, may be sent to somebody in this role, under whatever code.
///
/// # Errors
/// [`AdmissionError::WordsNotAdmitted`].
pub fn admit_words(text: &str, role: Role, rules: &AdmissionRules) -> Result<(), AdmissionError> {
    match rules.word_not_admitted(text, role) {
        Some(word) => Err(AdmissionError::WordsNotAdmitted {
            word: word.to_owned(),
            role,
        }),
        None => Ok(()),
    }
}

/// Whether a job may be sent to somebody in this role（准入判定）; with the item of the catalogue,
/// if there is one. Roles that are not bound get any job.
///
/// # Errors
/// [`AdmissionError`] if the role is bound and the job not admitted for it.
pub fn admit<'a>(
    job: &str,
    role: Role,
    rules: &'a AdmissionRules,
) -> Result<Option<&'a AdmissionItem>, AdmissionError> {
    let item = rules.item(job);
    if !rules.bound_roles.contains(&role) {
        return Ok(item);
    }
    let job = job.to_owned();
    match item {
        None => Err(AdmissionError::NotInCatalogue { job, role }),
        Some(item) if item.roles.contains(&role) => Ok(Some(item)),
        Some(_) => Err(AdmissionError::NotForRole { job, role }),
    }
}
