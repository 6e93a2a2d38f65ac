//! Checklists（检查表）: questions, what counts as an answer, and what a failed one leads to.

mod answer;
mod basis;
mod check_answers;
mod condition;
mod form;
mod guide;
mod item;
mod library;
mod proposal;

pub use answer::{Answer, AnswerResult, AnswerType, Polarity};
pub(crate) use basis::split_reference;
pub use basis::{BasisCitation, BasisDocument};
pub use check_answers::{FAILED_BESIDE_FILE, check_answers};
pub use condition::{Condition, ParseConditionError};
pub use form::{Checklist, answered_items, applicable_items, failed_beside_file, item_applies};
pub use guide::{Guide, guide, guides};
pub use item::{Constraint, Item, ItemSeverity, PhotoRule};
pub use library::ChecklistLibrary;
pub use proposal::{HazardProposal, hazard_proposals};

#[cfg(test)]
mod tests;
