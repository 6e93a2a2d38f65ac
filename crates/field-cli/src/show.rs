//! Records and rows as lines for people and as JSON for programs.

mod case;
mod edit;
mod finding;
mod hazard;
mod history;
mod inspection;
mod lost;
mod pause;
mod premises;
mod record;

pub(crate) use case::{case_json, case_line, case_row_json, case_text};
pub(crate) use edit::{edit_json, edit_line};
pub(crate) use finding::finding_text;
pub(crate) use hazard::{hazard_json, hazard_line};
pub(crate) use history::{entry_json, entry_line};
pub(crate) use inspection::{inspection_json, inspection_line};
pub(crate) use lost::{lost, lost_text};
pub(crate) use pause::pause_words;
pub(crate) use premises::{premises_json, premises_line};
pub(crate) use record::{
    actions_line, content_lines, record_json, record_text, redaction_json, redaction_text,
    state_json,
};
