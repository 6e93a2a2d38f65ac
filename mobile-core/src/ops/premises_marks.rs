use std::collections::BTreeMap;

use wangge_domain::people::Role;
use wangge_domain::premises::changed_mark;
use wangge_domain::record::{Content, Scalar};
use wangge_domain::resources::{Language, label};

use crate::error::CoreError;
use crate::session::Session;

/// The operation of the permission table: to set what plans and draws follow.
const SET_MARKS: &str = "premises_marks";

/// Refuses fields of a premises file that change a mark（信用等级、派出所列管）, unless `permitted` says
/// that this person may: a grid worker's edit is reviewed by nobody.
pub(super) fn permit_marks(
    session: &Session,
    before: &Content,
    fields: &BTreeMap<String, Scalar>,
    permitted: impl FnOnce(&str) -> Result<Role, CoreError>,
) -> Result<(), CoreError> {
    match changed_mark(before, fields) {
        Some(key) => permit_mark(session, key, permitted),
        None => Ok(()),
    }
}

/// Refuses one mark, whatever stands there. A pack from before this operation gives it to nobody:
/// with it whoever edits the file may, as before.
pub(super) fn permit_mark(
    session: &Session,
    key: &str,
    permitted: impl FnOnce(&str) -> Result<Role, CoreError>,
) -> Result<(), CoreError> {
    if !session.policy.permissions.names(SET_MARKS) {
        return Ok(());
    }
    match permitted(SET_MARKS) {
        Ok(_) => Ok(()),
        Err(CoreError::NotAllowed(reason)) => {
            let field = format!("field.{key}");
            let name = label(Language::Chinese, &field);
            Err(CoreError::NotAllowed(reason.about(name)))
        }
        Err(error) => Err(error),
    }
}
