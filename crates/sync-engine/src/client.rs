//! The device's side: durable drafts, sealed envelopes, views, and the sync machine.

mod around;
mod clock;
mod context;
mod document_of;
mod edit;
mod edits_of;
mod reapply;
mod seal;
mod sync;
mod view;
mod working;

pub use around::{complete_facts, is_from_guidance, is_major_filed, is_major_open};
pub use clock::estimated_now;
pub use context::{ClientContext, EngineError, Moment};
pub use document_of::document_of;
pub use edit::edit;
pub use edits_of::edits_of;
pub use reapply::{reapply, refused_edits};
pub use seal::{EventPlan, SealRequest, seal, seal_drafts, seal_many};
pub use sync::{
    Degraded, LetterParts, SyncConfig, SyncEffect, SyncFailure, SyncInput, SyncMachine,
    SyncOutcome, SyncSummary, control_history, letter_parts,
};
pub use view::view;
