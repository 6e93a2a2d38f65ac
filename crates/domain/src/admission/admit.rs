use super::{AdmissionError, AdmissionItem, AdmissionRules};
use crate::people::Role;

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
