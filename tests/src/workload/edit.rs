use serde::{Deserialize, Serialize};

use super::{InspectionDocument, WorkloadError};

/// The edits on one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentEdits {
    /// Which document.
    pub id: String,
    /// In the order they are made.
    pub edits: Vec<Edit>,
}

/// One edit of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Edit {
    /// The place gets this value.
    Set {
        /// From the top of the document.
        path: Vec<PathStep>,
        /// The value.
        set: String,
    },
    /// The list at the place gets one more entry.
    Push {
        /// From the top of the document.
        path: Vec<PathStep>,
        /// The entry.
        push: String,
    },
}

/// A step from an object or list into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PathStep {
    /// Into a list, from 0.
    Place(usize),
    /// Into an object.
    Key(String),
}

impl PathStep {
    /// A step into an object.
    #[must_use]
    pub fn key(name: &str) -> Self {
        Self::Key(name.to_owned())
    }
}

impl DocumentEdits {
    /// Makes the edits. Those of the workload touch answers only: `answers/{n}/result`,
    /// `answers/{n}/note`, `answers/{n}/photo_ids`.
    ///
    /// # Errors
    /// The first edit of another place; those before it are made.
    pub fn apply(&self, document: &mut InspectionDocument) -> Result<(), WorkloadError> {
        for edit in &self.edits {
            let (Edit::Set { path, .. } | Edit::Push { path, .. }) = edit;
            let unknown = || WorkloadError::UnknownPlace(format!("{path:?}"));
            let [
                PathStep::Key(list),
                PathStep::Place(place),
                PathStep::Key(field),
            ] = path.as_slice()
            else {
                return Err(unknown());
            };
            if list != "answers" {
                return Err(unknown());
            }
            let answer = document.answers.get_mut(*place).ok_or_else(unknown)?;
            match (edit, field.as_str()) {
                (Edit::Set { set, .. }, "result") => answer.result.clone_from(set),
                (Edit::Set { set, .. }, "note") => answer.note = Some(set.clone()),
                (Edit::Push { push, .. }, "photo_ids") => answer.photo_ids.push(push.clone()),
                _ => return Err(unknown()),
            }
        }
        Ok(())
    }
}
