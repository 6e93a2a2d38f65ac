//! The script of a visit, as the crate documentation describes it.

mod answer;
mod deadline;
mod fields;
mod hazard;
mod inspect_script;
mod premises_choice;
mod service;
mod word;

pub(crate) use answer::ScriptAnswer;
pub(crate) use fields::{PremisesFile, field_value};
pub(crate) use hazard::{FixOnSpot, Notice, ScriptHazard};
pub(crate) use inspect_script::{InspectScript, ScriptPhoto, ScriptSubmit, folder_of};
pub(crate) use service::{ScriptSignature, Service};

#[cfg(test)]
use premises_choice::PremisesChoice;

#[cfg(test)]
mod tests;
