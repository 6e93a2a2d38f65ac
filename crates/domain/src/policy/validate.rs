//! What a pack must satisfy beyond its shape, part by part; the first offence ends it.

mod calendar;
mod cases;
mod categories;
mod census;
mod checklists;
mod conditions;
mod frequency;
mod holidays;
mod limits;
mod named_keys;
mod numbering;
mod permissions;
mod rectification;
mod risk;
mod routing;

use std::collections::BTreeSet;

use serde_json::Value;

use super::{PolicyError, PolicyPack};

pub(super) fn validate(pack: &PolicyPack, raw: &Value) -> Result<(), PolicyError> {
    routing::check(pack)?;
    categories::check(pack)?;
    checklists::check(pack)?;
    risk::check(pack)?;
    frequency::check(pack)?;
    calendar::check(pack)?;
    rectification::check(pack)?;
    numbering::check(pack)?;
    permissions::check(pack)?;
    census::check(pack)?;
    cases::check(pack)?;
    crate::sheet::check_sheets(pack)?;
    holidays::check(pack)?;
    limits::check(pack)?;
    if let Some(accounting) = &pack.accounting {
        accounting.check()?;
    }
    for (index, note) in pack.notes.iter().enumerate() {
        if raw.pointer(&note.path).is_none() {
            let message = format!("there is no value at {}", note.path);
            return Err(PolicyError::rule(format!("notes[{index}].path"), message));
        }
    }
    Ok(())
}

/// What is asked of a pack that is to come into force, and of none that once was: acts that were judged
/// by it are judged by it for ever.
pub(super) fn validate_new(pack: &PolicyPack) -> Result<(), PolicyError> {
    permissions::check_competent(pack)?;
    named_keys::check(pack)?;
    match &pack.accounting {
        Some(accounting) => accounting.reward.check_new(),
        None => Ok(()),
    }
}

/// An error at `path` unless `holds`.
fn demand(holds: bool, path: &str, message: &str) -> Result<(), PolicyError> {
    if holds {
        Ok(())
    } else {
        Err(PolicyError::rule(path, message))
    }
}

/// Refuses the second of two equal ids.
struct Unique<'a>(BTreeSet<&'a str>);

impl<'a> Unique<'a> {
    fn new() -> Self {
        Self(BTreeSet::new())
    }

    fn add(&mut self, id: &'a str, path: &str) -> Result<(), PolicyError> {
        if self.0.insert(id) {
            Ok(())
        } else {
            Err(PolicyError::rule(
                path,
                format!("`{id}` stands there twice"),
            ))
        }
    }
}

/// Refuses a department code that the pack does not name.
fn department(pack: &PolicyPack, code: &str, path: &str) -> Result<(), PolicyError> {
    if pack.routing.departments.contains_key(code) {
        Ok(())
    } else {
        Err(PolicyError::rule(
            path,
            format!("department `{code}` is not known"),
        ))
    }
}

/// Refuses a category that the pack does not name.
fn category(pack: &PolicyPack, id: &str, path: &str) -> Result<(), PolicyError> {
    if pack.categories.get(id).is_some() {
        Ok(())
    } else {
        Err(PolicyError::rule(
            path,
            format!("category `{id}` is not known"),
        ))
    }
}
