//! Inspections（现场检查）: one visit to a premises as the rules read it from its content.

pub mod keys;
pub mod photo_keys;

mod check;
mod joint;
mod photo_ref;
mod signature;
mod strokes;
mod view;
mod written;

pub use check::check_inspection;
pub use joint::{is_signature_role, joint_agencies, missing_signers};
pub use photo_ref::{PhotoRef, PhotoStage, photo_refs};
pub use signature::{Signature, signatures};
pub use strokes::Strokes;
pub use view::{Inspection, InspectionMode};
pub use written::written_in_visit;

#[cfg(test)]
mod tests;
