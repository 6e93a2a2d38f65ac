use std::collections::BTreeSet;

use crate::policy::PolicyError;

/// An error at `path` unless `holds`.
pub(crate) fn demand(holds: bool, path: &str, message: &str) -> Result<(), PolicyError> {
    if holds {
        Ok(())
    } else {
        Err(PolicyError::Rule {
            path: path.to_owned(),
            message: message.to_owned(),
        })
    }
}

/// Refuses an empty code and the second of two equal ones.
pub(crate) struct Unique<'a> {
    path: &'a str,
    seen: BTreeSet<&'a str>,
}

impl<'a> Unique<'a> {
    pub(crate) fn at(path: &'a str) -> Self {
        Self {
            path,
            seen: BTreeSet::new(),
        }
    }

    pub(crate) fn add(&mut self, code: &'a str) -> Result<(), PolicyError> {
        demand(!code.is_empty(), self.path, "a code is empty")?;
        demand(
            self.seen.insert(code),
            self.path,
            &format!("`{code}` stands there twice"),
        )
    }
}
